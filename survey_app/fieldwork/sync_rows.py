"""The rows that accepted documents become."""

from datetime import datetime

from questionnaires import Definition, answers_on_path
from survey_app.db.interview_answers import NewInterview
from survey_app.db.setting_up import NewAssignment
from survey_app.db.sync_facts import Place
from survey_app.db.sync_writes import NewAttempt
from survey_app.fieldwork.attempt_rows import ended_interview, reported
from survey_app.fieldwork.receiving import FinishedInterview, Sent, new_interview
from survey_app.fieldwork.sender import Sender
from survey_app.fieldwork.sync_document import ReadDocument
from survey_app.fieldwork.sync_shapes import SyncDocument
from survey_app.fieldwork.sync_verdict import Verdict


def finished_from(
    document: SyncDocument, place: Place, *, definition: Definition, path: frozenset[str]
) -> FinishedInterview:
    """The interview that a document from a tablet holds, at the place where it belongs."""
    return FinishedInterview(
        uuid=document.uuid,
        round_unit_id=place.round_unit_id,
        enumerator_id=document.enumerator,
        questionnaire_version_id=document.questionnaire_version,
        mode=document.mode,
        answers=answers_on_path(definition, document.answers, path=path),
        started_at=document.started_at,
        finished_at=document.finished_at,
        is_simulated=place.is_simulated,
        elapsed_ms=document.elapsed_ms,
        follows=document.follows,
    )


def assignment_after_the_fact(
    document: SyncDocument, place: Place, *, at: datetime
) -> NewAssignment:
    """The duty to interview somebody on no list, known only now that it is done."""
    return NewAssignment(
        interview_uuid=document.uuid,
        round_unit_id=place.round_unit_id,
        enumerator_id=document.enumerator,
        assigned_at=at,
    )


def placed(read: ReadDocument, verdict: Verdict) -> tuple[SyncDocument, Place]:
    """The parts of an accepted interview."""
    if read.document is None or verdict.place is None:
        raise RuntimeError("only documents that could be read and placed are accepted")
    return read.document, verdict.place


def interview_row(
    read: ReadDocument, verdict: Verdict, *, definition: Definition, sender: Sender, at: datetime
) -> NewInterview:
    """A finished interview, with who sent it from where."""
    finished = finished_from(*placed(read, verdict), definition=definition, path=verdict.path)
    return new_interview(
        finished,
        definition=definition,
        received_at=at,
        sent=_sent(read, sender=sender),
        path=verdict.path,
    )


def attempt_row(
    read: ReadDocument, verdict: Verdict, *, sender: Sender, at: datetime
) -> NewAttempt:
    """A contact attempt without an interview: reported as such, stopped, or ended by an answer."""
    if verdict.disposition is None:
        raise RuntimeError("a document without a disposition is an interview")
    sent = _sent(read, sender=sender)
    if read.attempt is not None:
        return reported(
            read.attempt,
            account_id=read.attempt.enumerator,
            attempted_at=read.attempt.attempted_at,
            sent=sent,
            received_at=at,
        )
    document, _place = placed(read, verdict)
    return ended_interview(
        document.uuid,
        disposition=verdict.disposition,
        stopped=document.stopped,
        account_id=document.enumerator,
        attempted_at=document.finished_at,
        sent=sent,
        received_at=at,
    )


def _sent(read: ReadDocument, *, sender: Sender) -> Sent:
    return Sent(
        content=read.content,
        sha256=read.sha256,
        account_id=sender.account_id,
        device_id=sender.device_id,
        skew_ms=sender.skew_ms,
    )

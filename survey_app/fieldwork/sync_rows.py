"""The rows that accepted documents become."""

from datetime import datetime

from questionnaires import Definition, answers_on_path
from survey_app.db.interviews import NewInterview
from survey_app.db.setting_up import NewAssignment
from survey_app.db.sync_facts import Place
from survey_app.db.sync_writes import NewAttempt
from survey_app.fieldwork.dispositions import is_final
from survey_app.fieldwork.receiving import FinishedInterview, Sent, new_interview
from survey_app.fieldwork.sender import Sender
from survey_app.fieldwork.sync_document import ReadDocument
from survey_app.fieldwork.sync_shapes import AttemptDocument, SyncDocument
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
        mode="tablet",
        answers=answers_on_path(definition, document.answers, path=path),
        started_at=document.started_at,
        finished_at=document.finished_at,
        is_simulated=place.is_simulated,
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
    sent = Sent(
        content=read.content,
        sha256=read.sha256,
        account_id=sender.account_id,
        device_id=sender.device_id,
        skew_ms=sender.skew_ms,
    )
    return new_interview(
        finished, definition=definition, received_at=at, sent=sent, path=verdict.path
    )


def attempt_row(
    read: ReadDocument, verdict: Verdict, *, sender: Sender, at: datetime
) -> NewAttempt:
    """An approach without an interview: reported as such, stopped, or ended by an answer."""
    if verdict.disposition is None:
        raise RuntimeError("a document without a disposition is an interview")
    if read.attempt is not None:
        return _reported(read, read.attempt, sender=sender, at=at)
    document, _place = placed(read, verdict)
    stopped = document.stopped
    return NewAttempt(
        uuid=document.uuid,
        interview_uuid=document.uuid,
        disposition=verdict.disposition,
        is_final=is_final(verdict.disposition),
        account_id=document.enumerator,
        attempted_at=document.finished_at,
        note=stopped.reason or None if stopped else None,
        # Who refuses, or is not to be asked, leaves no answer here.
        content=read.content if stopped else None,
        content_sha256=read.sha256,
        received_at=at,
        device_id=sender.device_id,
        skew_ms=sender.skew_ms,
    )


def _reported(
    read: ReadDocument, attempt: AttemptDocument, *, sender: Sender, at: datetime
) -> NewAttempt:
    return NewAttempt(
        uuid=attempt.uuid,
        interview_uuid=attempt.interview,
        disposition=attempt.disposition,
        is_final=is_final(attempt.disposition),
        account_id=attempt.enumerator,
        attempted_at=attempt.attempted_at,
        appointment_at=attempt.appointment_at,
        note=attempt.note or None,
        content=read.content,
        content_sha256=read.sha256,
        received_at=at,
        device_id=sender.device_id,
        skew_ms=sender.skew_ms,
    )

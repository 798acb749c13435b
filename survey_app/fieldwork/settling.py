"""A person decides about a document that was put aside: take it in, correct it, or leave it out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy.orm import Session

from questionnaires import Answers, Fault
from survey_app.access.people import Person
from survey_app.db import audit, interviews, quarantine, sync_writes
from survey_app.db.interview_answers import NewInterview
from survey_app.db.interview_lock import lock_interviews
from survey_app.db.quarantine import QuarantineRecord
from survey_app.db.setting_up import NewAssignment
from survey_app.db.sync_writes import NewAttempt
from survey_app.fieldwork.kept_attempt import attempt_from_interview, is_attempt, kept_attempt
from survey_app.fieldwork.kept_document import kept_as
from survey_app.fieldwork.placing import Placed, against_accepting, against_correcting, placed
from survey_app.fieldwork.receiving import FinishedInterview, Sent, new_interview
from survey_app.fieldwork.settling_problems import Hindrance
from survey_app.fieldwork.sync_document import canonical_text, sha256_of
from survey_app.problems import Code, Problem

ACCEPTED, CORRECTED, VOIDED = "accepted", "corrected", "voided"
LONGEST_REASON = 500
NONE_COUNTED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about a document, and why."""

    number: int
    by: Person
    reason: str
    at: datetime
    compared: int
    """The version that counted on the page where it was decided; NONE_COUNTED if none did."""


def settle(session: Session, decision: Decision, *, what: str) -> Fault | None:
    """Takes a document in as it is, or leaves it out, and writes that down.

    A Fault says why that cannot be; then nothing may be kept of this transaction. A missing reason
    and a decision that was taken before raise Problem.
    """
    if what not in {ACCEPTED, VOIDED}:
        raise Problem(Code.NOT_FOUND)
    kept = _decide(session, decision, what=what)
    if isinstance(kept, Fault):
        return kept
    details = _accept(session, kept, at=decision.at) if what == ACCEPTED else {}
    if isinstance(details, Fault):
        return details
    _record(session, decision, kept, what=what, details=details)
    return None


def correct(session: Session, decision: Decision, *, answers: Answers) -> Fault | None:
    """Stores answers that `check_answers` found nothing wrong with as the version that counts.

    They follow the version that counts now, or are the first one. The document stays as it came.
    """
    kept = _decide(session, decision, what=CORRECTED)
    if isinstance(kept, Fault):
        return kept
    found = placed(session, kept)
    if isinstance(found, Fault):
        return found
    hindrance = against_correcting(found)
    if hindrance is not None:
        return hindrance
    corrected = replace(found, answers=answers)
    if corrected.disposition is not None:
        return Hindrance.ENDS_EARLY.at("document")
    finished = _finished(corrected, kept)
    content = canonical_text(
        {
            "uuid": str(finished.uuid),
            "questionnaire_version": finished.questionnaire_version_id,
            "answers": _plain(finished.answers),
            "correction": {
                "of": kept.content_sha256,
                "by": decision.by.account_id,
                "at": decision.at.isoformat(),
            },
        }
    )
    made = new_interview(
        finished,
        definition=found.definition,
        received_at=decision.at,
        sent=Sent(content=content, sha256=sha256_of(content), account_id=decision.by.account_id),
    )
    details = _store(session, made, found, at=decision.at)
    _record(session, decision, kept, what=CORRECTED, details=details)
    return None


def _plain(answers: Answers) -> dict[str, JsonValue]:
    return {
        code: list(value) if isinstance(value, tuple) else value for code, value in answers.items()
    }


def _decide(session: Session, decision: Decision, *, what: str) -> QuarantineRecord | Fault:
    """Writes the decision down first: two people who decide at once wait for each other here.

    The interview is locked before: whoever sends the same document again holds it, and asks for the
    row of the document. A Fault says that another version counts by now than the one that the
    person saw: whoever decided between two versions has not decided about a third.
    """
    kept = quarantine.quarantined(session, decision.number)
    if kept is None:
        raise Problem(Code.NOT_FOUND)
    reason = decision.reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Problem(Code.REASON_MISSING)
    if kept.interview_uuid is not None:
        lock_interviews(session, {kept.interview_uuid})
    decided = quarantine.decide(
        session,
        decision.number,
        decision=what,
        by=decision.by.account_id,
        reason=reason,
        at=decision.at,
    )
    if not decided:
        raise Problem(Code.ALREADY_DECIDED)
    if _counting(session, kept) != decision.compared:
        return Hindrance.OTHER_COUNTS.at("document")
    return kept


def _counting(session: Session, kept: QuarantineRecord) -> int:
    if kept.interview_uuid is None:
        return NONE_COUNTED
    current = interviews.current_interview(session, kept.interview_uuid)
    return NONE_COUNTED if current is None else current.version


def _accept(session: Session, kept: QuarantineRecord, *, at: datetime) -> dict[str, str] | Fault:
    if is_attempt(kept):
        attempt = kept_attempt(session, kept, at=at)
        if isinstance(attempt, Fault):
            return attempt
        return _record_attempt(session, attempt)
    found = placed(session, kept)
    if isinstance(found, Fault):
        return found
    return against_accepting(found) or _take_in(session, kept, found, at=at)


def _take_in(
    session: Session, kept: QuarantineRecord, found: Placed, *, at: datetime
) -> dict[str, str]:
    """The document counts as it was sent, by its own text and hash."""
    if found.disposition is not None:
        _assign(session, found, at=at)
        return _record_attempt(session, attempt_from_interview(found, kept, at=at))
    made = new_interview(
        _finished(found, kept),
        definition=found.definition,
        received_at=at,
        sent=kept_as(kept),
    )
    return _store(session, made, found, at=at)


def _record_attempt(session: Session, attempt: NewAttempt) -> dict[str, str]:
    if not sync_writes.add_attempts(session, [attempt]):
        raise Problem(Code.RECEIVED_MEANWHILE)
    return {"disposition": attempt.disposition}


def _finished(found: Placed, kept: QuarantineRecord) -> FinishedInterview:
    """The interview; times that a document lacks are those of the version it follows."""
    read, before = found.interview, found.before
    started = read.started_at or (before.started_at if before else kept.received_at)
    finished = read.finished_at or (before.finished_at if before else kept.received_at)
    elapsed_ms = before.elapsed_ms if before and read.elapsed_ms is None else read.elapsed_ms
    return FinishedInterview(
        uuid=read.uuid,
        round_unit_id=found.place.round_unit_id,
        enumerator_id=found.enumerator_id,
        questionnaire_version_id=found.place.questionnaire_version_id,
        mode=read.mode or (before.mode if before else "online_form"),
        answers=found.asked,
        started_at=started,
        finished_at=finished,
        is_simulated=found.place.is_simulated,
        elapsed_ms=elapsed_ms,
    )


def _assign(session: Session, found: Placed, *, at: datetime) -> None:
    """The duty to interview somebody on no list, known only now that it is done."""
    if not found.is_unassigned:
        return
    made = NewAssignment(
        interview_uuid=found.interview.uuid,
        round_unit_id=found.place.round_unit_id,
        enumerator_id=found.enumerator_id,
        assigned_at=at,
    )
    sync_writes.add_unlisted(session, [made])


def _store(session: Session, made: NewInterview, found: Placed, *, at: datetime) -> dict[str, str]:
    _assign(session, found, at=at)
    if found.last is not None:
        interviews.add_version(session, made, after=found.last, goes_on=found.goes_on)
        return {"version": str(found.last.version + 1)}
    if interviews.insert_once(session, made) is None:
        raise Problem(Code.RECEIVED_MEANWHILE)
    return {"version": "1"}


def _record(
    session: Session,
    decision: Decision,
    kept: QuarantineRecord,
    *,
    what: str,
    details: Mapping[str, str],
) -> None:
    audit.record(
        session,
        action=f"quarantine.{what}",
        object_kind="quarantine",
        object_id=str(decision.number),
        account_id=decision.by.account_id,
        at=decision.at,
        details={"interview": str(kept.interview_uuid or ""), **details},
    )

"""Contact attempts without an interview, taken in from documents that were put aside."""

import json
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.db import sync_facts
from survey_app.db.quarantine import QuarantineRecord
from survey_app.db.sync_writes import NewAttempt
from survey_app.fieldwork.attempt_rows import ended_interview, reported
from survey_app.fieldwork.dispositions import DISPOSITIONS
from survey_app.fieldwork.kept_document import kept_as
from survey_app.fieldwork.placing import Placed
from survey_app.fieldwork.settling_problems import Hindrance
from survey_app.fieldwork.sync_document import ATTEMPT, FIRST, LAST, kind_of
from survey_app.fieldwork.sync_shapes import AttemptDocument


def is_attempt(kept: QuarantineRecord) -> bool:
    """Whether the document reports a contact attempt, and is no interview."""
    return kind_of(json.loads(kept.content)) == ATTEMPT


def attempt_document(kept: QuarantineRecord) -> AttemptDocument | None:
    """What the document reports, if it can be read; its times may be ones that cannot be."""
    try:
        return AttemptDocument.model_validate(json.loads(kept.content))
    except ValidationError:
        return None


def can_be(time: datetime | None) -> bool:
    """Whether something can be made of a time that a tablet reported."""
    return time is not None and FIRST < time < LAST


def kept_attempt(session: Session, kept: QuarantineRecord, *, at: datetime) -> NewAttempt | Fault:
    """The contact attempt as it will be recorded; a Fault says why it cannot be.

    When it came stands for a time that cannot be. Nothing stands for an appointment: to take it for
    none would send nobody on the day that was agreed.
    """
    attempt = attempt_document(kept)
    # One whose times cannot be is kept under its own number, so that its case stays on the list.
    if attempt is None or kept.interview_uuid not in {attempt.interview, attempt.uuid}:
        return Hindrance.NO_ATTEMPT.at("document")
    if attempt.appointment_at is not None and not can_be(attempt.appointment_at):
        return Hindrance.NO_APPOINTMENT.at("document")
    known = sync_facts.assigned(session, {attempt.interview}).get(attempt.interview)
    if known is None or not known.is_listed:
        return Hindrance.NO_CASE.at("document")
    if attempt.disposition not in DISPOSITIONS:
        return Hindrance.UNKNOWN_OUTCOME.at("document")
    if attempt.uuid in sync_facts.attempted(session, {attempt.uuid}):
        return Hindrance.ATTEMPT_KNOWN.at("document")
    if attempt.enumerator in sync_facts.enumerators(session, {attempt.enumerator}):
        account_id = attempt.enumerator
    else:
        account_id = known.enumerator_id
    return reported(
        attempt,
        account_id=account_id,
        attempted_at=attempt.attempted_at if can_be(attempt.attempted_at) else kept.received_at,
        sent=kept_as(kept),
        received_at=at,
    )


def attempt_from_interview(found: Placed, kept: QuarantineRecord, *, at: datetime) -> NewAttempt:
    """The contact attempt that an interview is which was stopped, or ended by an answer."""
    if found.disposition is None:
        raise RuntimeError("an interview that ended normally is no mere contact attempt")
    return ended_interview(
        found.interview.uuid,
        disposition=found.disposition,
        stopped=found.interview.stopped,
        account_id=found.enumerator_id,
        attempted_at=found.interview.finished_at or kept.received_at,
        sent=kept_as(kept),
        received_at=at,
    )

"""What happened to one case: attempts, replacements, and who had it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from survey_app.db.tables import Account, ContactAttempt, FrameCase, SampleReplacement


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptMade:
    """A contact attempt and who made it.

    attempted_at: by the device. arrived_at: when the server knew of it. note: in the words of the
    enumerator; it may speak of the person.
    """

    disposition: str
    is_final: bool
    attempted_at: datetime
    arrived_at: datetime
    appointment_at: datetime | None
    enumerator: str
    note: str | None


def attempts_at(session: Session, interview_uuid: UUID) -> tuple[AttemptMade, ...]:
    """The attempts to interview here, the first first."""
    rows = session.execute(
        select(
            ContactAttempt.disposition,
            ContactAttempt.is_final,
            ContactAttempt.attempted_at,
            ContactAttempt.received_at,
            ContactAttempt.appointment_at,
            Account.display_name,
            ContactAttempt.note,
        )
        .join(Account, Account.id == ContactAttempt.account_id)
        .where(ContactAttempt.interview_uuid == interview_uuid)
        .order_by(ContactAttempt.attempted_at, ContactAttempt.id)
    )
    return tuple(
        AttemptMade(
            disposition=row[0],
            is_final=row[1],
            attempted_at=row[2],
            arrived_at=row[3] or row[2],
            appointment_at=row[4],
            enumerator=row[5],
            note=row[6],
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementMade:
    """Who took whose place, as seen from one of the two: `other` is the other case."""

    is_the_replaced: bool
    other_case_id: int
    other_file_code: str
    reason: str
    note: str
    by: str
    at: datetime


def replacements_of(session: Session, case_id: int) -> tuple[ReplacementMade, ...]:
    """Whom this case replaced, and by whom it was replaced; at most one of each."""
    made = SampleReplacement
    is_the_replaced = made.replaced_case_id == case_id
    other_id = case((is_the_replaced, made.replacement_case_id), else_=made.replaced_case_id)
    rows = session.execute(
        select(made, FrameCase.id, FrameCase.file_code, Account.display_name)
        .join(FrameCase, FrameCase.id == other_id)
        .join(Account, Account.id == made.replaced_by)
        .where(or_(is_the_replaced, made.replacement_case_id == case_id))
        .order_by(made.replaced_at, made.replaced_case_id)
    )
    return tuple(
        ReplacementMade(
            is_the_replaced=one.replaced_case_id == case_id,
            other_case_id=other_id,
            other_file_code=other_code,
            reason=one.reason,
            note=one.note,
            by=by,
            at=one.replaced_at,
        )
        for one, other_id, other_code, by in rows
    )

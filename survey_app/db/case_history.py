"""What happened to one case: attempts, replacements, and who had it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from survey_app.db.tables import Account, ContactAttempt, FrameCase, SampleReplacement


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptMade:
    """A contact attempt and who made it. What was noted about the person is not read."""

    disposition: str
    is_final: bool
    attempted_at: datetime
    appointment_at: datetime | None
    enumerator: str


def attempts_at(session: Session, interview_uuid: UUID) -> tuple[AttemptMade, ...]:
    """The attempts to interview here, the first first."""
    rows = session.execute(
        select(ContactAttempt, Account.display_name)
        .join(Account, Account.id == ContactAttempt.account_id)
        .where(ContactAttempt.interview_uuid == interview_uuid)
        .order_by(ContactAttempt.attempted_at, ContactAttempt.id)
    )
    return tuple(
        AttemptMade(
            disposition=one.disposition,
            is_final=one.is_final,
            attempted_at=one.attempted_at,
            appointment_at=one.appointment_at,
            enumerator=name,
        )
        for one, name in rows
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
    rows = session.execute(
        select(made, FrameCase.id, FrameCase.file_code, Account.display_name)
        .join(
            FrameCase,
            or_(
                (made.replaced_case_id == case_id) & (FrameCase.id == made.replacement_case_id),
                (made.replacement_case_id == case_id) & (FrameCase.id == made.replaced_case_id),
            ),
        )
        .join(Account, Account.id == made.replaced_by)
        .where(or_(made.replaced_case_id == case_id, made.replacement_case_id == case_id))
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

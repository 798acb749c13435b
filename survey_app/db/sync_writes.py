"""Rows that a batch of documents needs beside the interviews themselves.

They are stored in the order of their UUIDs, so that two batches with the same documents wait for
each other instead of blocking each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from survey_app.db.setting_up import NewAssignment, unlisted_row
from survey_app.db.tables import Assignment, ContactAttempt


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAttempt:
    """A contact attempt that a tablet reported as ended without an interview."""

    uuid: UUID
    interview_uuid: UUID
    disposition: str
    is_final: bool
    account_id: int
    attempted_at: datetime
    appointment_at: datetime | None = None
    note: str | None
    content: str | None
    content_sha256: str
    received_at: datetime
    device_id: UUID | None
    skew_ms: int | None


def add_unlisted(session: Session, assignments: Sequence[NewAssignment]) -> None:
    """Assigns interviews with people on no list, after the fact, each once."""
    if not assignments:
        return
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    ordered = sorted(assignments, key=lambda new: new.interview_uuid)
    rows = [unlisted_row(new) for new in ordered]
    session.execute(make(Assignment).on_conflict_do_nothing(), rows)


def add_attempts(session: Session, attempts: Sequence[NewAttempt]) -> set[UUID]:
    """Records how contact attempts ended, each document once; gives the UUIDs of those recorded."""
    if not attempts:
        return set()
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    columns = NewAttempt.__dataclass_fields__
    ordered = sorted(attempts, key=lambda new: new.uuid)
    rows = [{name: getattr(new, name) for name in columns} for new in ordered]
    stored = session.execute(
        make(ContactAttempt).on_conflict_do_nothing().returning(ContactAttempt.uuid), rows
    )
    return {uuid for uuid in stored.scalars() if uuid is not None}

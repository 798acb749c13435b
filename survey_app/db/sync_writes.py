"""Rows that a batch of documents needs beside the interviews themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from survey_app.db.setting_up import NewAssignment, unlisted_row
from survey_app.db.tables import Assignment, ContactAttempt


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEnding:
    """An approach that a tablet reported as ended without an interview."""

    interview_uuid: UUID
    disposition: str
    account_id: int
    attempted_at: datetime
    content_sha256: str
    received_at: datetime


def add_unlisted(session: Session, assignments: Sequence[NewAssignment]) -> None:
    """Assigns interviews with people on no list, after the fact, each once."""
    if not assignments:
        return
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [unlisted_row(new) for new in assignments]
    session.execute(make(Assignment).on_conflict_do_nothing(), rows)


def add_endings(session: Session, endings: Sequence[NewEnding]) -> set[UUID]:
    """Records how approaches ended, each document once; gives the UUIDs of those recorded."""
    if not endings:
        return set()
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [
        {
            "interview_uuid": new.interview_uuid,
            "disposition": new.disposition,
            "account_id": new.account_id,
            "attempted_at": new.attempted_at,
            "content_sha256": new.content_sha256,
            "received_at": new.received_at,
        }
        for new in endings
    ]
    stored = session.execute(
        make(ContactAttempt).on_conflict_do_nothing().returning(ContactAttempt.interview_uuid),
        rows,
    )
    return set(stored.scalars())

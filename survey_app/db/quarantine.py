"""Queries about documents that wait for a person's decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from survey_app.db.tables import Account, Quarantine


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDocument:
    """A document as it is put aside: whole, with what is wrong with it."""

    kind: str
    interview_uuid: UUID | None
    content: str
    content_sha256: str
    account_id: int | None
    device_id: UUID | None
    received_at: datetime
    faults: Sequence[dict[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineRecord:
    """A document that was put aside, and what was decided about it."""

    id: int
    kind: str
    interview_uuid: UUID | None
    content: str
    content_sha256: str
    sender: str | None
    received_at: datetime
    faults: tuple[dict[str, object], ...]
    decision: str | None
    decided_at: datetime | None
    decision_reason: str | None


def keep_documents(session: Session, kept: Sequence[KeptDocument]) -> int:
    """Puts documents aside, each content once, in one statement; tells how many were new."""
    if not kept:
        return 0
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [
        {
            "kind": one.kind,
            "interview_uuid": one.interview_uuid,
            "content": one.content,
            "content_sha256": one.content_sha256,
            "account_id": one.account_id,
            "device_id": one.device_id,
            "received_at": one.received_at,
            "faults": list(one.faults),
        }
        for one in kept
    ]
    stored = session.execute(
        make(Quarantine).on_conflict_do_nothing().returning(Quarantine.id), rows
    )
    return len(stored.all())


def _record(found: Quarantine, sender: str | None) -> QuarantineRecord:
    return QuarantineRecord(
        id=found.id,
        kind=found.kind,
        interview_uuid=found.interview_uuid,
        content=found.content,
        content_sha256=found.content_sha256,
        sender=sender,
        received_at=found.received_at,
        faults=tuple(found.faults),
        decision=found.decision,
        decided_at=found.decided_at,
        decision_reason=found.decision_reason,
    )


def waiting(session: Session, *, after: int, limit: int) -> tuple[QuarantineRecord, ...]:
    """Documents without a decision, the oldest first, a page at a time."""
    rows = session.execute(
        select(Quarantine, Account.display_name)
        .outerjoin(Account, Account.id == Quarantine.account_id)
        .where(Quarantine.decision.is_(None), Quarantine.id > after)
        .order_by(Quarantine.id)
        .limit(limit)
    )
    return tuple(_record(*row) for row in rows)


def count_waiting(session: Session) -> int:
    """How many documents wait for a decision."""
    return session.execute(
        select(func.count()).select_from(Quarantine).where(Quarantine.decision.is_(None))
    ).scalar_one()


def quarantined(session: Session, number: int) -> QuarantineRecord | None:
    """One document that was put aside."""
    row = session.execute(
        select(Quarantine, Account.display_name)
        .outerjoin(Account, Account.id == Quarantine.account_id)
        .where(Quarantine.id == number)
    ).one_or_none()
    return None if row is None else _record(*row)


def decide(
    session: Session, number: int, *, decision: str, by: int, reason: str, at: datetime
) -> bool:
    """Writes a decision down unless there is one already; tells whether it did."""
    changed = session.execute(
        update(Quarantine)
        .where(Quarantine.id == number, Quarantine.decision.is_(None))
        .values(decision=decision, decided_at=at, decided_by=by, decision_reason=reason)
        .returning(Quarantine.id)
    ).scalar_one_or_none()
    return changed is not None

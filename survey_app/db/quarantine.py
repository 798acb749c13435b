"""Queries about documents that wait for a person's decision."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import Account, Assignment, Device, Quarantine, RoundUnit


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
    skew_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineRecord:
    """A document that was put aside, and what was decided about it."""

    id: int
    kind: str
    interview_uuid: UUID | None
    content: str
    content_sha256: str
    account_id: int | None
    sender: str | None
    device_id: UUID | None
    device_name: str | None
    unit_name: str | None
    """Of the case; an interview with somebody on no list may have none before it is taken in."""
    received_at: datetime
    skew_ms: int | None
    faults: tuple[dict[str, object], ...]
    decision: str | None
    decided_at: datetime | None
    decided_by: str | None
    decision_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many documents there are."""

    waiting: int
    decided: int


def keep_documents(session: Session, kept: Sequence[KeptDocument]) -> int:
    """Puts documents aside, each content once, in one statement; tells how many were new.

    In the order of their hashes, so that two batches with the same ones wait for each other
    instead of blocking each other.
    """
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
            "skew_ms": one.skew_ms,
            "faults": list(one.faults),
        }
        for one in sorted(kept, key=lambda document: document.content_sha256)
    ]
    stored = session.execute(
        make(Quarantine).on_conflict_do_nothing().returning(Quarantine.id), rows
    )
    return len(stored.all())


Row = tuple[Quarantine, str | None, str | None, str | None, str | None]


def _documents() -> Select[*Row]:
    decider = aliased(Account)
    return (
        select(Quarantine, Account.display_name, Device.name, RoundUnit.name, decider.display_name)
        .outerjoin(Account, Account.id == Quarantine.account_id)
        .outerjoin(Device, Device.id == Quarantine.device_id)
        .outerjoin(Assignment, Assignment.interview_uuid == Quarantine.interview_uuid)
        .outerjoin(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .outerjoin(decider, decider.id == Quarantine.decided_by)
    )


def _record(
    found: Quarantine,
    sender: str | None,
    device_name: str | None,
    unit_name: str | None,
    decided_by: str | None,
) -> QuarantineRecord:
    return QuarantineRecord(
        id=found.id,
        kind=found.kind,
        interview_uuid=found.interview_uuid,
        content=found.content,
        content_sha256=found.content_sha256,
        account_id=found.account_id,
        sender=sender,
        device_id=found.device_id,
        device_name=device_name,
        unit_name=unit_name,
        received_at=found.received_at,
        skew_ms=found.skew_ms,
        faults=tuple(found.faults),
        decision=found.decision,
        decided_at=found.decided_at,
        decided_by=decided_by,
        decision_reason=found.decision_reason,
    )


def waiting(session: Session, *, after: int, limit: int) -> tuple[QuarantineRecord, ...]:
    """Documents without a decision, the oldest first, a page at a time."""
    rows = session.execute(
        _documents()
        .where(Quarantine.decision.is_(None), Quarantine.id > after)
        .order_by(Quarantine.id)
        .limit(limit)
    )
    return tuple(_record(*row) for row in rows)


def decided(session: Session, *, before: int, limit: int) -> tuple[QuarantineRecord, ...]:
    """Documents with a decision, the newest first, a page at a time."""
    rows = session.execute(
        _documents()
        .where(Quarantine.decision.is_not(None), Quarantine.id < before)
        .order_by(Quarantine.id.desc())
        .limit(limit)
    )
    return tuple(_record(*row) for row in rows)


def counts(session: Session) -> Counts:
    """How many documents wait for a decision, and how many have one."""
    waits = Quarantine.decision.is_(None)
    rows = session.execute(select(waits, func.count()).group_by(waits))
    found = {bool(row[0]): row[1] for row in rows}
    return Counts(waiting=found.get(True, 0), decided=found.get(False, 0))


def quarantined(session: Session, number: int) -> QuarantineRecord | None:
    """One document that was put aside."""
    row = session.execute(_documents().where(Quarantine.id == number)).one_or_none()
    return None if row is None else _record(*row)


def kept_with(session: Session, hashes: Collection[str]) -> Mapping[str, QuarantineRecord]:
    """Of these hashes, the documents that were put aside."""
    rows = session.execute(_documents().where(Quarantine.content_sha256.in_(hashes)))
    records = [_record(*row) for row in rows]
    return {record.content_sha256: record for record in records}


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

"""Queries about what was sent as a re-check and could not be locked by itself."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import (
    Account,
    Assignment,
    Claim,
    Device,
    RecheckAside,
    RecheckTask,
    RoundUnit,
)
from survey_app.db.task_lots import case_uuid


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideRow:
    """A document that was put aside, and what was decided about it. What cannot be told is None."""

    id: int
    kind: str
    task_uuid: UUID | None
    received_at: datetime
    unit_name: str | None
    supervisor: str | None
    """Whose task it is or was."""
    account_id: int | None
    sender: str | None
    """Who was signed in when it came."""
    device_id: UUID | None
    device_name: str | None
    skew_ms: int | None
    faults: tuple[dict[str, object], ...]
    content: str
    decision: str | None
    decided_at: datetime | None
    decided_by: str | None
    decision_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideCounts:
    """How many documents there are."""

    waiting: int
    decided: int


def aside_rows(
    session: Session, *, before: int, limit: int, are_decided: bool = False
) -> tuple[AsideRow, ...]:
    """What waits for a decision, or has one: the newest first, a page at a time; one query."""
    decision = RecheckAside.decision
    rows = session.execute(
        _documents()
        .where(
            RecheckAside.id < before,
            decision.is_not(None) if are_decided else decision.is_(None),
        )
        .order_by(RecheckAside.id.desc())
        .limit(limit)
    )
    return tuple(_row(*row) for row in rows)


def aside_row(session: Session, number: int) -> AsideRow | None:
    """One document that was put aside."""
    row = session.execute(_documents().where(RecheckAside.id == number)).one_or_none()
    return None if row is None else _row(*row)


def aside_counts(session: Session) -> AsideCounts:
    """How many wait for a decision, and how many have one."""
    waits = RecheckAside.decision.is_(None)
    rows = session.execute(select(waits, func.count()).group_by(waits))
    found = {bool(row[0]): row[1] for row in rows}
    return AsideCounts(waiting=found.get(True, 0), decided=found.get(False, 0))


def decide_aside(
    session: Session, number: int, *, decision: str, by: int, reason: str, at: datetime
) -> bool:
    """Writes a decision down unless there is one already; tells whether it did."""
    changed = session.execute(
        update(RecheckAside)
        .where(RecheckAside.id == number, RecheckAside.decision.is_(None))
        .values(decision=decision, decided_at=at, decided_by=by, decision_reason=reason)
        .returning(RecheckAside.id)
    ).scalar_one_or_none()
    return changed is not None


Row = tuple[RecheckAside, str | None, str | None, str | None, str | None, str | None]


def _documents() -> Select[*Row]:
    sender, decider = aliased(Account), aliased(Account)
    return (
        select(
            RecheckAside,
            RoundUnit.name,
            Account.display_name,
            sender.display_name,
            Device.name,
            decider.display_name,
        )
        .outerjoin(RecheckTask, RecheckTask.uuid == RecheckAside.task_uuid)
        .outerjoin(Claim, Claim.uuid == RecheckTask.claim_uuid)
        .outerjoin(Assignment, Assignment.interview_uuid == case_uuid())
        .outerjoin(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .outerjoin(Account, Account.id == RecheckTask.supervisor_id)
        .outerjoin(sender, sender.id == RecheckAside.account_id)
        .outerjoin(Device, Device.id == RecheckAside.device_id)
        .outerjoin(decider, decider.id == RecheckAside.decided_by)
    )


def _row(
    found: RecheckAside,
    unit: str | None,
    supervisor: str | None,
    sent_by: str | None,
    device: str | None,
    decided_by: str | None,
) -> AsideRow:
    return AsideRow(
        id=found.id,
        kind=found.kind,
        task_uuid=found.task_uuid,
        received_at=found.received_at,
        unit_name=unit,
        supervisor=supervisor,
        account_id=found.account_id,
        sender=sent_by,
        device_id=found.device_id,
        device_name=device,
        skew_ms=found.skew_ms,
        faults=tuple(found.faults),
        content=found.content,
        decision=found.decision,
        decided_at=found.decided_at,
        decided_by=decided_by,
        decision_reason=found.decision_reason,
    )

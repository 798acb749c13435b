"""Queries about attempts to reach the respondent of a re-check."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from survey_app.db.tables import Lot, RecheckAttempt, RecheckTask
from survey_app.db.task_lots import with_lot


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRecord:
    """A row of `RecheckAttempt`. account_id: the supervisor who tried."""

    uuid: UUID
    task_uuid: UUID
    account_id: int
    mode: str
    outcome: str
    attempted_at: datetime
    appointment_at: datetime | None
    note: str | None
    received_at: datetime
    device_id: UUID | None
    skew_ms: int | None


def attempts_known(session: Session, uuids: Collection[UUID]) -> Mapping[UUID, AttemptRecord]:
    """Those of these attempts that are kept already, by their own identifier."""
    rows = session.scalars(select(RecheckAttempt).where(RecheckAttempt.uuid.in_(uuids)))
    return {row.uuid: _record(row) for row in rows}


def attempts_of(
    session: Session, task_uuids: Collection[UUID]
) -> Mapping[UUID, Sequence[AttemptRecord]]:
    """By task, the first first; tasks that nobody tried are absent."""
    rows = session.scalars(
        select(RecheckAttempt)
        .where(RecheckAttempt.task_uuid.in_(task_uuids))
        .order_by(RecheckAttempt.attempted_at, RecheckAttempt.uuid)
    )
    found: dict[UUID, list[AttemptRecord]] = {}
    for row in rows:
        found.setdefault(row.task_uuid, []).append(_record(row))
    return found


def open_by_round(session: Session, task_uuids: Collection[UUID]) -> Mapping[int, Sequence[UUID]]:
    """Those of these tasks that are open, by number of their round."""
    rows = session.execute(
        with_lot(select(Lot.round_id, RecheckTask.uuid).select_from(RecheckTask))
        .where(RecheckTask.uuid.in_(task_uuids), RecheckTask.state == "open")
        .order_by(Lot.round_id, RecheckTask.uuid)
    )
    found: dict[int, list[UUID]] = {}
    for round_id, uuid in rows:
        found.setdefault(round_id, []).append(uuid)
    return found


def add_attempts(session: Session, attempts: Sequence[AttemptRecord]) -> None:
    """Keeps attempts. IntegrityError: one has the identifier of another."""
    if attempts:
        session.execute(insert(RecheckAttempt), [asdict(one) for one in attempts])


def _record(row: RecheckAttempt) -> AttemptRecord:
    return AttemptRecord(
        uuid=row.uuid,
        task_uuid=row.task_uuid,
        account_id=row.account_id,
        mode=row.mode,
        outcome=row.outcome,
        attempted_at=row.attempted_at,
        appointment_at=row.appointment_at,
        note=row.note,
        received_at=row.received_at,
        device_id=row.device_id,
        skew_ms=row.skew_ms,
    )

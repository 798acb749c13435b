"""Queries about giving re-checks to supervisors: what is to be given out, who has what, its end.

What a supervisor may see of a task is in `supervisor_tasks`, and in no record of this module.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import (
    Account,
    Assignment,
    FrameCase,
    Interview,
    Lot,
    LotMember,
    RecheckDraw,
    RecheckTask,
    RoundUnit,
)
from survey_app.db.task_lots import drawn_uuid, with_lot

K = TypeVar("K")


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRecord:
    """An interview or claim that counts and is to be asked about; task and holder: whose it is now.

    finished_at: the end of the interview, or the last attempt that a claim rests upon.
    """

    uuid: UUID
    selection: str
    lot_id: int
    lot_code: str
    enumerator_ids: tuple[int, ...]
    finished_at: datetime
    unit_id: int
    district: str
    task_uuid: UUID | None
    holder_id: int | None
    is_claim: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task as it is given out, about an interview or a claim."""

    uuid: UUID
    interview_uuid: UUID | None
    claim_uuid: UUID | None
    supervisor_id: int
    work_day: date
    due_at: datetime
    latest_at: datetime
    assigned_at: datetime
    assigned_by: int | None


def hold_supervisors(session: Session) -> None:
    """Until the transaction ends nobody else gives tasks out, and no supervisor's account changes.

    Days are shared by all rounds, so that holding the round is not enough.
    """
    chosen = select(Account.id).where(Account.role == "supervisor").order_by(Account.id)
    session.execute(chosen.with_for_update(key_share=True)).all()


def drawn_to_check(session: Session, round_id: int) -> tuple[DrawnRecord, ...]:
    """Every drawn interview that counts and nobody has, or somebody has and did not end yet."""
    rows = session.execute(
        select(
            RecheckDraw.interview_uuid,
            RecheckDraw.selection,
            Lot.id,
            Lot.code,
            Lot.enumerator_id,
            Interview.enumerator_id,
            Interview.finished_at,
            RoundUnit.unit_id,
            FrameCase.district,
            RecheckTask.uuid,
            RecheckTask.supervisor_id,
        )
        .join(LotMember, LotMember.interview_uuid == RecheckDraw.interview_uuid)
        .join(Lot, Lot.id == LotMember.lot_id)
        .join(Interview, (Interview.uuid == LotMember.interview_uuid) & Interview.is_current)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(Assignment, Assignment.interview_uuid == LotMember.interview_uuid)
        .outerjoin(FrameCase, FrameCase.id == Assignment.frame_case_id)
        .outerjoin(
            RecheckTask,
            (RecheckTask.interview_uuid == LotMember.interview_uuid) & _stands(),
        )
        .where(
            Lot.round_id == round_id,
            or_(RecheckTask.uuid.is_(None), RecheckTask.state == "open"),
        )
        .order_by(RecheckDraw.interview_uuid)
    )
    return tuple(
        DrawnRecord(
            uuid=row[0],
            selection=row[1],
            lot_id=row[2],
            lot_code=row[3],
            enumerator_ids=tuple(sorted({row[4], row[5]})),
            finished_at=row[6],
            unit_id=row[7],
            district=row[8] or "",
            task_uuid=row[9],
            holder_id=row[10],
        )
        for row in rows
    )


def holders_before(session: Session, round_id: int) -> Mapping[UUID, frozenset[int]]:
    """By interview or claim, who had a task of it that was withdrawn."""
    rows = session.execute(
        with_lot(select(drawn_uuid(), RecheckTask.supervisor_id).select_from(RecheckTask)).where(
            Lot.round_id == round_id, RecheckTask.state == "withdrawn"
        )
    )
    return _gathered((row[0], row[1]) for row in rows)


def checkers_of_lots(session: Session, round_id: int) -> Mapping[int, frozenset[int]]:
    """By number of the lot, who has re-checked something of it."""
    rows = session.execute(
        with_lot(select(Lot.id, RecheckTask.supervisor_id).select_from(RecheckTask))
        .where(Lot.round_id == round_id, RecheckTask.state == "locked")
        .distinct()
    )
    return _gathered((row[0], row[1]) for row in rows)


def day_loads(session: Session, *, first_day: date) -> Mapping[int, Mapping[date, int]]:
    """By supervisor, how many tasks there are of each day from this one on, in all rounds."""
    rows = session.execute(
        select(RecheckTask.supervisor_id, RecheckTask.work_day, func.count())
        .where(RecheckTask.work_day >= first_day, _stands())
        .group_by(RecheckTask.supervisor_id, RecheckTask.work_day)
    )
    loads: dict[int, dict[date, int]] = {}
    for number, day, count in rows:
        loads.setdefault(number, {})[day] = count
    return loads


def standing_counts(session: Session) -> Mapping[int, int]:
    """How many tasks each supervisor has been given in all, but for what was withdrawn."""
    rows = session.execute(
        select(RecheckTask.supervisor_id, func.count())
        .where(_stands())
        .group_by(RecheckTask.supervisor_id)
    )
    return {row[0]: row[1] for row in rows}


def add_tasks(session: Session, tasks: Sequence[NewTask]) -> None:
    """Keeps tasks as open. IntegrityError: an interview has one already."""
    if tasks:
        session.execute(insert(RecheckTask), [{**asdict(one), "state": "open"} for one in tasks])


def end_tasks(
    session: Session, uuids: Collection[UUID], *, state: str, reason: str | None, at: datetime
) -> tuple[UUID, ...]:
    """Ends those of these tasks that are open; gives them. state: withdrawn or not_reached, with a
    reason, or locked."""
    if not uuids:
        return ()
    ended = session.scalars(
        update(RecheckTask)
        .where(RecheckTask.uuid.in_(uuids), RecheckTask.state == "open")
        .values(state=state, ended_at=at, end_reason=reason)
        .returning(RecheckTask.uuid)
    )
    return tuple(ended)


def lock_task(session: Session, task_uuid: UUID) -> None:
    """Nobody ends, moves or withdraws the task until the transaction ends."""
    session.execute(_chosen(task_uuid).with_for_update()).all()


def open_task_of(session: Session, interview_uuid: UUID) -> UUID | None:
    """The task of an interview that somebody has still to do."""
    return session.scalars(
        select(RecheckTask.uuid).where(
            RecheckTask.interview_uuid == interview_uuid, RecheckTask.state == "open"
        )
    ).one_or_none()


def standing_task_of(session: Session, task_uuid: UUID) -> tuple[UUID, str] | None:
    """The task about what this one is or was about that was not withdrawn, and its state."""
    this = aliased(RecheckTask)
    same = (this.interview_uuid == RecheckTask.interview_uuid) | (
        this.claim_uuid == RecheckTask.claim_uuid
    )
    row = session.execute(
        select(RecheckTask.uuid, RecheckTask.state)
        .join(this, same)
        .where(this.uuid == task_uuid, _stands())
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def mark_opened(session: Session, task_uuid: UUID, *, at: datetime) -> bool:
    """Keeps since when the form of an open task has been opened; tells whether it was not kept."""
    opened = session.scalars(
        update(RecheckTask)
        .where(
            RecheckTask.uuid == task_uuid,
            RecheckTask.state == "open",
            RecheckTask.opened_at.is_(None),
        )
        .values(opened_at=at)
        .returning(RecheckTask.uuid)
    ).one_or_none()
    return opened is not None


def reopen_task(session: Session, task_uuid: UUID) -> None:
    """Opens a task that was withdrawn or ended as not reached. IntegrityError: another stands."""
    session.execute(
        update(RecheckTask)
        .where(RecheckTask.uuid == task_uuid, RecheckTask.state.in_(("withdrawn", "not_reached")))
        .values(state="open", ended_at=None, end_reason=None)
    )


def _chosen(task_uuid: UUID) -> Select[UUID]:
    return select(RecheckTask.uuid).where(RecheckTask.uuid == task_uuid)


def _stands() -> ColumnElement[bool]:
    return RecheckTask.state != "withdrawn"


def _gathered(pairs: Iterable[tuple[K, int]]) -> Mapping[K, frozenset[int]]:
    found: dict[K, set[int]] = {}
    for key, number in pairs:
        found.setdefault(key, set()).add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}

"""What a supervisor may see of a task.

Nothing of the first interview but where it was: no answer, no enumerator, neither its UUID nor the
code of the case. How to find the respondent leaves the database only as long as the task is open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from survey_app.db.tables import (
    Assignment,
    Claim,
    FrameCase,
    Interview,
    Lot,
    Person,
    RecheckTask,
    Round,
    RoundUnit,
    Unit,
)
from survey_app.db.task_lots import case_uuid, with_lot


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskContact:
    """How to find a respondent; None where no list says it, or the person was erased.

    interviewed_at: when the first interview was, so that both speak of the same one. None of a
    claim: nothing of what was claimed is here, nor when.
    """

    full_name: str | None
    phone: str | None
    address: str | None
    field: str | None
    interviewed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRecord:
    """A task of a supervisor. contact: None from the moment it is ended.

    is_claim: whether there is no interview, and somebody is asked why.
    """

    uuid: UUID
    is_claim: bool
    supervisor_id: int
    round_id: int
    round_code: str
    round_name_vi: str
    round_name_en: str
    unit_code: str
    unit_name: str
    work_day: date
    due_at: datetime
    latest_at: datetime
    assigned_at: datetime
    opened_at: datetime | None
    state: str
    ended_at: datetime | None
    end_reason: str | None
    is_simulated: bool
    contact: TaskContact | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state == "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCounts:
    """How far a supervisor is in a round; overdue ones are open, too.

    overdue: neither the day they were planned for nor the usual hours are still there.
    """

    supervisor_id: int
    open: int
    overdue: int
    locked: int
    not_reached: int


def task_of(session: Session, task_uuid: UUID) -> TaskRecord | None:
    """The task with this identifier, as it is now, whoever has it."""
    found = _read(session, _tasks().where(RecheckTask.uuid == task_uuid))
    return found[0] if found else None


def tasks_of(session: Session, supervisor_id: int) -> tuple[TaskRecord, ...]:
    """What this supervisor has had in all rounds but for what was withdrawn: open first, by day."""
    return _read(
        session,
        _tasks()
        .where(RecheckTask.supervisor_id == supervisor_id, RecheckTask.state != "withdrawn")
        .order_by(
            case((RecheckTask.state == "open", 0), else_=1),
            RecheckTask.work_day,
            RecheckTask.due_at,
            RecheckTask.uuid,
        ),
    )


def task_counts(
    session: Session, round_id: int, *, today: date, now: datetime
) -> Mapping[int, TaskCounts]:
    """By supervisor, the tasks of a round. today: the day in which `now` lies."""
    is_open = RecheckTask.state == "open"
    is_late = is_open & (RecheckTask.work_day < today) & (RecheckTask.due_at < now)
    counted = select(
        RecheckTask.supervisor_id,
        func.sum(case((is_open, 1), else_=0)),
        func.sum(case((is_late, 1), else_=0)),
        func.sum(case((RecheckTask.state == "locked", 1), else_=0)),
        func.sum(case((RecheckTask.state == "not_reached", 1), else_=0)),
    )
    rows = session.execute(
        with_lot(counted)
        .where(Lot.round_id == round_id, RecheckTask.state != "withdrawn")
        .group_by(RecheckTask.supervisor_id)
    )
    return {
        row[0]: TaskCounts(
            supervisor_id=row[0], open=row[1], overdue=row[2], locked=row[3], not_reached=row[4]
        )
        for row in rows
    }


_Tasks = Select[
    RecheckTask,
    Round,
    str,
    str,
    bool | None,
    datetime | None,
    str | None,
    str | None,
    str | None,
    str | None,
]


def _tasks() -> _Tasks:
    """Case and person only of open tasks."""
    return (
        select(
            RecheckTask,
            Round,
            Unit.code,
            RoundUnit.name,
            Interview.is_simulated,
            Interview.finished_at,
            FrameCase.field,
            Person.full_name,
            Person.phone,
            Person.address,
        )
        .outerjoin(Claim, Claim.uuid == RecheckTask.claim_uuid)
        .join(Assignment, Assignment.interview_uuid == case_uuid())
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .join(Round, Round.id == RoundUnit.round_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .outerjoin(Interview, (Interview.uuid == RecheckTask.interview_uuid) & Interview.is_current)
        .outerjoin(
            FrameCase,
            (FrameCase.id == Assignment.frame_case_id) & (RecheckTask.state == "open"),
        )
        .outerjoin(Person, Person.id == FrameCase.person_id)
        .execution_options(populate_existing=True)
    )


def _read(session: Session, chosen: _Tasks) -> tuple[TaskRecord, ...]:
    return tuple(
        TaskRecord(
            uuid=task.uuid,
            is_claim=task.claim_uuid is not None,
            supervisor_id=task.supervisor_id,
            round_id=of_round.id,
            round_code=of_round.code,
            round_name_vi=of_round.name_vi,
            round_name_en=of_round.name_en,
            unit_code=unit_code,
            unit_name=unit_name,
            work_day=task.work_day,
            due_at=task.due_at,
            latest_at=task.latest_at,
            assigned_at=task.assigned_at,
            opened_at=task.opened_at,
            state=task.state,
            ended_at=task.ended_at,
            end_reason=task.end_reason,
            is_simulated=of_round.is_simulated or bool(is_simulated),
            contact=TaskContact(
                full_name=full_name,
                phone=phone or None,
                address=address or None,
                field=field,
                interviewed_at=None if task.claim_uuid is not None else interviewed_at,
            )
            if task.state == "open"
            else None,
        )
        for (
            task,
            of_round,
            unit_code,
            unit_name,
            is_simulated,
            interviewed_at,
            field,
            full_name,
            phone,
            address,
        ) in session.execute(chosen)
    )

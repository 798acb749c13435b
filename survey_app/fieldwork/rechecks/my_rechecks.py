"""What a supervisor has to do now: their tasks by when they are due, each with how often it was
tried.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from scoring.recheck.recheck_plan import RecheckPlan
from survey_app.access.people import Person
from survey_app.clock import ZONE
from survey_app.db import recheck_attempts, recheck_promises, supervisor_tasks
from survey_app.db.recheck_attempts import AttemptRecord
from survey_app.db.supervisor_tasks import TaskRecord
from survey_app.fieldwork.rechecks.giving_up import Tries, tries_of


class Due(StrEnum):
    """How much time the plan still leaves for a task."""

    IN_TIME = "in_time"
    LATE = "late"
    """The usual hours are over, and it is still compared with the others."""
    OVER = "over"
    """It is kept and analysed apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MyTask:
    """An open task. appointment_at: of the last attempt, if that was one."""

    task: TaskRecord
    due: Due
    tries: Tries
    attempts: Sequence[AttemptRecord]
    appointment_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MyRechecks:
    """The list of a supervisor. done: the last one first, without anything of the respondent."""

    overdue: tuple[MyTask, ...]
    today: tuple[MyTask, ...]
    later: tuple[MyTask, ...]
    done: tuple[TaskRecord, ...]

    @property
    def is_empty(self) -> bool:
        """Whether this supervisor has never had one."""
        return not (self.overdue or self.today or self.later or self.done)


def rechecks_of(session: Session, person: Person, *, at: datetime) -> MyRechecks:
    """All tasks of this supervisor in all rounds; three queries, however many they are."""
    tasks = supervisor_tasks.tasks_of(session, person.account_id)
    still = [one for one in tasks if one.is_open]
    known = _known(session, still, at=at)
    overdue = [one for one in known if is_overdue(one.task, at=at)]
    today = at.astimezone(ZONE).date()
    rest = [one for one in known if one not in overdue]
    done = [one for one in tasks if not one.is_open]
    return MyRechecks(
        overdue=tuple(overdue),
        today=tuple(sorted((one for one in rest if _is_for(one, today)), key=_order)),
        later=tuple(one for one in rest if not _is_for(one, today)),
        done=tuple(sorted(done, key=lambda one: (one.ended_at or at, one.uuid), reverse=True)),
    )


def task_known(session: Session, task: TaskRecord, *, at: datetime) -> MyTask:
    """One open task with how often it was tried."""
    return _known(session, [task], at=at)[0]


def due_of(task: TaskRecord, *, at: datetime) -> Due:
    """What is left of the time of the plan."""
    if at <= task.due_at:
        return Due.IN_TIME
    return Due.LATE if at <= task.latest_at else Due.OVER


def is_overdue(task: TaskRecord, *, at: datetime) -> bool:
    """Whether both the day it was planned for and the usual hours are over.

    Many tasks are given out after these hours; they are due on their day.
    """
    return task.is_open and task.work_day < at.astimezone(ZONE).date() and task.due_at < at


def _known(session: Session, tasks: Sequence[TaskRecord], *, at: datetime) -> list[MyTask]:
    attempts = recheck_attempts.attempts_of(session, {one.uuid for one in tasks})
    plans = {
        number: RecheckPlan.model_validate_json(content).contact
        for number, content in recheck_promises.plan_contents(
            session, {one.round_id for one in tasks}
        ).items()
    }
    return [
        MyTask(
            task=one,
            due=due_of(one, at=at),
            tries=tries_of(attempts.get(one.uuid, ()), plans[one.round_id]),
            attempts=attempts.get(one.uuid, ()),
            appointment_at=_appointment(attempts, one.uuid),
        )
        for one in tasks
    ]


def _appointment(
    attempts: Mapping[UUID, Sequence[AttemptRecord]], task_uuid: UUID
) -> datetime | None:
    made = attempts.get(task_uuid, ())
    return made[-1].appointment_at if made else None


def _is_for(one: MyTask, today: date) -> bool:
    """Whether it is planned for this day or an earlier one, or somebody waits today."""
    appointment = one.appointment_at
    waits_today = appointment is not None and appointment.astimezone(ZONE).date() == today
    return waits_today or one.task.work_day <= today


def _order(one: MyTask) -> tuple[bool, datetime, UUID]:
    """Whoever waits at an hour comes first."""
    return (one.appointment_at is None, one.appointment_at or one.task.due_at, one.task.uuid)

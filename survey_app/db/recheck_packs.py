"""What a supervisor takes along: open tasks, whom to ask, and how often they were tried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.db.tables import (
    Assignment,
    FrameCase,
    Interview,
    Person,
    RecheckAttempt,
    RecheckTask,
    RoundUnit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """An open task with what leads to the respondent.

    `interview_uuid` is for what follows from it, such as which criteria are asked again: it goes to
    no page and no tablet.
    """

    uuid: UUID
    interview_uuid: UUID
    round_id: int
    unit_name: str
    respondent: str | None
    phone: str | None
    address: str | None
    field: str | None
    interviewed_at: datetime
    questionnaire_version_id: str
    due_at: datetime
    latest_at: datetime
    is_simulated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedRecord:
    """An attempt on a task."""

    outcome: str
    attempted_at: datetime
    appointment_at: datetime | None


def open_tasks(session: Session, supervisor_id: int) -> tuple[OpenTask, ...]:
    """The open tasks of a supervisor, the first due first.

    One whose interview counts no more is left out: there is nothing to compare it with.
    """
    rows = session.execute(
        select(RecheckTask, Interview, RoundUnit, Person, FrameCase.field)
        .join(Assignment, Assignment.interview_uuid == RecheckTask.interview_uuid)
        .join(
            Interview,
            (Interview.uuid == RecheckTask.interview_uuid) & Interview.is_current,
        )
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .outerjoin(FrameCase, FrameCase.id == Assignment.frame_case_id)
        .outerjoin(Person, Person.id == FrameCase.person_id)
        .where(RecheckTask.supervisor_id == supervisor_id, RecheckTask.state == "open")
        .order_by(RecheckTask.due_at, RecheckTask.uuid)
    )
    return tuple(
        OpenTask(
            uuid=task.uuid,
            interview_uuid=task.interview_uuid,
            round_id=during.round_id,
            unit_name=during.name,
            respondent=None if person is None else person.full_name,
            phone=None if person is None else person.phone,
            address=None if person is None else person.address,
            field=field,
            interviewed_at=interview.finished_at,
            questionnaire_version_id=interview.questionnaire_version_id,
            due_at=task.due_at,
            latest_at=task.latest_at,
            is_simulated=interview.is_simulated,
        )
        for task, interview, during, person, field in rows
    )


def tried_by(session: Session, supervisor_id: int) -> Mapping[UUID, Sequence[TriedRecord]]:
    """The attempts on the open tasks of a supervisor by task, the first first."""
    rows = session.scalars(
        select(RecheckAttempt)
        .join(RecheckTask, RecheckTask.uuid == RecheckAttempt.task_uuid)
        .where(RecheckTask.supervisor_id == supervisor_id, RecheckTask.state == "open")
        .order_by(RecheckAttempt.attempted_at, RecheckAttempt.uuid)
    )
    tried: dict[UUID, list[TriedRecord]] = {}
    for row in rows:
        record = TriedRecord(
            outcome=row.outcome,
            attempted_at=row.attempted_at,
            appointment_at=row.appointment_at,
        )
        tried.setdefault(row.task_uuid, []).append(record)
    return tried

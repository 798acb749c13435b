"""What the form of a re-check is made from; nothing here was said in the first interview."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.db.tables import (
    Assignment,
    FrameCase,
    Interview,
    Lot,
    LotMember,
    PlanVersion,
    RecheckPromise,
    RecheckTask,
    Round,
    RoundUnit,
)

MOST_FIELDS = 30
"""Of a unit that a supervisor reads out; the rest is another field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedTask:
    """A task with what its form needs.

    `interview_uuid` decides which criteria are asked again; it goes to no page and no tablet.
    is_claim: there is no interview, and no criterion is asked.
    questionnaire_version_id: of the version that counts, or of the last one where none does.
    """

    uuid: UUID
    interview_uuid: UUID
    supervisor_id: int
    state: str
    opened_at: datetime | None
    questionnaire_version_id: str
    plan_content: str
    unit_name: str
    field: str | None
    fields: tuple[str, ...]
    """Of the list of the unit, those that are most often in it, by name."""
    period_start: date
    period_end: date
    levels_descending: bool
    is_simulated: bool
    is_claim: bool = False


def asked_tasks(session: Session, uuids: Collection[UUID]) -> Mapping[UUID, AskedTask]:
    """The tasks about interviews among these identifiers, whatever their state; two queries."""
    latest = (
        select(Interview.id)
        .where(Interview.uuid == RecheckTask.interview_uuid)
        .order_by(Interview.is_current.desc(), Interview.version.desc())
        .limit(1)
        .correlate(RecheckTask)
        .scalar_subquery()
    )
    rows = session.execute(
        select(RecheckTask, Interview, RoundUnit, Round, PlanVersion.content, FrameCase.field)
        .join(LotMember, LotMember.interview_uuid == RecheckTask.interview_uuid)
        .join(Lot, Lot.id == LotMember.lot_id)
        .join(RecheckPromise, RecheckPromise.round_id == Lot.round_id)
        .join(PlanVersion, PlanVersion.id == RecheckPromise.plan_version_id)
        .join(Round, Round.id == Lot.round_id)
        .join(Interview, Interview.id == latest)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(Assignment, Assignment.interview_uuid == RecheckTask.interview_uuid)
        .outerjoin(FrameCase, FrameCase.id == Assignment.frame_case_id)
        .where(RecheckTask.uuid.in_(uuids))
        # What was read before its task was held may have changed meanwhile.
        .execution_options(populate_existing=True)
    ).all()
    fields = _fields(session, {row[2].id for row in rows})
    return {
        task.uuid: AskedTask(
            uuid=task.uuid,
            interview_uuid=interview.uuid,
            supervisor_id=task.supervisor_id,
            state=task.state,
            opened_at=task.opened_at,
            questionnaire_version_id=interview.questionnaire_version_id,
            plan_content=plan,
            unit_name=unit.name,
            field=field,
            fields=fields.get(unit.id, ()),
            period_start=of_round.period_start,
            period_end=of_round.period_end,
            levels_descending=of_round.levels_descending,
            is_simulated=interview.is_simulated,
        )
        for task, interview, unit, of_round, plan, field in rows
    }


def _fields(session: Session, round_units: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    rows = session.execute(
        select(FrameCase.round_unit_id, FrameCase.field)
        .where(FrameCase.round_unit_id.in_(round_units), FrameCase.field.is_not(None))
        .group_by(FrameCase.round_unit_id, FrameCase.field)
        .order_by(FrameCase.round_unit_id, func.count().desc(), FrameCase.field)
    )
    found: dict[int, list[str]] = {}
    for number, field in rows:
        if field is not None and len(names := found.setdefault(number, [])) < MOST_FIELDS:
            names.append(field)
    return {number: tuple(sorted(names)) for number, names in found.items()}

"""What the form of a task about a claim is made from, and what is locked of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from survey_app.db.recheck_asked import AskedTask, asked_tasks
from survey_app.db.sync_facts import Held
from survey_app.db.tables import (
    Assignment,
    Claim,
    ClaimRecheck,
    PlanVersion,
    RecheckPromise,
    RecheckTask,
    Round,
    RoundUnit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClaimRecheck:
    """A row of `ClaimRecheck`."""

    task_uuid: UUID
    supervisor_id: int
    mode: str
    came: str
    came_when: str | None
    answer: str | None
    other: str
    content: str
    content_sha256: str
    started_at: datetime
    finished_at: datetime
    received_at: datetime
    elapsed_ms: int | None
    device_id: UUID | None
    skew_ms: int | None
    is_simulated: bool


def tasks_asked(session: Session, uuids: Collection[UUID]) -> Mapping[UUID, AskedTask]:
    """The tasks among these identifiers, whatever they are about and whatever their state."""
    return {**asked_tasks(session, uuids), **asked_claims(session, uuids)}


def asked_claims(session: Session, uuids: Collection[UUID]) -> Mapping[UUID, AskedTask]:
    """The tasks among these identifiers that are about claims, whatever their state.

    What was claimed is not in them.
    """
    rows = session.execute(
        select(RecheckTask, Claim.interview_uuid, RoundUnit, Round, PlanVersion.content)
        .join(Claim, Claim.uuid == RecheckTask.claim_uuid)
        .join(Assignment, Assignment.interview_uuid == Claim.interview_uuid)
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .join(Round, Round.id == RoundUnit.round_id)
        .join(RecheckPromise, RecheckPromise.round_id == Round.id)
        .join(PlanVersion, PlanVersion.id == RecheckPromise.plan_version_id)
        .where(RecheckTask.uuid.in_(uuids))
        # What was read before its task was held may have changed meanwhile.
        .execution_options(populate_existing=True)
    )
    return {
        task.uuid: AskedTask(
            uuid=task.uuid,
            interview_uuid=interview_uuid,
            supervisor_id=task.supervisor_id,
            state=task.state,
            opened_at=task.opened_at,
            questionnaire_version_id=of_round.questionnaire_version_id,
            plan_content=plan,
            unit_name=unit.name,
            field=None,
            fields=(),
            period_start=of_round.period_start,
            period_end=of_round.period_end,
            levels_descending=of_round.levels_descending,
            is_simulated=of_round.is_simulated,
            is_claim=True,
        )
        for task, interview_uuid, unit, of_round, plan in rows
    }


def held_claims(session: Session, uuids: Collection[UUID]) -> Mapping[UUID, Held]:
    """What is locked of these tasks: its hash, and when it came."""
    columns = (ClaimRecheck.task_uuid, ClaimRecheck.content_sha256, ClaimRecheck.received_at)
    rows = session.execute(select(*columns).where(ClaimRecheck.task_uuid.in_(uuids)))
    return {row[0]: Held(sha256=row[1], received_at=row[2]) for row in rows}


def locked_claim_at(session: Session, task_uuid: UUID) -> datetime:
    """When what was said about the claim of a locked task came."""
    column = ClaimRecheck.received_at
    return session.scalars(select(column).where(ClaimRecheck.task_uuid == task_uuid)).one()


def store_claim_rechecks(session: Session, made: Sequence[NewClaimRecheck]) -> None:
    """Keeps what came, and locks its tasks, which the caller holds and found open.

    RuntimeError: one of them was not open.
    """
    if not made:
        return
    session.execute(insert(ClaimRecheck), [asdict(one) for one in made])
    wanted = {one.task_uuid for one in made}
    locked = session.scalars(
        update(RecheckTask)
        .where(RecheckTask.uuid.in_(wanted), RecheckTask.state == "open")
        .values(state="locked", ended_at=made[0].received_at)
        .returning(RecheckTask.uuid)
    )
    if set(locked) != wanted:
        raise RuntimeError("what was said of a claim was locked, and its task was not open")

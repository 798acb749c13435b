"""Queries about facts of a locked re-check that do not fit, and who was right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.db.recheck_locking import FirstRecord
from survey_app.db.tables import (
    Assignment,
    FrameCase,
    Interview,
    PlanVersion,
    RecheckFact,
    RecheckInterview,
    RecheckPromise,
    RoundUnit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MisfitRecord:
    """A fact that does not fit; who_was_right is None until it is reconciled."""

    fact: str
    said: str
    who_was_right: str | None
    explanation: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMisfit:
    """A fact that does not fit and waits, with where it is and the plan of its round."""

    task_uuid: UUID
    unit_name: str
    locked_at: datetime
    fact: str
    plan_content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedRecord:
    """A locked re-check: when it came, and the version that it was compared with."""

    received_at: datetime
    first: FirstRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """Who was right about a fact, and why."""

    fact: str
    who_was_right: str
    explanation: str


def misfits_of(session: Session, task_uuid: UUID) -> tuple[MisfitRecord, ...]:
    """The facts of a re-check that do not fit, by name; of these alone, nothing else was kept."""
    rows = session.scalars(
        select(RecheckFact)
        .where(RecheckFact.task_uuid == task_uuid, RecheckFact.fits.is_(False))
        .order_by(RecheckFact.fact)
        # What was read before its task was held may have changed meanwhile.
        .execution_options(populate_existing=True)
    )
    return tuple(
        MisfitRecord(
            fact=row.fact,
            said=row.said,
            who_was_right=row.who_was_right,
            explanation=row.explanation,
        )
        for row in rows
    )


def open_misfits(session: Session, supervisor_id: int) -> tuple[OpenMisfit, ...]:
    """What does not fit and waits in the re-checks of a supervisor, the first that came first."""
    rows = session.execute(
        select(
            RecheckFact.task_uuid,
            RoundUnit.name,
            RecheckInterview.received_at,
            RecheckFact.fact,
            PlanVersion.content,
        )
        .join(RecheckInterview, RecheckInterview.task_uuid == RecheckFact.task_uuid)
        .join(Interview, Interview.id == RecheckInterview.first_interview_id)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(RecheckPromise, RecheckPromise.round_id == RoundUnit.round_id)
        .join(PlanVersion, PlanVersion.id == RecheckPromise.plan_version_id)
        .where(
            RecheckInterview.supervisor_id == supervisor_id,
            RecheckFact.fits.is_(False),
            RecheckFact.who_was_right.is_(None),
        )
        .order_by(RecheckInterview.received_at, RecheckFact.task_uuid, RecheckFact.fact)
    )
    return tuple(
        OpenMisfit(
            task_uuid=row[0], unit_name=row[1], locked_at=row[2], fact=row[3], plan_content=row[4]
        )
        for row in rows
    )


def locked_record(session: Session, task_uuid: UUID) -> LockedRecord:
    """What a locked re-check is laid beside."""
    received_at, interview, field, returned_on = session.execute(
        select(RecheckInterview.received_at, Interview, FrameCase.field, FrameCase.returned_on)
        .join(Interview, Interview.id == RecheckInterview.first_interview_id)
        .join(Assignment, Assignment.interview_uuid == Interview.uuid)
        .outerjoin(FrameCase, FrameCase.id == Assignment.frame_case_id)
        .where(RecheckInterview.task_uuid == task_uuid)
    ).one()
    return LockedRecord(
        received_at=received_at,
        first=FirstRecord(
            id=interview.id,
            mode=interview.mode,
            started_at=interview.started_at,
            finished_at=interview.finished_at,
            elapsed_ms=interview.elapsed_ms,
            field=field,
            returned_on=returned_on,
        ),
    )


def keep_reconciled(
    session: Session, task_uuid: UUID, reconciled: Sequence[Reconciled], *, by: int, at: datetime
) -> None:
    """Keeps who was right about each fact, once. RuntimeError: it was said before."""
    for one in reconciled:  # a re-check has a handful of facts
        kept = session.execute(
            update(RecheckFact)
            .where(
                RecheckFact.task_uuid == task_uuid,
                RecheckFact.fact == one.fact,
                RecheckFact.fits.is_(False),
                RecheckFact.who_was_right.is_(None),
            )
            .values(
                who_was_right=one.who_was_right,
                explanation=one.explanation,
                reconciled_at=at,
                reconciled_by=by,
            )
            .returning(RecheckFact.fact)
        )
        if kept.one_or_none() is None:
            raise RuntimeError("a fact was reconciled that waits for nobody")

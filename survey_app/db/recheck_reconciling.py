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
    RecheckFact,
    RecheckInterview,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MisfitRecord:
    """A fact that does not fit; who_was_right is None until it is reconciled."""

    fact: str
    said: str
    who_was_right: str | None
    explanation: str | None


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

"""Queries about what rounds promised of their re-checks: the plan, and the hash of the seed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from survey_app.db.tables import PlanVersion, RecheckPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRecord:
    """The promise of a round; what has not happened yet is None."""

    round_id: int
    plan_version_id: str
    plan_content: str
    commitment: str
    wrapped_seed: str
    seed: str | None
    first_day: date | None
    committed_at: datetime


def add_promise(
    session: Session,
    *,
    round_id: int,
    plan_version_id: str,
    commitment: str,
    wrapped_seed: str,
    by: int,
    at: datetime,
) -> None:
    """Keeps the promise of a round. IntegrityError: there is one."""
    row = {
        "round_id": round_id,
        "plan_version_id": plan_version_id,
        "commitment": commitment,
        "wrapped_seed": wrapped_seed,
        "committed_by": by,
        "committed_at": at,
    }
    session.execute(insert(RecheckPromise), row)


def promise_of(session: Session, round_id: int) -> PromiseRecord | None:
    """The promise of this round."""
    found = session.execute(
        select(RecheckPromise, PlanVersion.content)
        .join(PlanVersion, PlanVersion.id == RecheckPromise.plan_version_id)
        .where(RecheckPromise.round_id == round_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        return None
    promise, content = found
    return PromiseRecord(
        round_id=promise.round_id,
        plan_version_id=promise.plan_version_id,
        plan_content=content,
        commitment=promise.commitment,
        wrapped_seed=promise.wrapped_seed,
        seed=promise.seed,
        first_day=promise.first_day,
        committed_at=promise.committed_at,
    )


def plan_contents(session: Session, round_ids: Collection[int]) -> Mapping[int, str]:
    """What these rounds promised of their re-checks, by round; those without are absent."""
    rows = session.execute(
        select(RecheckPromise.round_id, PlanVersion.content)
        .join(PlanVersion, PlanVersion.id == RecheckPromise.plan_version_id)
        .where(RecheckPromise.round_id.in_(round_ids))
    )
    return {row[0]: row[1] for row in rows}


def fix_first_day(session: Session, round_id: int, *, day: date) -> None:
    """Keeps the first day of field work, where none is kept yet."""
    session.execute(
        update(RecheckPromise)
        .where(RecheckPromise.round_id == round_id, RecheckPromise.first_day.is_(None))
        .values(first_day=day)
    )


def show_seed(session: Session, round_id: int, *, seed: str, by: int, at: datetime) -> None:
    """Keeps the seed in the open."""
    session.execute(
        update(RecheckPromise)
        .where(RecheckPromise.round_id == round_id)
        .values(seed=seed, revealed_by=by, revealed_at=at)
    )

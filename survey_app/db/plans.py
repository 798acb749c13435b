"""Queries about plans: each version kept once under its hash, and which one a round goes by."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from survey_app.db.tables import PlanVersion, RoundPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRecord:
    """A version of a plan: its SHA-256 and its canonical JSON."""

    id: str
    content: str


def keep_plan(session: Session, *, kind: str, content: str, at: datetime) -> str:
    """Keeps a plan, once, and gives its SHA-256."""
    number = hashlib.sha256(content.encode()).hexdigest()
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"id": number, "kind": kind, "content": content, "kept_at": at}
    session.execute(make(PlanVersion).on_conflict_do_nothing(), row)
    return number


def set_plans(session: Session, round_id: int, plans: Mapping[str, str]) -> None:
    """Lets a round go by these versions, by kind, and by no others."""
    session.execute(delete(RoundPlan).where(RoundPlan.round_id == round_id))
    if plans:
        session.execute(
            insert(RoundPlan),
            [
                {"round_id": round_id, "kind": kind, "plan_version_id": number}
                for kind, number in plans.items()
            ],
        )


def plan_content(session: Session, number: str, *, kind: str) -> str:
    """The canonical JSON of a version; raises LookupError when none of this kind is kept."""
    content = session.scalar(
        select(PlanVersion.content).where(PlanVersion.id == number, PlanVersion.kind == kind)
    )
    if content is None:
        raise LookupError(number)
    return content


def kept_plans(session: Session, kinds: Sequence[str]) -> Mapping[str, tuple[PlanRecord, ...]]:
    """All versions of these kinds, the latest first; kinds without any are there too."""
    rows = session.execute(
        select(PlanVersion.kind, PlanVersion.id, PlanVersion.content)
        .where(PlanVersion.kind.in_(kinds))
        .order_by(PlanVersion.kept_at.desc(), PlanVersion.id)
    )
    found: dict[str, list[PlanRecord]] = {kind: [] for kind in kinds}
    for kind, number, content in rows:
        found[kind].append(PlanRecord(id=number, content=content))
    return {kind: tuple(of_kind) for kind, of_kind in found.items()}


def plans_of(session: Session, round_id: int) -> Mapping[str, PlanRecord]:
    """The versions that a round goes by, by kind; rounds of before name none."""
    rows = session.execute(_OF_ROUND, {"round_id": round_id})
    return {row[0]: PlanRecord(id=row[1], content=row[2]) for row in rows}


_OF_ROUND = (
    select(RoundPlan.kind, PlanVersion.id, PlanVersion.content)
    .join(PlanVersion, PlanVersion.id == RoundPlan.plan_version_id)
    .where(RoundPlan.round_id == bindparam("round_id"))
    .order_by(RoundPlan.kind)
)

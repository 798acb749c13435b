"""Queries about indices that are or were public, without their documents until one is asked for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.db.tables import IndexPublication, Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicIndex:
    """An index that was published by a decision.

    state: current, withdrawn or superseded. ended_…: None while it stands. reason: "" without one.
    run_id, scores_state: the run that its points of the survey are of, and what has become of the
    publication of that run.
    """

    number: int
    round_id: int
    run_id: int
    scores_state: str
    decision_number: str
    decided_on: date
    published_at: datetime
    reason: str
    state: str
    ended_at: datetime | None
    ended_reason: str | None
    content_sha256: str


COLUMNS = {
    "number": IndexPublication.id,
    "round_id": IndexPublication.round_id,
    "run_id": Publication.score_run_id,
    "scores_state": Publication.state,
    "decision_number": IndexPublication.decision_number,
    "decided_on": IndexPublication.decided_on,
    "published_at": IndexPublication.published_at,
    "reason": IndexPublication.reason,
    "state": IndexPublication.state,
    "ended_at": IndexPublication.ended_at,
    "ended_reason": IndexPublication.ended_reason,
    "content_sha256": IndexPublication.content_sha256,
}


def public_indices(
    session: Session, round_ids: Collection[int]
) -> Mapping[int, tuple[PublicIndex, ...]]:
    """Every published index of these rounds, the newest first; a round without any is absent."""
    rows = session.execute(
        select(*(column.label(name) for name, column in COLUMNS.items()))
        .join(Publication, Publication.id == IndexPublication.publication_id)
        .where(IndexPublication.round_id.in_(round_ids))
        .order_by(IndexPublication.id.desc())
    ).mappings()
    found: dict[int, list[PublicIndex]] = {}
    for row in rows:
        found.setdefault(row["round_id"], []).append(PublicIndex(**row))
    return {round_id: tuple(of) for round_id, of in found.items()}


def frozen_index(session: Session, number: int) -> str:
    """The canonical JSON of a published index, as it was frozen."""
    return session.scalars(
        select(IndexPublication.content).where(IndexPublication.id == number)
    ).one()

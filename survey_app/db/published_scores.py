"""Queries about scores that are or were public: of one run after another, never of today's sums."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from survey_app.db.tables import Publication, ScoreRow, ScoreRun


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicScores:
    """A publication with the versions of what its run was made by.

    state: current, withdrawn or superseded. ended_…: None while it stands. reason: "" without one.
    """

    round_id: int
    run_id: int
    published_at: datetime
    reason: str
    state: str
    ended_at: datetime | None
    ended_reason: str | None
    interviews: int
    questionnaire_version_id: str
    scoring_plan_id: str
    points_plan_id: str
    result_sha256: str


COLUMNS = {
    "round_id": Publication.round_id,
    "run_id": ScoreRun.id,
    "published_at": Publication.published_at,
    "reason": Publication.reason,
    "state": Publication.state,
    "ended_at": Publication.ended_at,
    "ended_reason": Publication.ended_reason,
    "interviews": ScoreRun.interviews,
    "questionnaire_version_id": ScoreRun.questionnaire_version_id,
    "scoring_plan_id": ScoreRun.scoring_plan_id,
    "points_plan_id": ScoreRun.points_plan_id,
    "result_sha256": ScoreRun.result_sha256,
}
"""Not the document of a run, which is large."""


def public_scores(
    session: Session, round_ids: Collection[int]
) -> Mapping[int, tuple[PublicScores, ...]]:
    """Every publication of these rounds, the newest first; a round without any is absent."""
    rows = session.execute(
        select(*(column.label(name) for name, column in COLUMNS.items()))
        .join(ScoreRun, ScoreRun.id == Publication.score_run_id)
        .where(Publication.round_id.in_(round_ids))
        .order_by(Publication.id.desc())
    ).mappings()
    found: dict[int, list[PublicScores]] = {}
    for row in rows:
        found.setdefault(row["round_id"], []).append(PublicScores(**row))
    return {round_id: tuple(of) for round_id, of in found.items()}


def score_rows(
    session: Session, run_ids: Collection[int], *, wanted: Mapping[str, str]
) -> Mapping[tuple[int, str], str]:
    """What these runs say, by run and kind: of each kind that is wanted, the row of its code."""
    chosen = [and_(ScoreRow.kind == kind, ScoreRow.code == code) for kind, code in wanted.items()]
    rows = session.execute(
        select(ScoreRow.score_run_id, ScoreRow.kind, ScoreRow.content).where(
            ScoreRow.score_run_id.in_(run_ids), or_(*chosen)
        )
    )
    return {(run_id, kind): content for run_id, kind, content in rows}


def rows_of_run(session: Session, run_id: int) -> tuple[tuple[str, str, str], ...]:
    """Kind, code and content of each row of a run, as `end_run` took them."""
    rows = session.execute(
        select(ScoreRow.kind, ScoreRow.code, ScoreRow.content)
        .where(ScoreRow.score_run_id == run_id)
        .order_by(ScoreRow.kind, ScoreRow.code)
    )
    return tuple((kind, code, content) for kind, code, content in rows)


def units_of_run(session: Session, run_id: int) -> frozenset[str]:
    """The codes of the units of which a run has a row: those with an interview that counts."""
    rows = select(ScoreRow.code).where(ScoreRow.score_run_id == run_id, ScoreRow.kind == "unit")
    return frozenset(session.scalars(rows))

"""Scores as a CSV file for programs: a row a score, figures with a point and all their digits."""

from collections.abc import Iterator, Sequence

from survey_app.api.reading.shapes import Factor, Item, ScoreShape

COLUMNS = (
    "kind",
    "code",
    "name",
    "group",
    "n",
    "n_valid",
    "answers_valid",
    "answers_satisfied",
    "est",
    "se",
    "ci_low",
    "ci_high",
    "score10",
    "points",
    "points_maximum",
    "no_points_reason",
    "flag",
    "flag_reason",
    "rank",
    "rank_low",
    "rank_high",
    "group_rank",
    "group_rank_low",
    "group_rank_high",
    "versus_overall",
)
"""Before the percentages of factors (F1 …) and criteria (q11 …)."""


def score_lines(rows: Sequence[ScoreShape]) -> Iterator[tuple[str, ...]]:
    """Heading, then a row a score; what is hidden or cannot be computed is empty."""
    factors = sorted({code for row in rows for code in row.factors})
    items = sorted({code for row in rows for code in row.items})
    yield (*COLUMNS, *factors, *items)
    for row in rows:
        yield (
            *_cells(row),
            *(_share(row.factors.get(code)) for code in factors),
            *(_share(row.items.get(code)) for code in items),
        )


def _cells(row: ScoreShape) -> Iterator[str]:
    of, points, place = row.published, row.points, row.in_group
    told: tuple[object, ...] = (
        row.kind,
        row.code,
        row.name,
        row.group,
        row.n,
        row.n_valid,
        row.answers_valid,
        row.answers_satisfied,
        of.est,
        of.se,
        of.ci.low,
        of.ci.high,
        of.score10,
        None if points is None else points.points,
        None if points is None else points.maximum,
        None if points is None else points.reason,
        row.flag,
        row.flag_reason,
        row.rank,
        row.rank_low,
        row.rank_high,
        None if place is None else place.rank,
        None if place is None else place.rank_low,
        None if place is None else place.rank_high,
        row.versus_overall,
    )
    return ("" if cell is None else str(cell) for cell in told)


def _share(part: Factor | Item | None) -> str:
    return "" if part is None or part.est is None else str(part.est)

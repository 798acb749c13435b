"""The ranks of units within their group, as they are printed: equal printed scores share one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import inf

from scoring.comparison import Standing, rank_ranges
from scoring.rounding import half_up, outward
from scoring.score_table import ScoreRow

SCALE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRank:
    """rank: by the printed score, so that equal ones share it. low, high: compatible ranks."""

    rank: int
    is_shared: bool
    low: int
    high: int


def printed_score(row: ScoreRow) -> Decimal | None:
    """The published share on the scale of 10 with two decimals; None where nobody answered."""
    share = row.published.share
    return None if share is None else half_up(share * SCALE)


def printed_bounds(row: ScoreRow) -> tuple[Decimal, Decimal] | None:
    """The ends of its interval on the same scale, rounded outward; None without an interval.

    The interval of a census is the point that is printed.
    """
    interval, score = row.published.interval, printed_score(row)
    if interval.is_census and score is not None:
        return score, score
    if interval.low is None or interval.high is None:
        return None
    return outward(interval.low, interval.high, per=SCALE)


def ranks_within(rows: Mapping[str, ScoreRow]) -> dict[str, GroupRank]:
    """The ranks of the units of one group that the rules allow a rank, by code.

    The ranges hold for all of them at once, at 95 % (`scoring.comparison.rank_ranges`).
    """
    ranked = {code: row for code, row in rows.items() if row.rank is not None}
    scores = {code: printed_score(row) or Decimal(0) for code, row in ranked.items()}
    ranges = rank_ranges([standing_of(row) for row in ranked.values()])
    alike, found = Counter(scores.values()), {}
    ranks = _ranks(alike)
    for code, between in zip(ranked, ranges, strict=True):
        rank = ranks[scores[code]]
        found[code] = GroupRank(
            rank=rank,
            is_shared=alike[scores[code]] > 1,
            low=min(rank, between.low),
            high=max(rank, between.high),
        )
    return found


def _ranks(alike: Mapping[Decimal, int]) -> dict[Decimal, int]:
    """The rank of each score. alike: how many units have it."""
    ranks, above = {}, 0
    for score in sorted(alike, reverse=True):
        ranks[score] = 1 + above
        above += alike[score]
    return ranks


def standing_of(row: ScoreRow) -> Standing:
    """What a unit with a rank is compared by; without a number of answers it is a census."""
    size = row.published.interval.n_eff
    return Standing(
        share=float(row.published.share or 0),
        size=inf if size is None else size,
    )

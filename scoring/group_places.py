"""The places of units in the table and within their groups, for the document of a run."""

from collections import Counter
from collections.abc import Mapping

from pydantic import JsonValue

from scoring.comparison import RankRange, rank_ranges
from scoring.group_ranks import GroupRank, ranks_within, standing_of
from scoring.hidden_rows import Row
from scoring.publishing import Flag
from scoring.score_table import ScoreRow


def with_places(
    units: Mapping[str, Row], *, rows: Mapping[str, ScoreRow], group_of: Mapping[str, str]
) -> dict[str, Row]:
    """The rows of units, each with its rank among those that the document ranks, all and of its
    group.

    units: as they are published, rows: the scores behind them. What is hidden or provisional has
    no rank and takes none from others, so that ranks tell nothing of it.
    """
    ranked = {code: rows[code] for code, row in units.items() if Flag(str(row["flag"])).is_ranked}
    of_groups: dict[str, dict[str, ScoreRow]] = {}
    for code, row in ranked.items():
        of_groups.setdefault(group_of[code], {})[code] = row
    places = {
        code: rank
        for of_group in of_groups.values()
        for code, rank in ranks_within(of_group).items()
    }
    return {
        code: {**row, "in_group": _place(places.get(code))}
        for code, row in _with_ranks(units, rows=rows, ranked=ranked).items()
    }


def _with_ranks(
    units: Mapping[str, Row], *, rows: Mapping[str, ScoreRow], ranked: Mapping[str, ScoreRow]
) -> Mapping[str, Row]:
    """With ranks and their ranges over these alone; those of the table where it ranks no other."""
    standings = {code: standing_of(row) for code, row in ranked.items() if row.rank is not None}
    if len(standings) == sum(row.rank is not None for row in rows.values()):
        return units
    ranges = dict(zip(standings, rank_ranges(list(standings.values())), strict=True))
    return {code: {**row, **_ranks(ranges.get(code))} for code, row in units.items()}


def _ranks(of: RankRange | None) -> Row:
    if of is None:
        return {"rank": None, "rank_low": None, "rank_high": None}
    return {"rank": of.rank, "rank_low": of.low, "rank_high": of.high}


def with_numbers_ranked(
    groups: Mapping[str, Row], *, units: Mapping[str, Row], group_of: Mapping[str, str]
) -> dict[str, Row]:
    """The rows of groups, each with how many of its units have a rank."""
    ranked = Counter(group_of[code] for code, row in units.items() if row["in_group"] is not None)
    return {code: {**row, "ranked": ranked[code]} for code, row in groups.items()}


def _place(rank: GroupRank | None) -> JsonValue:
    if rank is None:
        return None
    return {
        "rank": rank.rank,
        "is_shared": rank.is_shared,
        "rank_low": rank.low,
        "rank_high": rank.high,
    }

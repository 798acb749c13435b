"""The places of units within their groups, for the document of a run."""

from collections.abc import Mapping

from pydantic import JsonValue

from scoring.group_ranks import GroupRank, ranks_within
from scoring.hidden_rows import Row
from scoring.publishing import Flag
from scoring.score_table import ScoreRow


def with_places(
    units: Mapping[str, Row], *, rows: Mapping[str, ScoreRow], group_of: Mapping[str, str]
) -> dict[str, Row]:
    """The rows of units, each with its rank among those of its group that the document ranks.

    units: as they are published, rows: the scores behind them. What is hidden or provisional has
    no rank and takes none from others, so that ranks tell nothing of it.
    """
    ranked: dict[str, dict[str, ScoreRow]] = {}
    for code, row in units.items():
        if Flag(str(row["flag"])).is_ranked:
            ranked.setdefault(group_of[code], {})[code] = rows[code]
    places = {
        code: rank for of_group in ranked.values() for code, rank in ranks_within(of_group).items()
    }
    return {code: {**row, "in_group": _place(places.get(code))} for code, row in units.items()}


def with_numbers_ranked(
    groups: Mapping[str, Row], *, units: Mapping[str, Row], group_of: Mapping[str, str]
) -> dict[str, Row]:
    """The rows of groups, each with how many of its units have a rank."""
    ranked = [group_of[code] for code, row in units.items() if row["in_group"] is not None]
    return {code: {**row, "ranked": ranked.count(code)} for code, row in groups.items()}


def _place(rank: GroupRank | None) -> JsonValue:
    if rank is None:
        return None
    return {
        "rank": rank.rank,
        "is_shared": rank.is_shared,
        "rank_low": rank.low,
        "rank_high": rank.high,
    }

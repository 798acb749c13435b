"""What a report says of a group in sentences: the best, the worst, who is above the mean."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.index import GroupIndex, IndexRow
from scoring.plans import Band, IndexPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsOfBand:
    """The units of one band, by rank."""

    band: Band
    units: tuple[IndexRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts:
    """Rows by rank. best, worst: several where their index is the same.

    bands: those with a unit, in the order of the plan. surveyed: units that are surveyed.
    """

    best: tuple[IndexRow, ...]
    worst: tuple[IndexRow, ...]
    above_mean: tuple[IndexRow, ...]
    bands: tuple[UnitsOfBand, ...]
    surveyed: int


def group_facts(group: GroupIndex, *, plan: IndexPlan) -> GroupFacts:
    """The facts of a group that has a unit."""
    rows: Sequence[IndexRow] = group.rows
    most, least = max(row.percent for row in rows), min(row.percent for row in rows)
    bands = (
        UnitsOfBand(band=band, units=tuple(row for row in rows if row.band == band.name))
        for band in plan.bands
    )
    return GroupFacts(
        best=tuple(row for row in rows if row.percent == most),
        worst=tuple(row for row in rows if row.percent == least),
        above_mean=tuple(row for row in rows if row.percent > group.mean_index),
        bands=tuple(one for one in bands if one.units),
        surveyed=sum(not row.exempt for row in rows),
    )

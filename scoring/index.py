"""The administrative reform index: totals, percentages, ranks, bands and figures of each group.

Every figure stays an exact fraction until it is printed; the published means of Hà Nam 2022 come
out only so, because the percentages of the units scored on 60 points do not end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from pydantic import JsonValue

from scoring.plans import HA_NAM_2022, Band, IndexPlan
from scoring.rounding import half_up

__all__ = [
    "HA_NAM_2022",
    "Band",
    "GroupIndex",
    "IndexPlan",
    "IndexRow",
    "UnitPoints",
    "build_index",
    "change",
    "group_json",
    "index_json",
    "printed",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPoints:
    """The points of one unit: appraised, and from the survey (`component`, None = exempt).

    `maximum` is what the unit could have reached: 100, or 60 without procedures. A component may be
    negative, where a plan takes away more than the survey gave.

    Raises ValueError when the points together do not fit into the maximum, or are below 0.
    """

    unit_code: str
    unit_name: str
    group: str
    maximum: Decimal
    appraised: Decimal
    component: Fraction | Decimal | None

    def __post_init__(self) -> None:
        total = Fraction(self.appraised) + Fraction(self.component or 0)
        if self.maximum <= 0 or self.appraised < 0 or not 0 <= total <= Fraction(self.maximum):
            raise ValueError(f"points of {self.unit_code} do not fit into {self.maximum}")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """One unit in the table; `percent` is 100 × total / maximum, unrounded; rank within group."""

    unit_code: str
    unit_name: str
    rank: int
    total: Fraction
    percent: Fraction
    band: str
    exempt: bool
    appraised: Decimal
    component: Fraction | Decimal | None
    maximum: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupIndex:
    """One group: its rows by rank, then by code, and its figures, all unrounded.

    mean_component: over the surveyed units only; None when no unit was surveyed.
    spread: percentage points between the best and the worst unit.
    above_mean: units whose index is above the mean of the group.
    bands: number of units per band, every band of the plan in its order.
    """

    group: str
    rows: tuple[IndexRow, ...]
    mean_index: Fraction
    mean_component: Fraction | None
    spread: Fraction
    above_mean: int
    bands: Mapping[str, int]

    @property
    def ranks_by_unprinted(self) -> bool:
        """Whether two units have the same index as it is printed, and ranks by what is not."""
        return any(
            upper.percent != lower.percent and half_up(upper.percent) == half_up(lower.percent)
            for upper, lower in pairwise(self.rows)
        )


def build_index(units: Sequence[UnitPoints], *, plan: IndexPlan) -> tuple[GroupIndex, ...]:
    """Rank the units within their groups; groups in the order in which they first appear.

    Raises ValueError when two units have the same code.
    """
    if len({unit.unit_code for unit in units}) != len(units):
        raise ValueError("a unit is listed twice")
    groups: dict[str, list[UnitPoints]] = {}
    for unit in units:
        groups.setdefault(unit.group, []).append(unit)
    return tuple(_group_index(name, units=members, plan=plan) for name, members in groups.items())


def _group_index(name: str, *, units: Sequence[UnitPoints], plan: IndexPlan) -> GroupIndex:
    rows = _ranked_rows(units, plan=plan)
    percents = [row.percent for row in rows]
    mean = sum(percents, Fraction(0)) / len(percents)
    components = [Fraction(row.component) for row in rows if row.component is not None]
    return GroupIndex(
        group=name,
        rows=rows,
        mean_index=mean,
        mean_component=sum(components, Fraction(0)) / len(components) if components else None,
        spread=max(percents) - min(percents),
        above_mean=sum(percent > mean for percent in percents),
        bands={band.name: sum(r.band == band.name for r in rows) for band in plan.bands},
    )


def _ranked_rows(units: Sequence[UnitPoints], *, plan: IndexPlan) -> tuple[IndexRow, ...]:
    places = {unit.unit_code: _place(unit, plan=plan) for unit in units}
    order = sorted(units, key=lambda unit: unit.unit_code)
    order.sort(key=lambda unit: places[unit.unit_code], reverse=True)
    return tuple(
        IndexRow(
            unit_code=unit.unit_code,
            unit_name=unit.unit_name,
            rank=1 + sum(place > places[unit.unit_code] for place in places.values()),
            total=_total(unit),
            percent=_percent(unit),
            band=plan.band_of(_percent(unit)),
            exempt=unit.component is None,
            appraised=unit.appraised,
            component=unit.component,
            maximum=unit.maximum,
        )
        for unit in order
    )


def _place(unit: UnitPoints, *, plan: IndexPlan) -> tuple[Fraction, ...]:
    """What a unit is ranked by, the index first; more is better. No survey counts as 0 points."""
    component = Fraction(unit.component or 0) / Fraction(plan.component_maximum)
    documents = Fraction(unit.maximum)
    if unit.component is not None:
        documents -= Fraction(plan.component_maximum)
    parts = {
        "component": component,
        "appraised": Fraction(unit.appraised) / documents if documents > 0 else Fraction(0),
    }
    return (_percent(unit), *(parts[name] for name in plan.tie_break))


def _total(unit: UnitPoints) -> Fraction:
    return Fraction(unit.appraised) + Fraction(unit.component or 0)


def _percent(unit: UnitPoints) -> Fraction:
    return 100 * _total(unit) / Fraction(unit.maximum)


def change(now: Fraction | Decimal, *, before: Fraction | Decimal) -> Decimal:
    """The change of a figure since last year, as a reader subtracts the two that are printed.

    Each is rounded once, half up, and then they are subtracted: 78.325 against a published 78.33
    is printed as 78.33 and 0.00, not as a fall of 0.01. Hà Nam 2022: 89.5951 is printed as 89.60,
    which against the published 88.99 is +0.61, as in its report. An earlier figure of one of our
    own tables can have more decimals; it is printed with two as well.
    """
    return half_up(now) - half_up(before)


def index_json(groups: Sequence[GroupIndex]) -> dict[str, JsonValue]:
    """The document of `index-file`: figures as decimal strings of two places, half up.

    Bands without a unit are left out; what does not exist (the component of an exempt unit, the
    mean of a group that nobody surveyed) is null.
    """
    return {"groups": {group.group: group_json(group) for group in groups}}


def group_json(
    group: GroupIndex, *, areas: Mapping[str, JsonValue] | None = None
) -> dict[str, JsonValue]:
    """One group of it. areas: what is said beside the row of each unit, by code; None: nothing."""
    return {
        "mean_index": printed(group.mean_index),
        "mean_satisfaction": printed(group.mean_component),
        "spread": printed(group.spread),
        "above_mean": group.above_mean,
        "bands": {name: count for name, count in group.bands.items() if count},
        "units": [
            {**_row_json(row), **({} if areas is None else {"areas": areas.get(row.unit_code)})}
            for row in group.rows
        ],
    }


def _row_json(row: IndexRow) -> dict[str, JsonValue]:
    return {
        "unit_code": row.unit_code,
        "unit_name": row.unit_name,
        "rank": row.rank,
        "max_points": printed(row.maximum),
        "appraised_points": printed(row.appraised),
        "satisfaction_points": printed(row.component),
        "total_points": printed(row.total),
        "index_percent": printed(row.percent),
        "band": row.band,
        "exempt": row.exempt,
    }


def printed(value: Fraction | Decimal | None) -> str | None:
    """A figure as documents hold it: two decimals, half up."""
    return None if value is None else f"{half_up(value):f}"

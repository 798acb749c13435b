"""Points by area, gaps and changes of an index as rows, for programs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.areas import AreaFigures, Gaps, UnitAreas
from scoring.full_index_json import written
from scoring.index import printed
from scoring.index_changes import GroupChanges
from scoring.plans.criteria_set import Area

AREA_HEADER = (
    "unit_code",
    "unit_name",
    "unit_group",
    "area",
    "max_points",
    "self_scored",
    "appraised",
    "points",
    "percent",
)
MEANS_HEADER = (
    "unit_group",
    "area",
    "max_points",
    "units",
    "applies",
    "scored",
    "mean_points",
    "mean_percent",
    "at_maximum",
)
GAP_HEADER = ("unit_group", "unit_code", "unit_name", "area", "self_scored", "appraised", "gap")
CHANGE_HEADER = (
    "unit_group",
    "unit_code",
    "unit_name",
    "index_before",
    "index_change",
    "rank_before",
    "places",
)


def area_rows(units: Sequence[UnitAreas], *, areas: Sequence[Area]) -> Iterator[tuple[str, ...]]:
    """A row for each unit and area; x where the area does not apply, blank where not known."""
    yield AREA_HEADER
    for unit in units:
        for area in areas:
            maximum = unit.scale.maximum_of(area.code)
            named = (unit.unit_code, unit.unit_name, unit.group, area.code)
            if maximum is None:
                yield (*named, "x", "x", "x", "x", "x")
                continue
            own, given = unit.self_scored.get(area.code), unit.appraised.get(area.code)
            yield (
                *named,
                written(maximum),
                "" if own is None else written(own),
                "" if given is None else written(given),
                _printed(unit.points(area)),
                _printed(unit.percent(area)),
            )


def mean_rows(groups: Sequence[tuple[str, Sequence[AreaFigures]]]) -> Iterator[tuple[str, ...]]:
    """A row for each group and area."""
    yield MEANS_HEADER
    for group, figures in groups:
        for one in figures:
            yield (
                group,
                one.area.code,
                written(one.area.maximum),
                str(one.units),
                str(one.applies),
                str(one.scored),
                _printed(one.mean),
                _printed(one.mean_percent),
                str(len(one.at_maximum)) if one.scored else "",
            )


def gap_rows(groups: Sequence[tuple[str, Gaps]]) -> Iterator[tuple[str, ...]]:
    """A row for each unit and area that has both points, and one for all its areas (total)."""
    yield GAP_HEADER
    for group, found in groups:
        for unit in found.units:
            for area, gap in (*unit.areas.items(), ("total", unit.total)):
                figures = (gap.self_scored, gap.appraised, gap.difference)
                named = (group, unit.unit_code, unit.unit_name, area)
                yield (*named, *(_printed(one) for one in figures))


def index_change_rows(changes: Sequence[GroupChanges]) -> Iterator[tuple[str, ...]]:
    """The mean and the spread of each group (no unit code), then its units by rank."""
    yield CHANGE_HEADER
    for group in changes:
        for name, before, change in (
            ("mean_index", group.mean_before, group.mean_change),
            ("spread", group.spread_before, group.spread_change),
        ):
            yield (group.group, "", name, _printed(before), _printed(change), "", "")
        for one in group.units:
            yield (
                group.group,
                one.unit_code,
                one.unit_name,
                _printed(one.percent_before),
                _printed(one.change),
                "" if one.rank_before is None else str(one.rank_before),
                "" if one.places is None else str(one.places),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsLine:
    """Points of a unit in an area as one document has them."""

    unit_code: str
    area: str
    points: Decimal
    kind: str
    number: str
    issued_on: str
    source: str
    reason: str
    recorded_by: str
    recorded_at: str
    stands: bool


def points_rows(lines: Sequence[PointsLine]) -> Iterator[tuple[str, ...]]:
    """Every document with its points, the newest first."""
    yield (
        "unit_code",
        "area",
        "points",
        "kind",
        "number",
        "issued_on",
        "source",
        "reason",
        "recorded_by",
        "recorded_at",
        "stands",
    )
    for one in lines:
        yield (
            one.unit_code,
            one.area,
            written(one.points),
            one.kind,
            one.number,
            one.issued_on,
            one.source,
            one.reason,
            one.recorded_by,
            one.recorded_at,
            "1" if one.stands else "0",
        )


def _printed(value: Fraction | Decimal | None) -> str:
    return printed(value) or ""

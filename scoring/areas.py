"""Points by area: what a unit has in each, means and maxima of a group, self-scored and appraised.

Everything stays an exact fraction until it is printed. An area that does not apply to a unit (x)
is left out of means and counts; it is never a 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.plans.criteria_set import Area, Scale

Points = Fraction | Decimal
HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAreas:
    """The points of one unit by area, as far as they are known.

    scale: which areas apply to it, and what they can give. self_scored (tự chấm) and appraised
    (thẩm định): by code of area, or by `total` where all areas together are known alone.
    component: of the survey; None without one, or where it is hidden.
    """

    unit_code: str
    unit_name: str
    group: str
    scale: Scale
    self_scored: Mapping[str, Decimal]
    appraised: Mapping[str, Decimal]
    component: Points | None = None

    def points(self, area: Area) -> Points | None:
        """What stands for the unit in this area: appraised, or of the survey."""
        if self.scale.maximum_of(area.code) is None:
            return None
        return self.component if area.is_survey else self.appraised.get(area.code)

    def percent(self, area: Area) -> Fraction | None:
        """The same in percent of what the area can give this unit."""
        points, maximum = self.points(area), self.scale.maximum_of(area.code)
        if points is None or maximum is None:
            return None
        return HUNDRED * Fraction(points) / Fraction(maximum)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaFigures:
    """One area in one group of units.

    scored: units that have points here; applies: units to which the area applies; units: all of
    the group. mean: of the points of those scored, None without any; mean_percent: mean of what
    they have in percent of what the area can give each. at_maximum: scored units that have all of
    it, by code; lowest: those with the smallest percentage, by code.
    """

    area: Area
    units: int
    applies: int
    scored: int
    mean: Fraction | None
    mean_percent: Fraction | None
    at_maximum: tuple[str, ...]
    lowest: tuple[str, ...]


def area_figures(areas: Sequence[Area], units: Sequence[UnitAreas]) -> tuple[AreaFigures, ...]:
    """The figures of each area over the units of one group."""
    return tuple(_figures(area, units) for area in areas)


def _figures(area: Area, units: Sequence[UnitAreas]) -> AreaFigures:
    points = {
        one.unit_code: Fraction(found) for one in units if (found := one.points(area)) is not None
    }
    percents = {one.unit_code: found for one in units if (found := one.percent(area)) is not None}
    least = min(percents.values(), default=None)
    return AreaFigures(
        area=area,
        units=len(units),
        applies=sum(one.scale.maximum_of(area.code) is not None for one in units),
        scored=len(points),
        mean=_mean(list(points.values())),
        mean_percent=_mean(list(percents.values())),
        at_maximum=tuple(code for code, percent in percents.items() if percent == HUNDRED),
        lowest=tuple(code for code, percent in percents.items() if percent == least),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Self-scored against appraised points. difference: what was claimed beyond what was given."""

    self_scored: Fraction
    appraised: Fraction

    @property
    def difference(self) -> Fraction:
        """Above 0 where a unit gave itself more than the council did."""
        return self.self_scored - self.appraised


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitGap:
    """The gaps of one unit by area, and of all its points together."""

    unit_code: str
    unit_name: str
    areas: Mapping[str, Gap]
    total: Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaGap:
    """The gaps of one area over the units that have both points.

    over, equal, under: units that scored themselves higher than, like, and lower than the council.
    """

    area: Area
    units: int
    mean: Fraction
    over: int
    equal: int
    under: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Who overrates, and where: units by what they claimed too much, most first; areas in order."""

    units: tuple[UnitGap, ...]
    areas: tuple[AreaGap, ...]


def gaps(areas: Sequence[Area], units: Sequence[UnitAreas]) -> Gaps:
    """The gaps of one group; units and areas without both points are left out.

    The points of a unit are those of all its areas, or their total: so its total gap is there even
    where one of the two documents gives no areas.
    """
    found = [one for unit in units if (one := _unit_gap(areas, unit)) is not None]
    found.sort(key=lambda one: (-one.total.difference, one.unit_code))
    of_areas = (_area_gap(area, found) for area in areas)
    return Gaps(units=tuple(found), areas=tuple(one for one in of_areas if one is not None))


def _unit_gap(areas: Sequence[Area], unit: UnitAreas) -> UnitGap | None:
    if not unit.self_scored or not unit.appraised:
        return None
    both = {
        area.code: Gap(
            self_scored=Fraction(unit.self_scored[area.code]),
            appraised=Fraction(unit.appraised[area.code]),
        )
        for area in areas
        if area.code in unit.self_scored and area.code in unit.appraised
    }
    return UnitGap(
        unit_code=unit.unit_code,
        unit_name=unit.unit_name,
        areas=both,
        total=Gap(
            self_scored=sum(map(Fraction, unit.self_scored.values()), Fraction(0)),
            appraised=sum(map(Fraction, unit.appraised.values()), Fraction(0)),
        ),
    )


def _area_gap(area: Area, units: Sequence[UnitGap]) -> AreaGap | None:
    differences = [one.areas[area.code].difference for one in units if area.code in one.areas]
    mean = _mean(differences)
    if mean is None:
        return None
    return AreaGap(
        area=area,
        units=len(differences),
        mean=mean,
        over=sum(one > 0 for one in differences),
        equal=sum(one == 0 for one in differences),
        under=sum(one < 0 for one in differences),
    )


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None

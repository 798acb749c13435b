"""Areas, gaps, changes and facts of a group as they stand beside its table in a document.

Figures are decimal strings of two places, half up; what is not known is null. Points by area keep
the decimals that their document has.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pydantic import JsonValue

from scoring.areas import AreaFigures, AreaGap, Gap, Gaps, UnitAreas, UnitGap
from scoring.index import GroupIndex, group_json, printed
from scoring.index_changes import GroupChanges, OverAllRanks, OverAllUnits, UnitChange
from scoring.index_facts import GroupFacts
from scoring.plans.criteria_set import Area
from scoring.rounding import half_up

LEAST_PLACES = 2


def full_group_json(
    group: GroupIndex,
    *,
    units: Sequence[UnitAreas],
    areas: Sequence[AreaFigures],
    found_gaps: Gaps,
    changes: GroupChanges | None,
    facts: GroupFacts,
) -> JsonValue:
    """The table of a group as `index_json` writes it, with areas, gap, changes and facts beside.

    units: those that have a scale; the others have no areas (null).
    """
    named = [one.area for one in areas]
    return {
        **group_json(
            group, areas={one.unit_code: unit_areas_json(one, areas=named) for one in units}
        ),
        "areas": areas_json(areas),
        "gap": gaps_json(found_gaps),
        "changes": changes_json(changes),
        "facts": facts_json(facts),
    }


def areas_json(found: Sequence[AreaFigures]) -> JsonValue:
    """Every area of a group in the order of the criteria set."""
    return [
        {
            "area": one.area.code,
            "name": one.area.name.vi,
            "name_en": one.area.name.en,
            "max_points": written(one.area.maximum),
            "is_survey": one.area.is_survey,
            "units": one.units,
            "applies": one.applies,
            "scored": one.scored,
            "mean_points": printed(one.mean),
            "mean_percent": printed(one.mean_percent),
            "at_maximum": len(one.at_maximum) if one.scored else None,
            "units_at_maximum": [*one.at_maximum],
            "units_lowest": [*one.lowest],
        }
        for one in found
    ]


def unit_areas_json(unit: UnitAreas, *, areas: Sequence[Area]) -> JsonValue:
    """The points of one unit by area: null where they are not known; areas that do not apply (x)
    are there with a maximum of null.
    """
    return {
        area.code: {
            "max_points": _written(unit.scale.maximum_of(area.code)),
            "self_scored": _written(unit.self_scored.get(area.code)),
            "appraised": _written(unit.appraised.get(area.code)),
            "points": printed(unit.points(area)),
            "percent": printed(unit.percent(area)),
        }
        for area in areas
    }


def gaps_json(found: Gaps) -> JsonValue:
    """Who overrates; null where no unit has both points."""
    if not found.units:
        return None
    return {
        "areas": [_area_gap(one) for one in found.areas],
        "units": [_unit_gap(one) for one in found.units],
    }


def _area_gap(one: AreaGap) -> JsonValue:
    return {
        "area": one.area.code,
        "units": one.units,
        "mean_difference": printed(one.mean),
        "over": one.over,
        "equal": one.equal,
        "under": one.under,
    }


def _unit_gap(one: UnitGap) -> JsonValue:
    areas: Mapping[str, JsonValue] = {code: _gap(gap) for code, gap in one.areas.items()}
    return {"unit_code": one.unit_code, **_gap(one.total), "areas": {**areas}}


def _gap(one: Gap) -> dict[str, JsonValue]:
    return {
        "self_scored": printed(one.self_scored),
        "appraised": printed(one.appraised),
        "difference": printed(one.difference),
    }


def changes_json(found: GroupChanges | None) -> JsonValue:
    """A group against the year before; null without a table of that year."""
    if found is None:
        return None
    return {
        "mean_before": printed(found.mean_before),
        "mean_change": printed(found.mean_change),
        "spread_before": printed(found.spread_before),
        "spread_change": printed(found.spread_change),
        "units": [_change(one) for one in found.units],
        "over_units": _over_units(found.over_units),
        "over_ranks": _over_ranks(found.over_ranks),
        "ranked_before": found.ranked_before,
    }


def _change(one: UnitChange) -> JsonValue:
    return {
        "unit_code": one.unit_code,
        "index_before": printed(one.percent_before),
        "change": printed(one.change),
        "rank_before": one.rank_before,
        "places": one.places,
    }


def _over_units(found: OverAllUnits | None) -> JsonValue:
    if found is None:
        return None
    return {
        "risen": found.risen,
        "fallen": found.fallen,
        "unchanged": found.unchanged,
        "largest_rise": [*found.largest_rise],
        "largest_fall": [*found.largest_fall],
    }


def _over_ranks(found: OverAllRanks | None) -> JsonValue:
    if found is None:
        return None
    return {
        "kept": [*found.kept],
        "most_up": [*found.most_up],
        "most_down": [*found.most_down],
        "leader_stays": found.leader_stays,
    }


def facts_json(found: GroupFacts) -> JsonValue:
    """Codes of units, by rank."""
    return {
        "best": [row.unit_code for row in found.best],
        "worst": [row.unit_code for row in found.worst],
        "above_mean": [row.unit_code for row in found.above_mean],
        "bands": {one.band.name: [row.unit_code for row in one.units] for one in found.bands},
        "surveyed": found.surveyed,
    }


def written(points: Decimal) -> str:
    """All decimals that the points have, two at least: 14.00, 17.785."""
    decimals = -int(points.normalize().as_tuple().exponent)
    return f"{half_up(points, places=max(decimals, LEAST_PLACES)):f}"


def _written(points: Decimal | None) -> str | None:
    return None if points is None else written(points)

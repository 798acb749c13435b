"""Areas, gaps and changes of an index that is made from files alone, without a database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import JsonValue

from questionnaires import Fault
from scoring.areas import UnitAreas, area_figures, gaps
from scoring.full_index_json import full_group_json
from scoring.index import GroupIndex, IndexPlan, IndexRow, UnitPoints
from scoring.index_changes import EarlierGroup, EarlierUnit, group_changes
from scoring.index_facts import group_facts
from scoring.plans.criteria_set import CriteriaSet
from survey_app.fieldwork.appraisal.earlier import EarlierReading
from survey_app.fieldwork.appraisal.judging import Points, written_points
from survey_app.fieldwork.appraisal.problems import AppraisalCode
from survey_app.fieldwork.appraisal.recording import total_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUnit:
    """A unit of a file of points, as tables of points are judged by it."""

    unit_code: str
    group_code: str
    is_exempt: bool
    maximum_points: Decimal
    component_maximum: Decimal


def file_units(units: Sequence[UnitPoints], *, plan: IndexPlan) -> tuple[FileUnit, ...]:
    """The units of a file; a unit without survey points is exempt."""
    return tuple(
        FileUnit(
            unit_code=one.unit_code,
            group_code=one.group,
            is_exempt=one.component is None,
            maximum_points=one.maximum,
            component_maximum=plan.component_maximum,
        )
        for one in units
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside the table of points. points: by unit; earlier: None without a table."""

    criteria: CriteriaSet
    self_scored: Mapping[str, Points]
    appraised: Mapping[str, Points]
    earlier: EarlierReading | None


def against_beside(beside: Beside, units: Sequence[UnitPoints]) -> tuple[Fault, ...]:
    """Units whose areas add up to other appraised points than the table has."""
    return tuple(
        AppraisalCode.TOTAL_DIFFERS.at(
            f"unit {one.unit_code}",
            value=written_points(one.appraised),
            sum=written_points(total_of(beside.appraised[one.unit_code])),
        )
        for one in units
        if one.unit_code in beside.appraised
        and total_of(beside.appraised[one.unit_code]) != one.appraised
    )


def group_beside(group: GroupIndex, beside: Beside, *, plan: IndexPlan) -> JsonValue:
    """A group with its areas, gap, changes and facts, as a document."""
    found = (_unit_areas(row, group=group.group, beside=beside) for row in group.rows)
    units = [one for one in found if one is not None]
    before = None if beside.earlier is None else _before(group, beside.earlier)
    return full_group_json(
        group,
        units=units,
        areas=area_figures(beside.criteria.areas, units),
        found_gaps=gaps(beside.criteria.scored_areas, units),
        changes=None if before is None else group_changes(group, before=before),
        facts=group_facts(group, plan=plan),
    )


def _unit_areas(row: IndexRow, *, group: str, beside: Beside) -> UnitAreas | None:
    scale = beside.criteria.scale_for(maximum=row.maximum, is_surveyed=not row.exempt)
    if scale is None:
        return None
    return UnitAreas(
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        group=group,
        scale=scale,
        self_scored=beside.self_scored.get(row.unit_code, {}),
        appraised=beside.appraised.get(row.unit_code, {}),
        component=row.component,
    )


def _before(group: GroupIndex, earlier: EarlierReading) -> EarlierGroup:
    said = earlier.groups.get(group.group)
    return EarlierGroup(
        units={
            row.unit_code: EarlierUnit(percent=found.index_percent, rank=found.rank)
            for row in group.rows
            if (found := earlier.units.get(row.unit_code)) is not None
        },
        mean=None if said is None else said.mean_index,
        spread=None if said is None else said.spread,
        is_whole=False,
    )

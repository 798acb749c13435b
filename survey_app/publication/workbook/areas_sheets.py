"""Points by area, and what units gave themselves beside what they were given."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from field_export.workbook import Cell, Formula, Kind, Sheet, SheetColumn, letters
from scoring.areas import UnitAreas, UnitGap
from scoring.plans.criteria_set import Area
from survey_app.publication.workbook.score_sheets import naming_columns
from survey_app.results.full_index import FullGroup, FullIndex
from survey_app.wording.speech import Speech

NOT_APPLICABLE = "x"
NAMED = 3
"""Columns that say which unit it is."""


def areas_sheets(index: FullIndex | None, *, speech: Speech) -> tuple[Sheet, ...]:
    """None where the points of areas are not known."""
    groups = () if index is None else tuple(one for one in index.groups if one.has_areas)
    if index is None or not groups:
        return ()
    return (
        _points_sheet(index, groups, speech=speech),
        _gaps_sheet(index, groups, speech=speech),
    )


def _name(group: FullGroup, *, speech: Speech) -> str:
    return group.name_en if speech.language == "en" else group.name_vi


def _points_sheet(index: FullIndex, groups: tuple[FullGroup, ...], *, speech: Speech) -> Sheet:
    _ = speech.gettext
    return Sheet(
        name=_("Points by area"),
        title=_("Index of administrative reform: points by area"),
        notes=(_("x: the area does not apply to the unit."),),
        columns=(
            *naming_columns(speech=speech),
            *(
                SheetColumn(
                    title=f"{speech.name(area.name)} ({area.maximum.normalize():f})",
                    width=16,
                    kind=Kind.POINTS,
                )
                for area in index.areas
            ),
        ),
        rows=tuple(
            (
                _name(group, speech=speech),
                unit.unit_code,
                unit.unit_name,
                *(_points(unit, area) for area in index.areas),
            )
            for group in groups
            for unit in group.units
        ),
        stays=NAMED,
    )


def _points(unit: UnitAreas, area: Area) -> Cell:
    return NOT_APPLICABLE if unit.scale.maximum_of(area.code) is None else unit.points(area)


def _gaps_sheet(index: FullIndex, groups: tuple[FullGroup, ...], *, speech: Speech) -> Sheet:
    """The difference of all areas is computed by the sheet."""
    _ = speech.gettext
    areas = [area for area in index.areas if not area.is_survey]
    points = Kind.POINTS
    found = [(group, gap) for group in groups for gap in group.gaps.units]
    empty = Sheet(
        name=_("Self-scored points"),
        title=_("Self-scored and appraised points"),
        notes=(_("Difference: what a unit gave itself beyond what it was given."),),
        columns=(
            *naming_columns(speech=speech),
            SheetColumn(title=_("Self-scored points"), width=12, kind=points),
            SheetColumn(title=_("Appraised points"), width=12, kind=points),
            SheetColumn(title=_("Difference"), width=12, kind=points),
            *(
                SheetColumn(
                    title=_("Difference: %(area)s", area=speech.name(area.name)),
                    width=16,
                    kind=points,
                )
                for area in areas
            ),
        ),
        rows=(),
        empty=_("No unit has both self-scored and appraised points."),
        stays=NAMED,
    )
    return replace(
        empty,
        rows=tuple(
            (
                _name(group, speech=speech),
                gap.unit_code,
                gap.unit_name,
                gap.total.self_scored,
                gap.total.appraised,
                Formula(
                    text=f"{letters(NAMED)}{number}-{letters(NAMED + 1)}{number}",
                    value=gap.total.difference,
                ),
                *_differences(gap, areas),
            )
            for number, (group, gap) in enumerate(found, start=empty.first_row)
        ),
    )


def _differences(gap: UnitGap, areas: list[Area]) -> Iterator[Fraction | None]:
    for area in areas:
        found = gap.areas.get(area.code)
        yield None if found is None else found.difference

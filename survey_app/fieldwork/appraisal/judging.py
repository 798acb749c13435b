"""Judges the points of one unit: cells, areas that apply, maxima. Files and forms alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from scoring.plans.criteria_set import TOTAL, CriteriaSet, Scale
from survey_app.fieldwork.appraisal.cells import DoesNotApply, X, read_points
from survey_app.fieldwork.appraisal.problems import AppraisalCode
from survey_app.fieldwork.frame.values import Cell, CellRefused
from survey_app.table_files.problems import FaultLog

USUAL_DECIMALS = 2

Points = Mapping[str, Decimal]
"""Of one unit, by area or by the one word `total`."""
Where = Callable[[str], str]
"""The place of a column, for faults."""


class PointsUnit(Protocol):
    """A unit of a round, or of a file of points."""

    @property
    def unit_code(self) -> str: ...
    @property
    def group_code(self) -> str: ...
    @property
    def is_exempt(self) -> bool: ...
    @property
    def maximum_points(self) -> Decimal: ...
    @property
    def component_maximum(self) -> Decimal: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsJudge:
    """By which areas points are judged. criteria: None where the round has none: only totals."""

    criteria: CriteriaSet | None
    log: FaultLog

    def read(self, unit: PointsUnit, cells: Mapping[str, Cell], *, where: Where) -> Points | None:
        """The points of a unit; None where nothing is given, or something is wrong.

        cells: by code of area, and `total`. What is wrong goes into the log: where a cell cannot be
        read, also what is wrong with those beside it.
        """
        before = self.log.total
        given: dict[str, Decimal | DoesNotApply | None] = {}
        for name, cell in cells.items():
            faults = self.log.total
            value = self._cell(cell, where(name))
            if self.log.total == faults:
                given[name] = value
        if self.log.total > before:
            self._beside(unit, given, is_by_area=bool({*cells} - {*given, TOTAL}), where=where)
            return None
        areas = {name: value for name, value in given.items() if name != TOTAL}
        total = given.get(TOTAL)
        if isinstance(total, DoesNotApply):
            self.log.note(AppraisalCode.NOT_POINTS, where(TOTAL), value="x")
            return None
        if not any(isinstance(value, Decimal) for value in areas.values()):
            return None if total is None else self._total(unit, total, where=where)
        return self._areas(unit, areas, total=total, where=where)

    def _cell(self, cell: Cell, where: str) -> Decimal | DoesNotApply | None:
        decimals = USUAL_DECIMALS if self.criteria is None else self.criteria.decimals
        try:
            return read_points(cell, decimals=decimals)
        except CellRefused as refused:
            self.log.note(refused.code, where, **refused.details)
            return None

    def _beside(
        self,
        unit: PointsUnit,
        given: Mapping[str, Decimal | DoesNotApply | None],
        *,
        is_by_area: bool,
        where: Where,
    ) -> None:
        """Judges the areas that could be read, of a unit of which a cell could not.

        is_by_area: whether the points of an area are among what could not.
        """
        scale = self._scale(unit)
        areas = {name: value for name, value in given.items() if name != TOTAL}
        is_by_area = is_by_area or any(value is not None for value in areas.values())
        if scale is None or self.criteria is None or not is_by_area:
            return
        for area in self.criteria.scored_areas:
            if area.code in areas:
                maximum = scale.maximum_of(area.code)
                self._area(areas[area.code], maximum=maximum, where=where(area.code))

    def _scale(self, unit: PointsUnit) -> Scale | None:
        if self.criteria is None:
            return None
        return self.criteria.scale_for(maximum=unit.maximum_points, is_surveyed=not unit.is_exempt)

    def _total(self, unit: PointsUnit, total: Decimal, *, where: Where) -> Points | None:
        most = documents_maximum(unit)
        if total > most:
            words = {"value": written_points(total), "maximum": written_points(most)}
            self.log.note(AppraisalCode.ABOVE_UNIT, where(TOTAL), **words)
            return None
        return {TOTAL: total}

    def _areas(
        self,
        unit: PointsUnit,
        areas: Mapping[str, Decimal | DoesNotApply | None],
        *,
        total: Decimal | None,
        where: Where,
    ) -> Points | None:
        scale, before = self._scale(unit), self.log.total
        if scale is None or self.criteria is None:
            maximum = written_points(unit.maximum_points)
            self.log.note(AppraisalCode.NO_SCALE, where(next(iter(areas))), maximum=maximum)
            return None
        for area in self.criteria.scored_areas:
            value, maximum_of = areas.get(area.code), scale.maximum_of(area.code)
            if area.code in areas:
                self._area(value, maximum=maximum_of, where=where(area.code))
            elif maximum_of is not None:
                self.log.note(AppraisalCode.AREA_BLANK, f"{where('')}, {area.code}")
        points = {name: value for name, value in areas.items() if isinstance(value, Decimal)}
        if self.log.total == before:
            self._sum(unit, sum(points.values(), Decimal(0)), total=total, where=where)
        return None if self.log.total > before else points

    def _area(
        self, value: Decimal | DoesNotApply | None, *, maximum: Decimal | None, where: str
    ) -> None:
        if maximum is None:
            if isinstance(value, Decimal):
                self.log.note(AppraisalCode.DOES_NOT_APPLY, where, value=written_points(value))
        elif value is None:
            self.log.note(AppraisalCode.AREA_BLANK, where)
        elif value == X:
            self.log.note(AppraisalCode.APPLIES, where)
        elif isinstance(value, Decimal) and value > maximum:
            words = {"value": written_points(value), "maximum": written_points(maximum)}
            self.log.note(AppraisalCode.ABOVE_AREA, where, **words)

    def _sum(
        self, unit: PointsUnit, found: Decimal, *, total: Decimal | None, where: Where
    ) -> None:
        most = documents_maximum(unit)
        if total is not None and total != found:
            words = {"value": written_points(total), "sum": written_points(found)}
            self.log.note(AppraisalCode.TOTAL_DIFFERS, where(TOTAL), **words)
        if found > most:
            words = {"value": written_points(found), "maximum": written_points(most)}
            self.log.note(AppraisalCode.ABOVE_UNIT, where(""), **words)


def documents_maximum(unit: PointsUnit) -> Decimal:
    """What documents can give a unit: its maximum without the points of the survey."""
    return unit.maximum_points - (Decimal(0) if unit.is_exempt else unit.component_maximum)


def written_points(value: Decimal) -> str:
    """Points in a sentence: without zeros at the end."""
    return f"{value.normalize():f}"

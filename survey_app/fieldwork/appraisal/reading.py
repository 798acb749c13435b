"""Reads a table of points by area: all of it, or everything that is wrong with it."""

import difflib
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from questionnaires import Fault
from scoring.plans.criteria_set import TOTAL, CriteriaSet
from survey_app.fieldwork.appraisal.columns import UNIT, PointsColumns
from survey_app.fieldwork.appraisal.judging import Points, PointsJudge, PointsUnit
from survey_app.fieldwork.appraisal.opening import OpenedTable, open_table
from survey_app.fieldwork.appraisal.problems import AppraisalCode
from survey_app.fieldwork.frame.values import Cell, CellRefused, read_code
from survey_app.table_files.problems import FaultLog, TableCode, shown

LONGEST_CODE = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsReading:
    """points: by code of unit, in the order of the file; none when there are faults.

    faults: the first ones in full; total_faults counts all. warnings stop nothing.
    """

    points: Mapping[str, Points]
    faults: tuple[Fault, ...]
    total_faults: int
    warnings: tuple[Fault, ...]
    sha256: str


def read_points_table(
    data: bytes, *, units: Sequence[PointsUnit], criteria: CriteriaSet | None
) -> PointsReading:
    """Read a CSV file or an XLSX workbook, as its template lays it out; titles may stand above.

    A row without any points is left out with a warning: the document says nothing of that unit.
    """
    log = FaultLog()
    columns = PointsColumns(criteria)
    opened = open_table(data, named=columns.named, log=log)
    points = {} if opened is None else _read(opened, columns, units, criteria=criteria, log=log)
    return PointsReading(
        points={} if log.total else points,
        faults=tuple(log.faults),
        total_faults=log.total,
        warnings=tuple(log.warnings),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _read(
    opened: OpenedTable,
    columns: PointsColumns,
    units: Sequence[PointsUnit],
    *,
    criteria: CriteriaSet | None,
    log: FaultLog,
) -> dict[str, Points]:
    held = [name for name in (*columns.areas, TOTAL) if name in opened.places]
    head = f"row {opened.header_row}"
    if UNIT not in opened.places:
        log.note(TableCode.MISSING_COLUMNS, head, columns=UNIT)
    if not held:
        known = ", ".join((*columns.areas, TOTAL))
        log.note(AppraisalCode.NO_POINTS_COLUMN, head, known=known)
    if log.total:
        return {}
    rows = _Rows(opened, held, units=UnitFinder(units, log=log), criteria=criteria, log=log)
    for number, row in opened.rows:
        rows.read(number, opened.cells(number, row))
        if log.is_full:
            log.stop(f"row {number}")
            return {}
    if rows.blank:
        log.warn(AppraisalCode.UNITS_LEFT_BLANK, "file", count=str(rows.blank))
    if not rows.points and not log.total:
        log.note(TableCode.NO_ROWS, f"row {opened.header_row + 1}")
    return rows.points


class UnitFinder:
    """Finds the unit that a row is of; every unit once."""

    def __init__(self, units: Sequence[PointsUnit], *, log: FaultLog) -> None:
        self._units = {unit.unit_code.casefold(): unit for unit in units}
        self._log = log
        self._row_of: dict[str, int] = {}

    def of(self, cell: Cell, *, number: int, where: str) -> PointsUnit | None:
        """None for a blank, for a code that is not known, and for one that was there before."""
        try:
            code = read_code(cell, longest=LONGEST_CODE)
        except CellRefused as refused:
            self._log.note(refused.code, where, **refused.details)
            return None
        unit = self._units.get(code.casefold())
        if unit is None:
            names = {key: one.unit_code for key, one in self._units.items()}
            near = difflib.get_close_matches(code.casefold(), names, n=1, cutoff=0.5)
            nearest = names[near[0]] if near else ", ".join(sorted(names.values()))
            if code:
                words = {"unit": shown(code), "nearest": nearest}
                self._log.note(AppraisalCode.UNKNOWN_UNIT, where, **words)
            return None
        first = self._row_of.setdefault(unit.unit_code, number)
        if first != number:
            words = {"unit": unit.unit_code, "row": str(first)}
            self._log.note(AppraisalCode.UNIT_TWICE, where, **words)
            return None
        return unit


class _Rows:
    """The rows read so far. blank: those without any points."""

    def __init__(
        self,
        opened: OpenedTable,
        held: Sequence[str],
        *,
        units: UnitFinder,
        criteria: CriteriaSet | None,
        log: FaultLog,
    ) -> None:
        self._opened, self._held, self._units, self._log = opened, held, units, log
        self._judge = PointsJudge(criteria=criteria, log=log)
        self.points: dict[str, Points] = {}
        self.blank = 0

    def read(self, number: int, cells: Mapping[str, Cell]) -> None:
        if not any(cell not in {None, ""} for cell in cells.values()):
            return
        where = self._opened.where(number, UNIT)
        if cells[UNIT] in {None, ""}:
            if any(cells[name] not in {None, ""} for name in self._held):
                self._log.note(TableCode.BLANK_CELL, where)
            return
        before = self._log.total
        unit = self._units.of(cells[UNIT], number=number, where=where)
        if unit is None:
            return
        given = {name: cells[name] for name in self._held}
        points = self._judge.read(unit, given, where=lambda name: self._place(number, name))
        if points is not None:
            self.points[unit.unit_code] = points
        elif self._log.total == before:
            self.blank += 1

    def _place(self, number: int, name: str) -> str:
        return self._opened.where(number, name) if name in self._opened.places else f"row {number}"

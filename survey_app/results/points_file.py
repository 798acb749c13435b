"""Reads the points of the units for the index: either all rows, or everything that is wrong."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from field_export.index_table import POINTS_COLUMNS
from questionnaires import Fault
from scoring.index import IndexPlan, UnitPoints
from survey_app.table_files.csv_table import CsvTable
from survey_app.table_files.problems import FaultLog, TableCode, shown

LONGEST_TEXT = 200

_DECIMAL = re.compile(r"[0-9]{1,4}(\.[0-9]{1,8})?", re.ASCII)
_WITH_COMMA = re.compile(r"[0-9]{1,4},[0-9]+", re.ASCII)
_NEGATIVE = re.compile(r"[-−][0-9]+([.,][0-9]+)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsReading:
    """The units in the order of the file, or, when there are faults, none.

    faults: the first ones in full; total_faults counts all. warnings stop nothing.
    """

    units: tuple[UnitPoints, ...]
    faults: tuple[Fault, ...]
    total_faults: int
    warnings: tuple[Fault, ...]
    sha256: str


def read_points(path: Path, *, plan: IndexPlan) -> PointsReading:
    """Read the file and judge every row by the maxima of the plan.

    A blank satisfaction_points marks a unit that is exempt from the survey; it has a smaller
    max_points than the others. Raises OSError when the file cannot be read at all.
    """
    log = FaultLog()
    rows = _Rows(plan=plan, log=log)
    with path.open("rb") as stream:
        table = CsvTable(stream, log=log)
        if table.open(required=POINTS_COLUMNS, optional=()):
            for block in table.blocks():
                names = tuple(block.columns)
                for number, cells in zip(
                    block.rows, zip(*block.columns.values(), strict=True), strict=True
                ):
                    values = (cell.strip() for cell in cells)
                    rows.read(number, dict(zip(names, values, strict=True)))
    return PointsReading(
        units=() if log.total else tuple(rows.units),
        faults=tuple(log.faults),
        total_faults=log.total,
        warnings=tuple(log.warnings),
        sha256=table.sha256,
    )


@dataclass(slots=True, kw_only=True)
class _Rows:
    """The rows read so far."""

    plan: IndexPlan
    log: FaultLog
    units: list[UnitPoints] = field(default_factory=list)
    row_of_code: dict[str, int] = field(default_factory=dict)

    def read(self, number: int, cells: Mapping[str, str]) -> None:
        before = self.log.total
        self._judge_texts(number, cells)
        numbers = {name: self._decimal(number, name, cells[name]) for name in POINTS_COLUMNS[3:]}
        if self.log.total == before:
            self._judge_points(number, numbers)
        maximum, appraised = numbers["max_points"], numbers["appraised_points"]
        if self.log.total == before and maximum is not None and appraised is not None:
            self.units.append(
                UnitPoints(
                    unit_code=cells["unit_code"],
                    unit_name=cells["unit_name"],
                    group=cells["unit_group"],
                    maximum=maximum,
                    appraised=appraised,
                    component=numbers["satisfaction_points"],
                )
            )

    def _judge_texts(self, number: int, cells: Mapping[str, str]) -> None:
        for name in POINTS_COLUMNS[:3]:
            for fault, details in text_faults(cells[name]):
                self.log.note(fault, f"row {number}, {name}", **details)
        code = cells["unit_code"]
        first = self.row_of_code.setdefault(code, number)
        if code and first != number:
            self.log.note(
                TableCode.TWICE, f"row {number}, unit_code", value=shown(code), row=str(first)
            )

    def _decimal(self, number: int, name: str, cell: str) -> Decimal | None:
        if _DECIMAL.fullmatch(cell):
            value = Decimal(cell)
            if name == "max_points" and not value:
                self.log.note(TableCode.NOT_POSITIVE, f"row {number}, {name}", value=cell)
            return value
        if cell or name != "satisfaction_points":
            self.log.note(_code_of(cell), f"row {number}, {name}", value=shown(cell))
        return None

    def _judge_points(self, number: int, numbers: Mapping[str, Decimal | None]) -> None:
        maximum, appraised = numbers["max_points"], numbers["appraised_points"]
        component = numbers["satisfaction_points"]
        where, top = f"row {number}, satisfaction_points", self.plan.component_maximum
        total = (appraised or Decimal(0)) + (component or Decimal(0))
        if component is None and maximum == self.plan.maximum:
            self.log.note(
                TableCode.COMPONENT_MISSING,
                where,
                maximum=str(maximum),
                exempt=str(self.plan.exempt_maximum),
            )
        elif component is not None and component > top:
            self.log.note(
                TableCode.COMPONENT_ABOVE_MAXIMUM, where, value=str(component), maximum=str(top)
            )
        elif maximum is not None and total > maximum:
            self.log.note(
                TableCode.ABOVE_MAXIMUM,
                f"row {number}, appraised_points",
                sum=str(total),
                maximum=str(maximum),
            )


def _code_of(cell: str) -> TableCode:
    if not cell:
        return TableCode.BLANK_CELL
    if _NEGATIVE.fullmatch(cell):
        return TableCode.NEGATIVE
    return TableCode.DECIMAL_COMMA if _WITH_COMMA.fullmatch(cell) else TableCode.NOT_A_DECIMAL


def text_faults(cell: str) -> Iterator[tuple[TableCode, dict[str, str]]]:
    """What is wrong with a code or a name."""
    if not cell:
        yield TableCode.BLANK_CELL, {}
    if len(cell) > LONGEST_TEXT:
        details = {"length": str(len(cell)), "maximum": str(LONGEST_TEXT)}
        yield TableCode.TEXT_TOO_LONG, details
    if not cell.isprintable():
        yield TableCode.UNPRINTABLE, {}

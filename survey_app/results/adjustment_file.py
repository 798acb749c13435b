"""Reads a list of counted cases: all of it, or everything that is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from field_export.adjustments import CASES_COLUMNS
from questionnaires import Fault
from survey_app.results.points_file import text_faults
from survey_app.table_files.csv_table import CsvTable
from survey_app.table_files.problems import FaultLog, TableCode, shown

_WHOLE = re.compile(r"[0-9]{1,7}(\.0+)?", re.ASCII)
"""Also as spreadsheets and pandas write a whole number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCases:
    """A row of the list."""

    row: int
    unit_code: str
    adjustment: str
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentsReading:
    """The rows in the order of the file, none when there are faults."""

    rows: tuple[ListedCases, ...]
    faults: tuple[Fault, ...]
    total_faults: int
    warnings: tuple[Fault, ...]
    sha256: str

    @property
    def by_unit(self) -> Mapping[str, Mapping[str, int]]:
        """Numbers by the code of the unit and of the adjustment."""
        found: dict[str, dict[str, int]] = {}
        for one in self.rows:
            found.setdefault(one.unit_code, {})[one.adjustment] = one.cases
        return found


def read_adjustments(path: Path) -> AdjustmentsReading:
    """Read `unit_code, adjustment, cases`, one row for each number; other columns are ignored.

    Raises OSError when the file cannot be read at all.
    """
    log = FaultLog()
    rows: list[ListedCases] = []
    seen: dict[tuple[str, str], int] = {}
    with path.open("rb") as stream:
        table = CsvTable(stream, log=log)
        if table.open(required=CASES_COLUMNS, optional=()):
            for block in table.blocks():
                columns = (block.columns[name] for name in CASES_COLUMNS)
                for row, cells in zip(block.rows, zip(*columns, strict=True), strict=True):
                    unit, adjustment, cases = (cell.strip() for cell in cells)
                    _judge(row, {"unit_code": unit, "adjustment": adjustment}, seen=seen, log=log)
                    rows.append(
                        ListedCases(
                            row=row,
                            unit_code=unit,
                            adjustment=adjustment,
                            cases=_cases(row, cases, log=log),
                        )
                    )
    return AdjustmentsReading(
        rows=() if log.total else tuple(rows),
        faults=tuple(log.faults),
        total_faults=log.total,
        warnings=tuple(log.warnings),
        sha256=table.sha256,
    )


def _judge(
    row: int, names: Mapping[str, str], *, seen: dict[tuple[str, str], int], log: FaultLog
) -> None:
    for name, text in names.items():
        for code, details in text_faults(text):
            log.note(code, f"row {row}, {name}", **details)
    place = names["unit_code"], names["adjustment"]
    if place in seen:
        value = shown(" ".join(place))
        log.note(TableCode.TWICE, f"row {row}", value=value, row=str(seen[place]))
    seen.setdefault(place, row)


def _cases(row: int, cell: str, *, log: FaultLog) -> int:
    where = f"row {row}, cases"
    if not cell:
        log.note(TableCode.BLANK_CELL, where)
    elif not _WHOLE.fullmatch(cell):
        log.note(TableCode.NOT_A_NUMBER_OF_CASES, where, value=shown(cell))
    else:
        return int(cell.partition(".")[0])
    return 0

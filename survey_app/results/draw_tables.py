"""Reads the list that a sample was drawn from, and the sample: all rows, or all that is wrong."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Generic, TypeVar

from field_export.draw_files import CASE_COLUMNS, SAMPLE_COLUMNS
from questionnaires import Fault
from scoring.draw import SampleList
from scoring.draw_check import PublishedMember
from scoring.frame_list import FrameCase
from survey_app.results.points_file import text_faults
from survey_app.results.response_columns import whole_number
from survey_app.table_files.csv_table import CsvTable
from survey_app.table_files.problems import FaultLog, TableCode, shown

MAY_BE_BLANK = frozenset({"stratum", "order_key"})
"""Columns of a list without strata, or of a draw that needs no order; they may also be absent."""

_WEIGHT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,12})?", re.ASCII)
_TEXTS = ("case_id", "lot", "response_uuid", "stratum", "order_key")
_LISTS = {one.value: one for one in SampleList}

Row = TypeVar("Row")
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReading(Generic[Row]):
    """The rows in the order of the file, none when there are faults.

    faults: the first ones in full; total_faults counts all. warnings stop nothing.
    """

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    total_faults: int
    warnings: tuple[Fault, ...]


def read_cases(path: Path) -> TableReading[FrameCase]:
    """Read `case_id, stratum, order_key`. Raises OSError when the file cannot be read at all."""
    log = FaultLog()
    first_rows: dict[str, int] = {}

    def case(row: int, cells: Cells) -> FrameCase:
        case_id = cells["case_id"]
        first = first_rows.setdefault(case_id, row)
        if first != row and case_id:
            log.note(TableCode.TWICE, f"row {row}, case_id", value=shown(case_id), row=str(first))
        return FrameCase(
            case_id=case_id,
            stratum=cells.get("stratum", ""),
            order_key=cells.get("order_key", ""),
        )

    return read_rows(path, columns=CASE_COLUMNS, make=case, log=log)


def read_sample(path: Path) -> TableReading[PublishedMember]:
    """Read `case_id, stratum, list, place, weight`.

    A case that stands twice is no fault of the file: it is a difference from the draw. Raises
    OSError when the file cannot be read at all.
    """
    log = FaultLog()

    def member(row: int, cells: Cells) -> PublishedMember:
        return PublishedMember(
            row=row,
            case_id=cells["case_id"],
            stratum=cells.get("stratum", ""),
            sample_list=_list(row, cells["list"], log=log),
            place=read_place(row, cells["place"], log=log),
            weight=read_decimal(row, "weight", cells["weight"], log=log),
        )

    return read_rows(path, columns=SAMPLE_COLUMNS, make=member, log=log)


def read_rows(
    path: Path,
    *,
    columns: tuple[str, ...],
    make: Callable[[int, Cells], Row],
    log: FaultLog,
    may_be_blank: frozenset[str] = MAY_BE_BLANK,
) -> TableReading[Row]:
    """Read a table with these columns; `make` notes in `log` what is wrong with a row.

    may_be_blank: columns that may be blank or absent. Raises OSError when the file cannot be read.
    """
    rows: list[Row] = []
    required = [name for name in columns if name not in may_be_blank]
    with path.open("rb") as stream:
        table = CsvTable(stream, log=log)
        if table.open(required=required, optional=may_be_blank & {*columns}):
            for row, cells in _rows(table):
                _judge_texts(row, cells, log=log, may_be_blank=may_be_blank)
                rows.append(make(row, cells))
    return TableReading(
        rows=() if log.total else tuple(rows),
        faults=tuple(log.faults),
        total_faults=log.total,
        warnings=tuple(log.warnings),
    )


def _rows(table: CsvTable) -> Iterator[tuple[int, Cells]]:
    for block in table.blocks():
        names = tuple(block.columns)
        for row, cells in zip(block.rows, zip(*block.columns.values(), strict=True), strict=True):
            yield row, dict(zip(names, map(str.strip, cells), strict=True))


def _judge_texts(row: int, cells: Cells, *, log: FaultLog, may_be_blank: frozenset[str]) -> None:
    for name in _TEXTS:
        cell = cells.get(name, "")
        if not cell and (name in may_be_blank or name not in cells):
            continue
        for code, details in text_faults(cell):
            log.note(code, f"row {row}, {name}", **details)


def _list(row: int, cell: str, *, log: FaultLog) -> SampleList:
    if cell not in _LISTS:
        code = TableCode.NOT_A_LIST if cell else TableCode.BLANK_CELL
        log.note(code, f"row {row}, list", value=shown(cell))
    return _LISTS.get(cell, SampleList.OFFICIAL)


def read_place(row: int, cell: str, *, log: FaultLog) -> int:
    """A place in an order; notes in `log` what is none."""
    place = whole_number(cell)
    if place is None:
        code = TableCode.NOT_A_COUNT if cell else TableCode.BLANK_CELL
        log.note(code, f"row {row}, place", value=shown(cell))
    return int(place or 0)


def read_decimal(row: int, column: str, cell: str, *, log: FaultLog) -> Decimal:
    """A number above 0 with at most 12 decimals; notes in `log` what is none."""
    weight = Decimal(cell) if _WEIGHT.fullmatch(cell) else Decimal(0)
    if not weight:
        code = TableCode.DECIMAL_COMMA if "," in cell else TableCode.NOT_POSITIVE
        log.note(code if cell else TableCode.BLANK_CELL, f"row {row}, {column}", value=shown(cell))
    return weight

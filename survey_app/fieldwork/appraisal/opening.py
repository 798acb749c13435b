"""Opens a table of points, CSV or XLSX, and finds its header."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from survey_app.fieldwork.appraisal.problems import AppraisalCode
from survey_app.fieldwork.frame.problems import FrameCode
from survey_app.fieldwork.frame.source import SEPARATORS
from survey_app.fieldwork.frame.values import Cell, CellRefused, written
from survey_app.fieldwork.frame.workbook import Sheet, Workbook
from survey_app.table_files.csv_records import CsvRecords
from survey_app.table_files.other_files import ZIP, other_file
from survey_app.table_files.problems import FaultLog, TableCode, shown

MOST_KILOBYTES = 300
KILOBYTE = 1024
SEARCHED_ROWS = 20
"""Rows in which the header is looked for: above it stand titles."""
LEAST_KNOWN = 2
"""Columns that a row must name to be the header."""
_OLE = b"\xd0\xcf\x11\xe0"

Rows = Iterator[tuple[int, Sequence[Cell]]]
Named = Callable[[str], str | None]
"""What a column is by its heading; None for one that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedTable:
    """A table with its header found; `rows` are those below it, blank ones included.

    places: where each known column stands. errors: cells with an error, by row and place.
    """

    headers: tuple[str, ...]
    places: Mapping[str, int]
    header_row: int
    rows: Rows
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def where(self, number: int, column: str) -> str:
        """The place of a cell, as a person finds it in the file."""
        return f"row {number}, {shown(self.headers[self.places[column]])}"

    def cells(self, number: int, row: Sequence[Cell]) -> Mapping[str, Cell]:
        """The known cells of a row; where a spreadsheet shows an error, that error."""
        return {
            name: self.errors.get((number, place), row[place] if place < len(row) else None)
            for name, place in self.places.items()
        }


def open_table(data: bytes, *, named: Named, log: FaultLog) -> OpenedTable | None:
    """None when the file cannot be read or has no header; the log says why."""
    if len(data) > MOST_KILOBYTES * KILOBYTE:
        log.note(AppraisalCode.TOO_LARGE, "file", maximum=str(MOST_KILOBYTES))
    elif other := other_file(data):
        log.note(other[0], "file", **other[1])
    elif data.startswith(ZIP):
        return _of_workbook(data, named=named, log=log)
    elif data.startswith(_OLE):
        log.note(FrameCode.OLD_WORKBOOK, "file")
    elif not data.strip(b"\xef\xbb\xbf \t\r\n;,"):
        log.note(TableCode.EMPTY_FILE, "line 1")
    else:
        return _of_csv(data, named=named, log=log)
    return None


def _of_csv(data: bytes, *, named: Named, log: FaultLog) -> OpenedTable | None:
    """The separator is the one with which a header is found best."""

    def known(separator: str) -> int:
        first = CsvRecords(io.BytesIO(data), log=FaultLog(), separator=separator).numbered()
        return max((_known(cells, named) for _, cells in islice(first, SEARCHED_ROWS)), default=0)

    best = max(SEPARATORS, key=known)
    records = CsvRecords(io.BytesIO(data), log=log, separator=best).numbered()
    return _below_header(records, named=named, log=log)


def _of_workbook(data: bytes, *, named: Named, log: FaultLog) -> OpenedTable | None:
    book = Workbook(data, log=log)
    if not book.open():
        return None
    fitting = [name for name in book.sheet_names if _has_header(book.sheet(name), named)]
    if log.total:
        return None
    if not fitting:
        log.note(AppraisalCode.NO_SHEET, "file")
        return None
    if len(fitting) > 1:
        log.note(AppraisalCode.SEVERAL_SHEETS, "file", sheets=", ".join(fitting))
        return None
    sheet = book.sheet(fitting[0])
    if sheet is None:
        return None
    return _below_header(sheet.rows, named=named, log=log, errors=sheet.errors)


def _has_header(sheet: Sheet | None, named: Named) -> bool:
    if sheet is None:
        return False
    first = islice(sheet.rows, SEARCHED_ROWS)
    return any(_known(cells, named) >= LEAST_KNOWN for _, cells in first)


def _names(cells: Sequence[Cell]) -> tuple[str, ...]:
    try:
        return tuple(written(cell) for cell in cells)
    except CellRefused:
        return ()


def _known(cells: Sequence[Cell], named: Named) -> int:
    """How many columns this row names, if it is the header."""
    return len({found for name in _names(cells) if (found := named(name)) is not None})


def _below_header(
    rows: Rows,
    *,
    named: Named,
    log: FaultLog,
    errors: Mapping[tuple[int, int], str] | None = None,
) -> OpenedTable | None:
    first = list(islice(rows, SEARCHED_ROWS))
    known, place = max(
        ((_known(cells, named), -place) for place, (_, cells) in enumerate(first)), default=(0, 0)
    )
    if known < LEAST_KNOWN:
        if not log.total:
            log.note(AppraisalCode.NO_HEADER, "row 1", rows=str(SEARCHED_ROWS))
        return None
    number, cells = first[-place]
    headers = _names(cells)
    places = _places(headers, named=named, where=f"row {number}", log=log)
    if places is None:
        return None
    return OpenedTable(
        headers=headers,
        places=places,
        header_row=number,
        rows=_fitting(chain(first[1 - place :], rows), width=len(headers), log=log),
        errors=errors or {},
    )


def _fitting(rows: Rows, *, width: int, log: FaultLog) -> Rows:
    """Rows that have no more cells than the header; a decimal comma may have made one more."""
    for number, cells in rows:
        if any(cell not in {None, ""} for cell in cells[width:]):
            words = {"found": str(len(cells)), "expected": str(width)}
            log.note(TableCode.WRONG_NUMBER_OF_CELLS, f"row {number}", **words)
        else:
            yield number, cells


def _places(
    headers: Sequence[str], *, named: Named, where: str, log: FaultLog
) -> Mapping[str, int] | None:
    found: dict[str, list[int]] = {}
    for place, header in enumerate(headers):
        name = named(header)
        if name is not None:
            found.setdefault(name, []).append(place)
        elif header:
            log.warn(TableCode.UNKNOWN_COLUMN, where, column=shown(header))
    for places in found.values():
        if len(places) > 1:
            names = ", ".join(shown(headers[place]) for place in places)
            log.note(AppraisalCode.COLUMN_TWICE, where, headers=names)
    return None if log.total else {name: places[0] for name, places in found.items()}

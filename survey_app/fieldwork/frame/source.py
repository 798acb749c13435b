"""Opens a list, whatever kind of file it is, and finds the header in it."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from survey_app.fieldwork.frame.fields import plain
from survey_app.fieldwork.frame.mapping import FrameMapping, guess_columns
from survey_app.fieldwork.frame.merged import Range
from survey_app.fieldwork.frame.problems import FrameCode
from survey_app.fieldwork.frame.values import Cell, CellRefused, written
from survey_app.fieldwork.frame.workbook import MOST_COLUMNS, Workbook
from survey_app.table_files.csv_records import CsvRecords
from survey_app.table_files.other_files import ZIP, other_file
from survey_app.table_files.problems import FaultLog, TableCode

MAX_FILE_MB = 100
MAX_FILE_BYTES = MAX_FILE_MB * 1024 * 1024
SEPARATORS = (";", ",", "\t", "|")
SEARCHED_ROWS = 30
"""Rows in which the header is looked for: above it stand titles."""
LEAST_KNOWN = 3
"""Columns that a row must name to be the header."""
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

Rows = Iterator[tuple[int, Sequence[Cell]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A list with its header found; `rows` are those below it, blank ones included.

    total: the number of the last row, as far as it is known before reading.
    errors: cells of a workbook that hold an error, by row and place. merged: its merged cells.
    """

    headers: tuple[str, ...]
    header_row: int
    rows: Rows
    total: int | None
    sheet: str | None = None
    separator: str | None = None
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[Range, ...] = ()


def open_source(data: bytes, *, mapping: FrameMapping | None, log: FaultLog) -> Source | None:
    """None when the file cannot be read or has no header; the log says why."""
    if len(data) > MAX_FILE_BYTES:
        log.note(FrameCode.FILE_TOO_LARGE, "file", maximum=str(MAX_FILE_MB))
    elif other := other_file(data):
        log.note(other[0], "file", **other[1])
    elif data.startswith(ZIP):
        return _of_workbook(data, mapping=mapping, log=log)
    elif data.startswith(_OLE):
        code = FrameCode.WITH_PASSWORD if _ENCRYPTED in data else FrameCode.OLD_WORKBOOK
        log.note(code, "file")
    elif not data.strip(b"\xef\xbb\xbf \t\r\n;,"):
        log.note(TableCode.EMPTY_FILE, "line 1")
    else:
        return _of_csv(data, mapping=mapping, log=log)
    return None


def is_workbook(data: bytes) -> bool:
    """Whether these bytes begin a workbook."""
    return data.startswith(ZIP)


def sheets_of(data: bytes) -> tuple[str, ...]:
    """The sheets of a workbook that people see; none of another file, or a broken one."""
    if len(data) > MAX_FILE_BYTES or not data.startswith(ZIP):
        return ()
    book = Workbook(data, log=FaultLog())
    return book.sheet_names if book.open() else ()


def _of_csv(data: bytes, *, mapping: FrameMapping | None, log: FaultLog) -> Source | None:
    """The separator is the one with which a header is found best."""
    best, best_known = SEPARATORS[0], -1
    for separator in SEPARATORS:
        first = CsvRecords(io.BytesIO(data), log=FaultLog(), separator=separator).numbered()
        known = max((_known(_names(cells), mapping) for _, cells in _first(first)), default=0)
        if known > best_known:
            best, best_known = separator, known
    records = CsvRecords(io.BytesIO(data), log=log, separator=best).numbered()
    found = _below_header(records, mapping=mapping, log=log)
    if found is None:
        return None
    number, headers, rows = found
    total = data.count(b"\n") + 1
    return Source(headers=headers, header_row=number, rows=rows, total=total, separator=best)


def _of_workbook(data: bytes, *, mapping: FrameMapping | None, log: FaultLog) -> Source | None:
    book = Workbook(data, log=log)
    if not book.open():
        return None
    name = _chosen_sheet(book, mapping=mapping, log=log)
    sheet = None if name is None else book.sheet(name)
    if sheet is None:
        return None
    found = _below_header(sheet.rows, mapping=mapping, log=log)
    if found is None:
        return None
    number, headers, rows = found
    others = [other for other in book.sheet_names if other != name]
    if others:
        log.warn(FrameCode.OTHER_SHEETS, f"sheet {name}", sheets=", ".join(others))
    return Source(
        headers=headers,
        header_row=number,
        rows=rows,
        total=sheet.total,
        sheet=name,
        errors=sheet.errors,
        merged=sheet.merged,
    )


def _chosen_sheet(book: Workbook, *, mapping: FrameMapping | None, log: FaultLog) -> str | None:
    """The one that is named, else the only one that people see, else the only one with a header."""
    names = book.sheet_names
    if (mapping is not None and mapping.sheet is not None) or not names:
        wanted = "" if mapping is None or mapping.sheet is None else mapping.sheet
        if wanted in names:
            return wanted
        log.note(FrameCode.NO_SHEET, "file", sheet=wanted, known=", ".join(names))
        return None
    if len(names) == 1:
        return names[0]
    fitting = [name for name in names if _has_header(book, name, mapping=mapping)]
    if len(fitting) > 1:
        log.note(FrameCode.SEVERAL_SHEETS, "file", sheets=", ".join(fitting))
        return None
    return None if log.total else (fitting or names)[0]


def _has_header(book: Workbook, name: str, *, mapping: FrameMapping | None) -> bool:
    sheet = book.sheet(name)
    if sheet is None:
        return False
    return any(_known(_names(cells), mapping) >= LEAST_KNOWN for _, cells in _first(sheet.rows))


def _first(rows: Rows) -> list[tuple[int, Sequence[Cell]]]:
    return list(islice(rows, SEARCHED_ROWS))


def _names(cells: Sequence[Cell]) -> tuple[str, ...]:
    try:
        return tuple(written(cell) for cell in cells[: MOST_COLUMNS + 1])
    except CellRefused:
        return ()


def _known(names: Sequence[str], mapping: FrameMapping | None) -> int:
    """How many columns this row names, if it is the header: those of the mapping count twice."""
    known = len(guess_columns(names))
    if mapping is not None and mapping.columns:
        wanted = {plain(header) for header in mapping.columns.values()}
        known += len(wanted & {plain(name) for name in names})
    return known


def _below_header(
    rows: Rows, *, mapping: FrameMapping | None, log: FaultLog
) -> tuple[int, tuple[str, ...], Rows] | None:
    """The number of the header, its cells, and the rows below."""
    first = _first(rows)
    rated = [(_known(_names(cells), mapping), -place) for place, (_, cells) in enumerate(first)]
    known, place = max(rated, default=(0, 0))
    least = min(LEAST_KNOWN, len(mapping.columns)) if mapping and mapping.columns else LEAST_KNOWN
    if known < least:
        if not log.total:
            log.note(FrameCode.NO_HEADER, "row 1", rows=str(SEARCHED_ROWS))
        return None
    number, cells = first[-place]
    width = len(cells)
    if width > MOST_COLUMNS:
        log.note(
            FrameCode.TOO_MANY_COLUMNS,
            f"row {number}",
            found=str(width),
            maximum=str(MOST_COLUMNS),
        )
        return None
    return number, _names(cells), _chained(first[1 - place :], rows)


def _chained(first: Sequence[tuple[int, Sequence[Cell]]], rest: Rows) -> Rows:
    below = list(first)
    if below and _numbers_the_columns(below[0][1]):
        below.pop(0)
    yield from below
    yield from rest


def _numbers_the_columns(cells: Sequence[Cell]) -> bool:
    """Whether this is the row (1), (2), (3) … that official tables have below the header."""
    said = [name.strip("()") for name in _names(cells) if name]
    return len(said) >= LEAST_KNOWN and said == [str(number) for number in range(1, len(said) + 1)]

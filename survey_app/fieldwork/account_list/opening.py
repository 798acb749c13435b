"""Opens a list of people, CSV or XLSX, and finds its header."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from survey_app.fieldwork.account_list.columns import REQUIRED, ListColumn, columns_named
from survey_app.fieldwork.account_list.problems import AccountListCode
from survey_app.fieldwork.frame.fields import plain
from survey_app.fieldwork.frame.problems import FrameCode
from survey_app.fieldwork.frame.source import SEPARATORS
from survey_app.fieldwork.frame.values import Cell, CellRefused, written
from survey_app.fieldwork.frame.words import NUMBERS_OF_ROWS
from survey_app.fieldwork.frame.workbook import Sheet, Workbook
from survey_app.table_files.csv_records import CsvRecords
from survey_app.table_files.other_files import ZIP, other_file
from survey_app.table_files.problems import FaultLog, TableCode, shown

MAX_FILE_MB = 10
MAX_FILE_BYTES = MAX_FILE_MB * 1024 * 1024
SEARCHED_ROWS = 20
"""Rows in which the header is looked for: above it stand titles."""
LEAST_KNOWN = 2
"""Columns that a row must name to be the header."""
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

Rows = Iterator[tuple[int, Sequence[Cell]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedList:
    """A list with its header found; `rows` are those below it, blank ones included.

    places: where each column stands. errors: cells that hold an error, by row and place.
    """

    headers: tuple[str, ...]
    places: dict[ListColumn, int]
    header_row: int
    rows: Rows
    errors: dict[tuple[int, int], str] = field(default_factory=dict)

    def where(self, number: int, one: ListColumn) -> str:
        """The place of a cell, as a person finds it in the file."""
        place = self.places.get(one)
        return f"row {number}, {one.value if place is None else shown(self.headers[place])}"


def open_list(data: bytes, *, log: FaultLog) -> OpenedList | None:
    """None when the file cannot be read or its header does not do; the log says why."""
    if len(data) > MAX_FILE_BYTES:
        log.note(AccountListCode.FILE_TOO_LARGE, "file", maximum=str(MAX_FILE_MB))
    elif other := other_file(data):
        log.note(other[0], "file", **other[1])
    elif data.startswith(ZIP):
        return _of_workbook(data, log=log)
    elif data.startswith(_OLE):
        code = FrameCode.WITH_PASSWORD if _ENCRYPTED in data else FrameCode.OLD_WORKBOOK
        log.note(code, "file")
    elif not data.strip(b"\xef\xbb\xbf \t\r\n;,"):
        log.note(TableCode.EMPTY_FILE, "line 1")
    else:
        return _of_csv(data, log=log)
    return None


def _of_csv(data: bytes, *, log: FaultLog) -> OpenedList | None:
    """The separator is the one with which a header is found best."""

    def known(separator: str) -> int:
        first = CsvRecords(io.BytesIO(data), log=FaultLog(), separator=separator).numbered()
        return max((_known(cells) for _, cells in islice(first, SEARCHED_ROWS)), default=0)

    best = max(SEPARATORS, key=known)
    return _below_header(CsvRecords(io.BytesIO(data), log=log, separator=best).numbered(), log=log)


def _of_workbook(data: bytes, *, log: FaultLog) -> OpenedList | None:
    book = Workbook(data, log=log)
    if not book.open():
        return None
    name = _chosen_sheet(book, log=log)
    sheet = None if name is None else book.sheet(name)
    if sheet is None:
        return None
    others = [other for other in book.sheet_names if other != name]
    if others:
        log.warn(AccountListCode.OTHER_SHEETS, f"sheet {name}", sheets=", ".join(others))
    return _below_header(sheet.rows, log=log, errors=sheet.errors)


def _chosen_sheet(book: Workbook, *, log: FaultLog) -> str | None:
    """The only one that people see, else the only one with a header."""
    names = book.sheet_names
    if not names:
        log.note(AccountListCode.NO_SHEET, "file")
        return None
    if len(names) == 1:
        return names[0]
    fitting = [name for name in names if _has_header(book.sheet(name))]
    if len(fitting) > 1:
        log.note(AccountListCode.SEVERAL_SHEETS, "file", sheets=", ".join(fitting))
        return None
    return None if log.total else (fitting or names)[0]


def _has_header(sheet: Sheet | None) -> bool:
    if sheet is None:
        return False
    return any(_known(cells) >= LEAST_KNOWN for _, cells in islice(sheet.rows, SEARCHED_ROWS))


def _names(cells: Sequence[Cell]) -> tuple[str, ...]:
    try:
        return tuple(written(cell) for cell in cells)
    except CellRefused:
        return ()


def _known(cells: Sequence[Cell]) -> int:
    """How many columns this row names, if it is the header."""
    return len(columns_named(_names(cells)))


def _below_header(
    rows: Rows, *, log: FaultLog, errors: dict[tuple[int, int], str] | None = None
) -> OpenedList | None:
    first = list(islice(rows, SEARCHED_ROWS))
    known, place = max(
        ((_known(cells), -place) for place, (_, cells) in enumerate(first)), default=(0, 0)
    )
    if known < LEAST_KNOWN:
        if not log.total:
            log.note(AccountListCode.NO_HEADER, "row 1", rows=str(SEARCHED_ROWS))
        return None
    number, cells = first[-place]
    headers = _names(cells)
    places = _places(headers, where=f"row {number}", log=log)
    if places is None:
        return None
    return OpenedList(
        headers=headers,
        places=places,
        header_row=number,
        rows=_chained(first[1 - place :], rows),
        errors=errors or {},
    )


def _places(headers: Sequence[str], *, where: str, log: FaultLog) -> dict[ListColumn, int] | None:
    found = columns_named(headers)
    for places in found.values():
        if len(places) > 1:
            named = ", ".join(shown(headers[place]) for place in places)
            log.note(AccountListCode.COLUMN_TWICE, where, headers=named)
    missing = [one.value for one in REQUIRED if one not in found]
    if missing:
        log.note(AccountListCode.COLUMNS_MISSING, where, columns=", ".join(missing))
    if log.total:
        return None
    read = {place for places in found.values() for place in places}
    for place, header in enumerate(headers):
        if place not in read and header and plain(header) not in NUMBERS_OF_ROWS:
            log.warn(TableCode.UNKNOWN_COLUMN, where, column=shown(header))
    return {one: places[0] for one, places in found.items()}


def _chained(first: Sequence[tuple[int, Sequence[Cell]]], rest: Rows) -> Rows:
    yield from first
    yield from rest

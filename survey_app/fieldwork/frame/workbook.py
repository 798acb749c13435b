"""Reads the sheets of an XLSX workbook, after looking at how far they reach.

The library lays a sheet out as one rectangle, from the first cell to the last, at 32 bytes a cell:
one number typed into the last row and column would need 550 GB. It also gives a cell with an
error as a blank one. Both are looked for in the file itself first.
"""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from survey_app.fieldwork.frame.merged import Range
from survey_app.fieldwork.frame.problems import FrameCode
from survey_app.fieldwork.frame.values import Cell
from survey_app.table_files.problems import FaultLog

MOST_CELLS = 8_000_000
"""Cells of the rectangle: 200,000 rows of 40 columns, 256 MB."""
MOST_COLUMNS = 256
CHUNK = 1 << 20
LONGEST_CELL = 1 << 16
"""Bytes that two chunks share, so that no cell is missed between them."""
MEGABYTE = 1 << 20
MOST_OF_SHEET, MOST_OF_OTHERS = 512 * MEGABYTE, 256 * MEGABYTE
"""Bytes of a part after unpacking: a small file may be made to unpack to terabytes."""
LETTERS = 26

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    CalamineError,
    KeyError,
    ValueError,
    EOFError,
    OSError,
    RuntimeError,  # a part that is encrypted, or packed in a way that is not known
)

_CELL = re.compile(
    rb"<(?:\w+:)?c\b[^>]*?\sr=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>]*(?<!/)>", re.ASCII
)
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*\st=[\"']e[\"'])[^>]*?\sr=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>]*>"
    rb".{0,4000}?<(?:\w+:)?v>(#[^<]*)<",
    re.ASCII | re.DOTALL,
)
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*?\sref=[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']",
    re.ASCII,
)
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r"([\w:]+)=(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How far a sheet reaches, its cells with an error and its merged cells.

    Rows are counted from 1, columns from 0.
    """

    rows: int
    columns: int
    errors: dict[tuple[int, int], str]
    merged: frozenset[Range]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet that was read: rows with their numbers, blank ones included.

    errors: cells with an error, by row as numbered and place in the row counted from 0.
    merged: merged cells, in the same way.
    """

    name: str
    rows: Iterator[tuple[int, Sequence[Cell]]]
    total: int
    errors: dict[tuple[int, int], str]
    merged: tuple[Range, ...]


class Workbook:
    """An XLSX file; `sheet_names` are those that people see."""

    def __init__(self, data: bytes, *, log: FaultLog) -> None:
        self._log = log
        self._data = data
        self._book: CalamineWorkbook | None = None
        self._parts: dict[str, str] = {}
        self.sheet_names: tuple[str, ...] = ()

    def open(self) -> bool:
        """False when it cannot be read; the log says why."""
        try:
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
                self._parts = _sheet_parts(archive)
                if not self._texts_fit(archive):
                    return False
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(self._data))
        except UNREADABLE:
            self._log.note(FrameCode.BROKEN_WORKBOOK, "file")
            return False
        self.sheet_names = tuple(
            one.name
            for one in self._book.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet
            and one.visible == SheetVisibleEnum.Visible
            and one.name in self._parts
        )
        return True

    def _texts_fit(self, archive: zipfile.ZipFile) -> bool:
        """The library unpacks what the sheets share as soon as it opens the file."""
        for part in archive.namelist():
            if part in self._parts.values():
                continue
            size = 0
            with archive.open(part) as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size > MOST_OF_OTHERS:
                        _note_too_large(self._log, part, MOST_OF_OTHERS)
                        return False
        return True

    def sheet(self, name: str) -> Sheet | None:
        """None when it cannot be read; the log says why."""
        if self._book is None:
            raise ValueError("the workbook has not been opened")
        try:
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
                extent = _extent(archive, self._parts[name])
            if extent is None:
                _note_too_large(self._log, f"sheet {name}", MOST_OF_SHEET)
                return None
            if not self._fits(extent, name):
                return None
            found = self._book.get_sheet_by_name(name)
        except UNREADABLE:
            self._log.note(FrameCode.BROKEN_WORKBOOK, f"sheet {name}")
            return None
        _, left = found.start or (0, 0)
        return Sheet(
            name=name,
            rows=enumerate(found.iter_rows(), start=1),
            total=found.total_height,
            errors={(row, column - left): value for (row, column), value in extent.errors.items()},
            merged=tuple((top, a - left, last, b - left) for top, a, last, b in extent.merged),
        )

    def _fits(self, extent: Extent, name: str) -> bool:
        where = f"sheet {name}"
        if extent.rows * extent.columns > MOST_CELLS:
            self._log.note(
                FrameCode.TOO_MANY_CELLS, where, row=str(extent.rows), column=str(extent.columns)
            )
            return False
        if extent.columns > MOST_COLUMNS:
            self._log.note(
                FrameCode.TOO_MANY_COLUMNS,
                where,
                found=str(extent.columns),
                maximum=str(MOST_COLUMNS),
            )
            return False
        return True


def _note_too_large(log: FaultLog, where: str, maximum: int) -> None:
    log.note(FrameCode.UNPACKS_TOO_LARGE, where, maximum=str(maximum // MEGABYTE))


def _extent(archive: zipfile.ZipFile, part: str) -> Extent | None:
    """None when the part unpacks to more than any list needs."""
    rows, columns, size, rest = 0, 0, 0, b""
    errors: dict[tuple[int, int], str] = {}
    merged: set[Range] = set()
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > MOST_OF_SHEET:
                return None
            text = rest + chunk
            for letters, number in _furthest(text).items():
                rows, columns = max(rows, number), max(columns, _column(letters) + 1)
            if b"#" in text:
                for letters, number, value in _ERROR.findall(text):
                    errors[int(number), _column(letters)] = value.decode("ascii", "replace")
            if b"mergeCell " in text:
                merged.update(_ranges(text))
            rest = text[-LONGEST_CELL:]
    return Extent(rows=rows, columns=columns, errors=errors, merged=frozenset(merged))


def _ranges(text: bytes) -> Iterator[Range]:
    for left, first, right, last in _MERGED.findall(text):
        yield int(first), _column(left), int(last), _column(right)


def _furthest(text: bytes) -> dict[bytes, int]:
    """Every column that has a value here, with its last row."""
    last: dict[bytes, int] = {}
    for letters, number in _CELL.findall(text):
        row = int(number)
        if row > last.get(letters, 0):
            last[letters] = row
    return last


def _column(letters: bytes) -> int:
    """A is 0, Z is 25, AA is 26."""
    place = 0
    for letter in letters:
        place = place * LETTERS + letter - ord("A") + 1
    return place - 1


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive in which each sheet stands, by its name."""
    targets = {
        one.get("Id", ""): one.get("Target", "")
        for one in _attributes(_RELATION, _start_of(archive, "xl/_rels/workbook.xml.rels"))
    }
    parts = {}
    for one in _attributes(_SHEET, _start_of(archive, "xl/workbook.xml")):
        keys = [key for name, key in one.items() if name.endswith(":id")]
        target = next((targets[key] for key in keys if key in targets), None)
        if target is not None:
            part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            parts[one.get("name", "")] = part
    return parts


def _start_of(archive: zipfile.ZipFile, part: str) -> str:
    with archive.open(part) as stream:
        return stream.read(CHUNK).decode("utf-8", "replace")


def _attributes(tag: re.Pattern[str], text: str) -> Iterator[dict[str, str]]:
    for found in tag.findall(text):
        yield {
            name: html.unescape(double or single)
            for name, double, single in _ATTRIBUTE.findall(found)
        }

"""A workbook (XLSX): sheets of one table each, ready to be read, computed with and printed.

Sizes are measured in characters. A text is written as a text whatever it begins with, so that no
cell runs; only a `Formula` is one. The same workbook gives the same bytes: the only time in it is
the one that is given.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from xlsxwriter import Workbook as XlsxWorkbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

LONGEST_NAME = 31
"""Characters of the name of a sheet that every program takes."""
A4 = 9
FONT, SIZE = "Times New Roman", 11
MARGIN, TOP = 0.6, 0.8
"""Inches."""
HEAD_COLOUR = "#E7ECF2"
LINE, HIGHEST = 15.0, 400.0
"""Points: a line of a cell, and the highest row that programs take."""
INDENT = 1
"""Characters of white before words, so that they do not touch a number before them."""
BOLD = 1.5
"""How much wider a bold line is that breaks at words of a narrow column."""

TITLE = 1.5
"""How much wider and higher than a note the bold line of a title is."""


class Kind(StrEnum):
    """What stands in a column, and with how many decimals."""

    TEXT = "text"
    WHOLE = "whole"
    POINTS = "points"
    PERCENT = "percent"
    SHARE = "share"


NUMBER_FORMATS = {
    Kind.WHOLE: "#,##0",
    Kind.POINTS: "#,##0.00",
    Kind.PERCENT: "#,##0.0",
    Kind.SHARE: "#,##0.0000",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """What a cell computes, and what comes out, for programs that do not compute."""

    text: str
    value: str | int | Decimal | Fraction | None


Cell = str | int | Decimal | Fraction | Formula | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """width: in characters."""

    title: str
    width: int
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table under its title. notes: sentences above it. stays: columns that do not scroll away.

    empty: what is said in the place of a table without rows.
    """

    name: str
    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    empty: str = ""
    stays: int = 0

    @property
    def first_row(self) -> int:
        """The number of the first row of the table, as a formula names it."""
        return len(self.notes) + 4

    @property
    def last_row(self) -> int:
        """The number of the last one; never before the first."""
        return self.first_row + max(len(self.rows), 1) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """title, subject, author, remark: properties of the file. foot: below every page, with the
    page and the number of pages where `{page}` and `{pages}` stand.
    """

    title: str
    subject: str
    author: str
    remark: str
    made_at: datetime
    foot: str
    sheets: tuple[Sheet, ...]


def workbook_bytes(of: Workbook) -> bytes:
    """The file. Raises ValueError for sheets whose names no workbook can have."""
    names = [sheet.name.casefold() for sheet in of.sheets]
    if len(set(names)) != len(names) or not all(0 < len(name) <= LONGEST_NAME for name in names):
        raise ValueError("names of sheets are different, and of 1 to 31 characters")
    file = io.BytesIO()
    book = XlsxWorkbook(file, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties(
        {
            "title": of.title,
            "subject": of.subject,
            "author": of.author,
            "comments": of.remark,
            "created": of.made_at.replace(tzinfo=None),
        }
    )
    book.set_calc_mode("auto")
    formats = _Formats(book)
    for sheet in of.sheets:
        _write(book.add_worksheet(sheet.name), sheet, formats=formats, foot=of.foot)
    book.close()
    return file.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Across:
    """How a line across the table looks, and where it takes several."""

    short: Format
    wrapped: Format


class _Formats:
    """How cells look."""

    def __init__(self, book: XlsxWorkbook) -> None:
        base = {"font_name": FONT, "font_size": SIZE, "valign": "top"}
        title, note = {"bold": True, "font_size": SIZE + 3}, {"italic": True}
        wrapped = base | {"text_wrap": True}
        self.title = _Across(
            short=book.add_format(base | title), wrapped=book.add_format(wrapped | title)
        )
        self.note = _Across(
            short=book.add_format(base | note), wrapped=book.add_format(wrapped | note)
        )
        head = base | {"bold": True, "text_wrap": True, "bg_color": HEAD_COLOUR, "border": 1}
        # An x in the place of a number stands where numbers do; words do not touch the one before.
        at_right, at_left = {"align": "right"}, {"align": "left", "indent": INDENT}
        self.heads: dict[Kind, Format] = dict.fromkeys(
            NUMBER_FORMATS, book.add_format(head | at_right)
        )
        self.heads[Kind.TEXT] = book.add_format(head | at_left)
        self.cells: dict[Kind, Format] = {
            kind: book.add_format(base | at_right | {"num_format": number, "border": 1})
            for kind, number in NUMBER_FORMATS.items()
        }
        words = base | at_left | {"text_wrap": True, "border": 1}
        self.cells[Kind.TEXT] = book.add_format(words)


def _write(page: Worksheet, sheet: Sheet, *, formats: _Formats, foot: str) -> None:
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
    _write_across(page, 0, sheet.title, sheet=sheet, shown=formats.title, wide=TITLE)
    for at, note in enumerate(sheet.notes, start=1):
        _write_across(page, at, note, sheet=sheet, shown=formats.note)
    head = sheet.first_row - 2
    for at, column in enumerate(sheet.columns):
        page.write_string(head, at, column.title, formats.heads[column.kind])
    page.set_row(head, _height([column.title for column in sheet.columns], sheet=sheet, wide=BOLD))
    for number, row in enumerate(sheet.rows, start=head + 1):
        page.set_row(number, _height(row, sheet=sheet))
        for at, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _write_cell(page, (number, at), cell, shown=formats.cells[column.kind])
    if sheet.rows:
        page.autofilter(head, 0, head + len(sheet.rows), len(sheet.columns) - 1)
    else:
        _write_across(page, head + 1, sheet.empty, sheet=sheet, shown=formats.note)
    page.freeze_panes(head + 1, sheet.stays)
    _set_up_print(page, sheet, head=head, foot=foot)


def _write_across(
    page: Worksheet, row: int, words: str, *, sheet: Sheet, shown: _Across, wide: float = 1.0
) -> None:
    """Words above a table, or in its place: as wide as the table and as high as they need.

    In one cell they would run past the table, and paper that takes them whole shrinks it. wide:
    how much wider and higher than others the letters are.
    """
    across = max(sum(column.width for column in sheet.columns), 1)
    lines = max(ceil(len(words) * wide / across), 1)
    page.set_row(row, min(lines * LINE * wide, HIGHEST))
    if lines > 1 and len(sheet.columns) > 1:
        page.merge_range(row, 0, row, len(sheet.columns) - 1, "", shown.wrapped)
    page.write_string(row, 0, words, shown.short if lines == 1 else shown.wrapped)


def _height(cells: Sequence[Cell], *, sheet: Sheet, wide: float = 1.0) -> float:
    """In points, for the text with the most lines: not every program finds it out by itself."""
    lines = (
        ceil(len(cell) * wide / (column.width - INDENT))
        for cell, column in zip(cells, sheet.columns, strict=True)
        if isinstance(cell, str)
    )
    return min(max(max(lines, default=1), 1) * LINE, HIGHEST)


def _write_cell(page: Worksheet, place: tuple[int, int], cell: Cell, *, shown: Format) -> None:
    if cell is None:
        page.write_blank(*place, None, shown)
    elif isinstance(cell, str):
        page.write_string(*place, cell, shown)
    elif isinstance(cell, Formula):
        value = cell.value
        kept = "" if value is None else value if isinstance(value, str) else float(value)
        page.write_formula(*place, f"={cell.text}", shown, kept)
    else:
        page.write_number(*place, float(cell), shown)


def _set_up_print(page: Worksheet, sheet: Sheet, *, head: int, foot: str) -> None:
    page.set_paper(A4)
    page.set_landscape()
    page.set_margins(left=MARGIN, right=MARGIN, top=TOP, bottom=TOP)
    page.repeat_rows(head)
    page.fit_to_pages(1, 0)
    page.set_header(f'&L&"{FONT},Regular"&9{_printed(sheet.title)}')
    pages = _printed(foot).replace("{page}", "&P").replace("{pages}", "&N")
    page.set_footer(f'&C&"{FONT},Regular"&9{pages}')


def _printed(text: str) -> str:
    """An ampersand is a sign of its own in heads and feet of pages."""
    return text.replace("&", "&&")


def cells_of(sheet: Sheet, column: int) -> str:
    """A column of the table as formulas of other sheets name it."""
    return f"{quoted(sheet.name)}!{rows_of(sheet, column)}"


def rows_of(sheet: Sheet, column: int) -> str:
    """A column of the table as formulas of the same sheet name it."""
    letter = letters(column)
    return f"${letter}${sheet.first_row}:${letter}${sheet.last_row}"


def quoted(name: str) -> str:
    """The name of a sheet as a formula names it."""
    return "'" + name.replace("'", "''") + "'"


def letters(column: int) -> str:
    """A column by its place from 0 on: A, …, Z, AA, …"""
    found = ""
    left = column + 1
    while left:
        left, place = divmod(left - 1, 26)
        found = chr(ord("A") + place) + found
    return found

"""What the cells of a list mean: texts, codes, dates, telephone numbers.

A cell is what a CSV file or a workbook gives. Reading one raises `CellRefused`; the caller knows
its place.
"""

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta

from questionnaires.problems import Catalogue
from survey_app.fieldwork.frame.fields import plain
from survey_app.fieldwork.frame.problems import FrameCode
from survey_app.fieldwork.frame.words import BLANKS
from survey_app.table_files.problems import TableCode, shown

Cell = str | int | float | bool | date | datetime | time | timedelta | None

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years that a file of a one-stop system may have."""
EXCEL_EPOCH = date(1899, 12, 30)
"""Day 0 of serial dates, for all days after February 1900."""
EXACT_BELOW = 10**15
"""Whole numbers that a spreadsheet keeps to the last digit are smaller."""

_POWERS = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE | re.ASCII)
_AS_FORMULA = re.compile(r'="([^"]*)"')
_TIME = r"[0-9]{1,2}[:h][0-9]{1,2}(?::[0-9]{1,2}(?:\.[0-9]+)?)?(?:\s*(?:AM|PM|SA|CH))?"
_OFFSET = r"(?:\s?Z|\s?[+-][0-9]{2}:?[0-9]{2})?"
_DAY_FIRST = re.compile(
    rf"(?:{_TIME}[,\s]+)?([0-9]{{1,2}})([/.-])([0-9]{{1,2}})\2([0-9]{{2}}|[0-9]{{4}})(?:[,\s]+{_TIME})?",
    re.IGNORECASE | re.ASCII,
)
_YEAR_FIRST = re.compile(
    rf"([0-9]{{4}})([/.-])([0-9]{{1,2}})\2([0-9]{{1,2}})(?:[T\s]+{_TIME}{_OFFSET})?",
    re.IGNORECASE | re.ASCII,
)
_SERIAL = re.compile(r"[0-9]{5}(?:[.,][0-9]+)?", re.ASCII)
_MOBILE = re.compile(r"0[35789][0-9]{8}", re.ASCII)
_LANDLINE = re.compile(r"02[0-9]{9}", re.ASCII)
_OLD_MOBILE = re.compile(r"01[0-9]{9}", re.ASCII)
_SPREADSHEET_ERROR = re.compile(r"#(?:N/A|[A-Z0-9/_]+[!?])", re.ASCII)


class CellRefused(Exception):  # noqa: N818 -- a refusal, as `Problem` is
    """A cell that cannot be read; details fill the templates of its code."""

    def __init__(self, code: Catalogue, **details: str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def written(cell: Cell) -> str:
    """What the cell shows as one line of text; blanks and placeholders are not told apart yet."""
    if isinstance(cell, str):
        return _one_line(cell)
    if cell is None:
        return ""
    if isinstance(cell, float):
        return _whole_or_not(cell)
    if isinstance(cell, datetime | date):
        return cell.strftime("%d/%m/%Y")
    return str(cell)


def _whole_or_not(number: float) -> str:
    if not math.isfinite(number):
        return ""
    return str(int(number)) if number == int(number) else repr(number)


def _one_line(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if not text.isprintable():
            # Marks that nobody sees: byte-order marks, soft hyphens, joiners from web pages.
            text = "".join(one for one in text if unicodedata.category(one) != "Cf")
    text = " ".join(text.split())
    if text.startswith("#") and _SPREADSHEET_ERROR.fullmatch(text):
        raise CellRefused(FrameCode.ERROR_CELL, value=text)
    if not text.isprintable():
        raise CellRefused(TableCode.UNPRINTABLE)
    return text


def read_text(cell: Cell, *, longest: int) -> str:
    """One line of at most so many characters; "" for a blank."""
    text = written(cell)
    if len(text) > longest:
        raise CellRefused(TableCode.TEXT_TOO_LONG, length=str(len(text)), maximum=str(longest))
    return "" if is_blank(text) else text


def is_blank(text: str) -> bool:
    """Whether nothing is said: no letter, no digit, or a word that means so."""
    if text[:1].isdigit():
        return False
    return len(text) <= _LONGEST_BLANK and plain(text) in BLANKS


_LONGEST_BLANK = 12


def read_code(cell: Cell, *, longest: int) -> str:
    """A code as text, with its leading zeros; one whose digits a spreadsheet lost is refused."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= EXACT_BELOW:
        raise CellRefused(FrameCode.CODE_IN_POWERS, value=f"{cell:.6g}")
    text = _unmarked(read_text(cell, longest=longest))
    if _POWERS.fullmatch(text):
        raise CellRefused(FrameCode.CODE_IN_POWERS, value=shown(text))
    return text


def _unmarked(text: str) -> str:
    """Without what keeps a spreadsheet from counting with it: ="0012", '0012."""
    found = _AS_FORMULA.fullmatch(text)
    return found.group(1).strip() if found else text.removeprefix("'").strip()


def read_date(cell: Cell) -> date | None:
    """The day; the time of the day, where there is one, is dropped."""
    if isinstance(cell, datetime):
        return _likely(cell.date(), written(cell))
    if isinstance(cell, date):
        return _likely(cell, written(cell))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_serial(float(cell), _whole_or_not(float(cell)))
    if isinstance(cell, time | timedelta | bool):
        raise CellRefused(FrameCode.NOT_A_DATE, value=shown(str(cell)))
    text = _unmarked(written(cell))
    return None if is_blank(text) else _of_text(text)


def _of_text(text: str) -> date:
    if found := _DAY_FIRST.fullmatch(text):
        day, _, month, year = found.groups()
        if len(year) == 2:
            raise CellRefused(FrameCode.SHORT_YEAR, value=shown(text))
        return _day(int(year), int(month), int(day), text)
    if found := _YEAR_FIRST.fullmatch(text):
        year, _, month, day = found.groups()
        return _day(int(year), int(month), int(day), text)
    if _SERIAL.fullmatch(text):
        return _of_serial(float(text.replace(",", ".")), text)
    raise CellRefused(FrameCode.NOT_A_DATE, value=shown(text))


def _day(year: int, month: int, day: int, text: str) -> date:
    if 12 < month <= 31 and day <= 12:
        raise CellRefused(FrameCode.MONTH_FIRST, value=shown(text), month=str(month))
    try:
        return _likely(date(year, month, day), text)
    except ValueError as error:
        raise CellRefused(FrameCode.NOT_A_DATE, value=shown(text)) from error


def _of_serial(number: float, text: str) -> date:
    first, last = (date(year, 1, 1) - EXCEL_EPOCH for year in (FIRST_YEAR, LAST_YEAR))
    if not first.days <= number < last.days:
        raise CellRefused(FrameCode.NOT_A_DATE, value=shown(text))
    return EXCEL_EPOCH + timedelta(days=int(number))


def _likely(day: date, text: str) -> date:
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        raise CellRefused(
            FrameCode.UNLIKELY_YEAR,
            value=shown(text),
            first=str(FIRST_YEAR),
            last=str(LAST_YEAR - 1),
        )
    return day


def read_phone(cell: Cell) -> str:
    """The digits of the first number that can be called, 0 in front; "" for a blank.

    A number of nine digits has lost its 0 to a spreadsheet and gets it back.
    """
    text = _unmarked(written(cell))
    if is_blank(text):
        return ""
    for part in (text, *re.split(r"[;,/|]|\s-\s|\bhoặc\b", text)):
        number = _national(part)
        if _MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number):
            return number
    if _OLD_MOBILE.fullmatch(_national(text)):
        raise CellRefused(FrameCode.PHONE_OF_OLD, value=shown(text))
    raise CellRefused(FrameCode.PHONE_UNLIKELY, value=shown(text))


def _national(text: str) -> str:
    digits = "".join(one for one in text if one in "0123456789")
    digits = digits.removeprefix("00") if digits.startswith("0084") else digits
    if digits.startswith("84") and len(digits) > 9:
        digits = digits.removeprefix("84").removeprefix("0")
        return f"0{digits}"
    return digits if digits.startswith("0") or not digits else f"0{digits}"

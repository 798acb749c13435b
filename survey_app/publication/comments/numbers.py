"""Numbers, addresses and days in a text that tell who somebody is or which case is theirs.

Everything here is looked for in folded text (`folded`), so that it is found with and without marks.
"""

import re
from collections.abc import Iterator
from enum import StrEnum


class Telling(StrEnum):
    """What a piece of text would tell somebody by."""

    NUMBER = "number"
    MAIL = "mail"
    ADDRESS = "address"
    CASE = "case"
    DAY = "day"
    NAME = "name"


Piece = tuple[Telling, int, int]
"""What it is, and where in the text it begins and ends."""

_BEGIN, _END = r"(?<![^\W_])", r"(?![^\W_])"
_BETWEEN = r"[\W_]{0,3}"
"""Blanks, dots, hyphens and whatever else people write between the digits of one number."""
_SPOKEN = rf"{_BEGIN}(?:khong|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin){_END}"
_DIGIT = rf"(?:\d|{_SPOKEN})"
_LONG = re.compile(rf"{_DIGIT}(?:{_BETWEEN}{_DIGIT}){{8,}}")
"""Nine digits and more: telephones (10, 11), identity cards (9, 12), accounts; also in words."""
_SAID_TO_BE_ONE = re.compile(
    rf"{_BEGIN}(?:dien thoai|sdt|dt|zalo|tel|phone|hotline|alo|goi so|so may|cccd|cmnd|cmt|can cuoc"
    rf"|chung minh|dinh danh|ho chieu|so tai khoan|stk|ma so thue|mst){_END}[^\d\n]{{0,16}}?"
    rf"(?P<it>[a-z]?\d(?:{_BETWEEN}\d){{4,}})"
)
"""Five digits and more where the words before say what they are."""

_MAIL = re.compile(r"[^\s@\[\]]+@[^\s@\[\]]*[^\s@\[\].,;:!?)]")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s\[\]]*[^\s\[\].,;:!?)]"
    rf"|{_BEGIN}[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:vn|com|net|org|info|edu|gov)(?:/[^\s\[\]]*)?{_END}"
)

_CODE = re.compile(rf"{_BEGIN}[^\W_]+(?:[./_-][^\W_]+)+{_END}")
_MOST_DIGITS_OF_OTHERS = 4
_LEGAL_DOCUMENT = re.compile(r"\d{1,5}/(?:19|20)\d\d/[a-z]{2,}\d*(?:-[a-z0-9]+)*")
_TIMES = re.compile(r"\d{1,2}[h:g]\d{0,2}(?:-\d{1,2}[h:g]\d{0,2})*")
_SAID_TO_BE_A_CASE = re.compile(
    rf"{_BEGIN}(?:ma ho so|so ho so|ho so so|ma so ho so|so bien nhan|bien nhan so|bien nhan"
    rf"|giay hen so|so giay hen|bien lai so){_END}[\W_]{{0,3}}(?:(?:la|so){_END}[\W_]{{0,3}})?"
    rf"(?P<it>[^\W_]*\d[^\W_]*(?:[./_-][^\W_]+)*)"
)

_DAY = re.compile(
    rf"{_BEGIN}\d{{1,2}} ?[/.-] ?\d{{1,2}} ?[/.-] ?(?:\d{{4}}|\d{{2}}){_END}"
    rf"|{_BEGIN}(?:ngay|mung|mong) \d{{1,2}} thang \d{{1,2}}(?: nam \d{{4}})?{_END}"
    rf"|{_BEGIN}ngay \d{{1,2}} ?[/.-] ?\d{{1,2}}(?: ?[/.-] ?\d{{2,4}})?{_END}"
)
_BORN = re.compile(rf"{_BEGIN}sinh(?: nam| ngay)?[\W_]{{1,3}}(?P<it>(?:19|20)\d\d){_END}")


def numbers_in(folded: str) -> Iterator[Piece]:
    """Telephone and identity numbers."""
    for found in _LONG.finditer(folded):
        yield Telling.NUMBER, *found.span()
    yield from _named(_SAID_TO_BE_ONE, folded, Telling.NUMBER)


def addresses_in(folded: str) -> Iterator[Piece]:
    """Addresses of mail and of pages."""
    for found in _MAIL.finditer(folded):
        yield Telling.MAIL, *found.span()
    for found in _ADDRESS.finditer(folded):
        yield Telling.ADDRESS, *found.span()


def cases_in(folded: str) -> Iterator[Piece]:
    """Codes of files: letters and digits with signs between; no sums, days or legal documents."""
    for found in _CODE.finditer(folded):
        if _is_code(found.group()):
            yield Telling.CASE, *found.span()
    yield from _named(_SAID_TO_BE_A_CASE, folded, Telling.CASE)


def days_in(folded: str) -> Iterator[Piece]:
    """Days, of birth as of visits: with the office's list a day can tell who came on it."""
    for found in _DAY.finditer(folded):
        yield Telling.DAY, *found.span()
    yield from _named(_BORN, folded, Telling.DAY)


def _is_code(text: str) -> bool:
    """Many digits, and a letter; without one it is a number, a sum or a day."""
    digits = sum(character.isdigit() for character in text)
    has_letter = any(character.isalpha() for character in text)
    is_other = _LEGAL_DOCUMENT.fullmatch(text) or _TIMES.fullmatch(text)
    return digits > _MOST_DIGITS_OF_OTHERS and has_letter and not is_other


def _named(pattern: re.Pattern[str], folded: str, kind: Telling) -> Iterator[Piece]:
    for found in pattern.finditer(folded):
        yield kind, *found.span("it")

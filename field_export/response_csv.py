"""The interviews of a run as CSV, in the layout that `score-file` reads; other questions behind it.

Of a criterion blank is no answer, or one that is withheld, and 9 is not applicable or not asked: a
file for scoring makes no difference. Of other questions -2 is not asked and -3 withheld.

Rows are made all at once, as bytes: every column has its cells in as many bytes as the longest
takes, filled up with zeros, and the zeros of all rows are taken out in the end.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from field_export.csv_rows import BYTE_ORDER_MARK, safe_cell
from field_export.response_table import (
    Missing,
    ResponseBlock,
    ResponseTable,
    in_parts,
    moment_of,
)
from field_export.responses import AFTER_ITEMS, BEFORE_ITEMS
from field_export.written import time_for_programs
from scoring.rule import NOT_APPLICABLE

END, COMMA, FILLING = "\r\n", ",", b"\0"
UUID_SIZE, DASHES = 36, frozenset({8, 13, 18, 23})
DIGITS_AT = [at for at in range(UUID_SIZE) if at not in DASHES]
MOST_WORDS = 4096
"""Codes that are written before it is known which of them there are."""
HOUR_S, MINUTE_S = 3600, 60
MINUTES_AT, SECONDS_AT = slice(15, 17), slice(18, 20)
"""In `,2022-10-03T08:00:00+07:00`; the offset of Viet Nam is whole hours since 1911."""
Cells = npt.NDArray[np.uint8]
Places = npt.NDArray[np.integer]
HEXADECIMAL: Cells = np.frombuffer(bytes(range(256)).hex().encode(), dtype=np.uint8).reshape(256, 2)
TWO_DIGITS: Cells = np.frombuffer(
    "".join(f"{one:02d}" for one in range(MINUTE_S)).encode(), dtype=np.uint8
).reshape(MINUTE_S, 2)


def csv_parts(table: ResponseTable, blocks: Iterable[ResponseBlock]) -> Iterator[str]:
    """The file in parts; the byte-order mark is in front of the first."""
    names = [
        *BEFORE_ITEMS,
        *(one.code for one in table.items),
        *AFTER_ITEMS,
        *(one.code for one in table.others),
    ]
    yield BYTE_ORDER_MARK + COMMA.join(names) + END
    for block in in_parts(blocks):
        rows = np.concatenate(list(_columns(table, block)), axis=1)
        yield rows.tobytes().translate(None, FILLING).decode()


def _columns(table: ResponseTable, block: ResponseBlock) -> Iterator[Cells]:
    """Each is interviews × bytes; all but the first begin with their comma."""
    count, items = len(block), len(table.items)
    blank = _same(COMMA, count)
    yield _uuids(block.ids)
    yield _same(COMMA + _cell(block.unit_code), count)
    yield _named(block.strata, block.stratum)
    yield blank
    yield _numbers(block.weights)
    yield _numbers(block.sizes)
    enumerator = block.enumerator if table.is_full else None
    yield blank if enumerator is None else _named(block.enumerators, enumerator)
    yield _answers(block.codes[:, :items], is_item=True)
    yield blank if block.started is None else _times(block.started)
    yield blank if block.finished is None else _times(block.finished)
    yield _named(table.modes, block.modes)
    yield _named(table.origins, block.origins)
    yield _answers(block.codes[:, items:], is_item=False)
    yield _same(END, count)


def _same(text: str, count: int) -> Cells:
    cell = np.frombuffer(text.encode(), dtype=np.uint8)
    return np.broadcast_to(cell, (count, len(cell)))


def _picked(words: Sequence[str], places: Places) -> Cells:
    """The words that places point to, each with its comma; -1 is the last of them.

    A row of places is a row of words.
    """
    written = [(COMMA + word).encode() for word in words]
    # Of such widths a whole word is copied as one number.
    width = 1 << (max(map(len, written)) - 1).bit_length()
    cells = np.array(written, dtype=f"S{width}")
    found = np.ascontiguousarray(cells[places])
    return found.view(np.uint8).reshape(len(places), -1)


def _uuids(ids: npt.NDArray[np.uint8]) -> Cells:
    cells = np.full((len(ids), UUID_SIZE), ord("-"), dtype=np.uint8)
    cells[:, DIGITS_AT] = HEXADECIMAL[ids].reshape(len(ids), -1)
    return cells


def _cell(text: str) -> str:
    """Quoted where it must be."""
    safe = safe_cell(text)
    if any(sign in safe for sign in ',"\r\n'):
        safe = '"' + safe.replace('"', '""') + '"'
    return safe


def _named(names: Sequence[str], places: Places) -> Cells:
    """-1 is the last one of them: nothing."""
    return _picked([*map(_cell, names), ""], places)


def _numbers(values: npt.NDArray[np.float64]) -> Cells:
    """As Python writes them, whole ones without decimals."""
    distinct, places = np.unique(values, return_inverse=True)
    return _picked(["" if one != one else _number(one) for one in distinct.tolist()], places)


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _answers(codes: npt.NDArray[np.int32], *, is_item: bool) -> Cells:
    if not codes.size:
        return np.empty((len(codes), 0), dtype=np.uint8)
    lowest, highest = int(codes.min()), int(codes.max())
    if highest - lowest < MOST_WORDS:
        words = [_answer(code, is_item=is_item) for code in range(lowest, highest + 1)]
        return _picked(words, codes - lowest)
    distinct, places = np.unique(codes, return_inverse=True)
    words = [_answer(code, is_item=is_item) for code in distinct.tolist()]
    return _picked(words, places.reshape(codes.shape))


def _answer(code: int, *, is_item: bool) -> str:
    if code == Missing.BLANK or (is_item and code == Missing.WITHHELD):
        return ""
    if is_item and code == Missing.SKIPPED:
        return str(NOT_APPLICABLE)
    return str(code)


def _times(seconds: npt.NDArray[np.int64]) -> Cells:
    """Every hour is written once, and minutes and seconds into it."""
    hours, places = np.unique(seconds // HOUR_S, return_inverse=True)
    words = [time_for_programs(moment_of(one * HOUR_S)) for one in hours.tolist()]
    cells = _picked(words, places)
    cells[:, MINUTES_AT] = TWO_DIGITS[seconds // MINUTE_S % MINUTE_S]
    cells[:, SECONDS_AT] = TWO_DIGITS[seconds % MINUTE_S]
    return cells

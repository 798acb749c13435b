"""The interviews of a run as a file of Stata (.dta, format 118), written in blocks of rows.

Layout: all sections as the library writes them for one row, with the rows of all interviews in the
place of that one, and with the number of rows and the places of sections in the map changed, as
Stata's "Description of .dta file format 118" has them. Kinds of missing are the extended missing
values: `.b` blank, `.n` not applicable, `.s` not asked, `.w` withheld.
"""

import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyreadstat

from field_export.response_table import Missing, ResponseBlock, ResponseTable
from field_export.stat_columns import StatColumn, head_of, one_row, stat_columns, write_rows

FORMAT_118 = 14
"""The library calls formats by the version of Stata that brought them."""
LETTERS: Mapping[int, str] = {Missing.BLANK: "b", Missing.SKIPPED: "s", Missing.WITHHELD: "w"}
NOT_APPLICABLE = "n"
LONG_MISSING = 2_147_483_621
"""`.` of a whole number in 4 bytes; `.a` to `.z` follow."""
DOUBLE_MISSING = struct.unpack("<d", bytes.fromhex("000000000000e07f"))[0]
DATA, DATA_END, COUNT, MAP = b"<data>", b"</data>", b"<N>", b"<map>"
TIMESTAMP = b"<timestamp>"
AFTER_DATA = slice(10, 14)
"""The entries of the map that lie behind the rows."""
MAP_ENTRIES = 14
LONGEST_LABEL = 80
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def write_dta(path: Path, table: ResponseTable, blocks: Iterable[ResponseBlock]) -> int:
    """Writes the file, and says how many interviews are in it. Raises OSError."""
    columns = stat_columns(table)
    whole = bytearray(head_of(path, lambda scratch: _write_head(scratch, table, columns)))
    start = whole.index(DATA) + len(DATA)
    end = whole.index(DATA_END, start)
    kinds = _kinds(columns)
    if kinds.itemsize != end - start:
        raise ValueError("the library lays out rows otherwise than it did")
    _set_time(whole, table=table)
    with path.open("wb") as file:
        file.write(whole[:start])
        count = write_rows(file, iter(blocks), columns=columns, kinds=kinds, fill=_filled)
        file.write(whole[end:])
        file.seek(whole.index(COUNT) + len(COUNT))
        file.write(struct.pack("<q", count))
        at = whole.index(MAP) + len(MAP)
        places = list(struct.unpack_from(f"<{MAP_ENTRIES}q", whole, at))
        places[AFTER_DATA] = [place + (count - 1) * kinds.itemsize for place in places[AFTER_DATA]]
        file.seek(at)
        file.write(struct.pack(f"<{MAP_ENTRIES}q", *places))
    return count


def _set_time(whole: bytearray, *, table: ResponseTable) -> None:
    made = table.made_at
    words = f"{made.day:02d} {MONTHS[made.month - 1]} {made:%Y %H:%M}".encode()
    at = whole.index(TIMESTAMP) + len(TIMESTAMP) + 1
    whole[at : at + len(words)] = words


def _write_head(scratch: Path, table: ResponseTable, columns: tuple[StatColumn, ...]) -> None:
    answers = [one for one in columns if one.variable is not None]
    pyreadstat.write_dta(
        one_row(columns),
        scratch,
        version=FORMAT_118,
        file_label=table.title[:LONGEST_LABEL],
        column_labels={one.name: one.label[:LONGEST_LABEL] for one in columns},
        variable_value_labels={one.name: _values(one) for one in answers},
        missing_user_values={
            one.name: sorted({*LETTERS.values(), NOT_APPLICABLE}) for one in answers
        },
    )


def _values(one: StatColumn) -> dict[Any, str]:
    """Labels by code, or by the letter of what is missing."""
    not_applicable = None if one.variable is None else one.variable.not_applicable
    return {
        NOT_APPLICABLE if code == not_applicable else LETTERS.get(code, code): words
        for code, words in one.values.items()
    }


def _kinds(columns: tuple[StatColumn, ...]) -> np.dtype[np.void]:
    return np.dtype(
        [
            (one.name, f"S{one.width}" if one.is_text else "<i4" if one.variable else "<f8")
            for one in columns
        ]
    )


def _filled(values: npt.NDArray[np.generic], of: StatColumn) -> npt.NDArray[np.generic]:
    if of.is_text:
        return values
    if of.variable is None:
        numbers = values.astype(np.float64)
        return np.where(np.isnan(numbers), DOUBLE_MISSING, numbers)
    codes = values.astype(np.int32)
    found = codes.copy()
    letters = dict(LETTERS)
    if of.variable.not_applicable is not None:
        letters[of.variable.not_applicable] = NOT_APPLICABLE
    for code, letter in letters.items():
        found[codes == code] = LONG_MISSING + 1 + ord(letter) - ord("a")
    return found

"""The interviews of a run as a system file of SPSS (.sav), written in blocks of rows.

Layout: the dictionary as the library writes it, then the cases, uncompressed: numbers as 8-byte
floats, texts padded with spaces to a multiple of 8 bytes, as the format is described in the manual
of PSPP ("System File Format"). Missing are the codes of `Missing`, and “not applicable”, which is
an answer too, so that it can be told from the others.
"""

import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyreadstat

from field_export.response_table import Missing, ResponseBlock, ResponseTable
from field_export.stat_columns import StatColumn, head_of, one_row, stat_columns, write_rows

CASE_SIZE_AT, CASES_AT, MADE_AT = 68, 80, 92
"""Where the header says the size of a case in 8 bytes, how many cases there are, and when."""
UNIT = 8
SYSTEM_MISSING = -np.finfo(np.float64).max
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def write_sav(path: Path, table: ResponseTable, blocks: Iterable[ResponseBlock]) -> int:
    """Writes the file, and says how many interviews are in it. Raises OSError."""
    columns = stat_columns(table)
    head = bytearray(head_of(path, lambda scratch: _write_head(scratch, table, columns)))
    (size,) = struct.unpack_from("<i", head, CASE_SIZE_AT)
    kinds = _kinds(columns)
    if kinds.itemsize != size * UNIT:
        raise ValueError("the library lays out cases otherwise than it did")
    made = table.made_at
    day = f"{made.day:02d} {MONTHS[made.month - 1]} {made.year % 100:02d}{made:%H:%M:%S}"
    head[MADE_AT : MADE_AT + len(day)] = day.encode()
    with path.open("wb") as file:
        file.write(head[: len(head) - kinds.itemsize])
        count = write_rows(file, iter(blocks), columns=columns, kinds=kinds, fill=_filled)
        file.seek(CASES_AT)
        file.write(struct.pack("<i", count))
    return count


def _write_head(scratch: Path, table: ResponseTable, columns: tuple[StatColumn, ...]) -> None:
    answers = [one for one in columns if one.variable is not None]
    pyreadstat.write_sav(
        one_row(columns),
        scratch,
        file_label=_shortened(table.title),
        column_labels={one.name: one.label for one in columns},
        variable_value_labels={one.name: {**one.values} for one in answers},
        missing_ranges={one.name: _missing(one) for one in answers},
        variable_measure={one.name: "ordinal" if _is_item(one) else "nominal" for one in answers},
        variable_format={one.name: "F8.0" for one in answers},
    )


def _shortened(text: str) -> str:
    """The label of a file has room for 64 bytes."""
    return text.encode()[:60].decode(errors="ignore")


def _is_item(one: StatColumn) -> bool:
    return one.variable is not None and one.variable.is_item


def _missing(one: StatColumn) -> list[Any]:
    found: list[Any] = [{"lo": int(min(Missing)), "hi": int(max(Missing))}]
    if one.variable is not None and one.variable.not_applicable is not None:
        found.append(one.variable.not_applicable)
    return found


def _kinds(columns: tuple[StatColumn, ...]) -> np.dtype[np.void]:
    return np.dtype(
        [
            (one.name, f"S{-(-one.width // UNIT) * UNIT}" if one.is_text else "<f8")
            for one in columns
        ]
    )


def _filled(values: npt.NDArray[np.generic], of: StatColumn) -> npt.NDArray[np.generic]:
    if of.is_text:
        return np.char.ljust(values.astype(np.bytes_), -(-of.width // UNIT) * UNIT, b" ")
    numbers = values.astype(np.float64)
    return np.where(np.isnan(numbers), SYSTEM_MISSING, numbers)

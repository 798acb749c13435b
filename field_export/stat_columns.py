"""The columns of files for SPSS and Stata: names, labels, widths, and a row of their kinds.

The library that writes these files takes a whole data frame, many times the memory of a block. So
it writes a file of one row, and with it all that such a file says of its columns; the rows, which
are numbers and texts of fixed width, are written behind it in blocks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import pandas as pd

from field_export.response_table import (
    Missing,
    ResponseBlock,
    ResponseTable,
    Variable,
    in_parts,
    moment_of,
)
from field_export.written import time_for_programs

UUID_LENGTH, TIME_LENGTH = 36, 25
WITHHELD_PLACE = -1
Read = Callable[[ResponseBlock], npt.NDArray[np.generic]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatColumn:
    """name, label: as people see them. width: bytes of a text, 0 of a number. values: labels by
    code. variable: where it holds answers. read: the column of a block; of texts as bytes.
    """

    name: str
    label: str
    width: int
    values: dict[Any, str]
    variable: Variable | None
    read: Read

    @property
    def is_text(self) -> bool:
        """Whether it holds texts."""
        return self.width > 0


def stat_columns(table: ResponseTable) -> tuple[StatColumn, ...]:
    """In the order of the CSV file: what is known of the interview, criteria, other questions."""
    labels = table.words.labels
    found = [
        _text(table, "response_uuid", UUID_LENGTH, lambda block: _bytes(block.uuids())),
        _text(table, "unit_code", table.longest["unit_code"], _unit),
        _text(table, "stratum", table.longest["stratum"], _stratum),
        _number("weight", labels["weight"], lambda block: block.weights),
        _number("pop_size", labels["pop_size"], lambda block: block.sizes),
        _place(table, "mode", table.modes, lambda block: block.modes),
        _place(table, "origin", table.origins, lambda block: block.origins),
    ]
    if table.is_full:
        found += [
            _text(table, "enumerator", table.longest["enumerator"], _enumerator),
            _text(table, "started_at", TIME_LENGTH, lambda block: _times(block.started)),
            _text(table, "finished_at", TIME_LENGTH, lambda block: _times(block.finished)),
        ]
    found += [_answers(at, one, table=table) for at, one in enumerate(table.variables)]
    return tuple(found)


def _text(
    table: ResponseTable,
    name: str,
    width: int,
    read: Callable[[ResponseBlock], npt.NDArray[np.generic]],
) -> StatColumn:
    label = table.words.labels[name]
    return StatColumn(
        name=name, label=label, width=max(width, 1), values={}, variable=None, read=read
    )


def _number(name: str, label: str, read: Read) -> StatColumn:
    return StatColumn(name=name, label=label, width=0, values={}, variable=None, read=read)


def _place(
    table: ResponseTable,
    name: str,
    words: tuple[str, ...],
    read: Callable[[ResponseBlock], npt.NDArray[np.int16]],
) -> StatColumn:
    """A word as a number from 1 on, in the order in which the table has them."""
    values: dict[Any, str] = {at: table.words.named[word] for at, word in enumerate(words, start=1)}
    variable = Variable(code=name, label=table.words.labels[name], answers=values)

    def numbers(block: ResponseBlock) -> npt.NDArray[np.generic]:
        places = read(block).astype(np.int32)
        return np.where(places == WITHHELD_PLACE, np.int32(Missing.WITHHELD), places + 1)

    return StatColumn(
        name=name,
        label=variable.label,
        width=0,
        values=values | _missing_words(table),
        variable=variable,
        read=numbers,
    )


def _answers(at: int, one: Variable, *, table: ResponseTable) -> StatColumn:
    return StatColumn(
        name=one.code,
        label=one.label,
        width=0,
        values={**one.answers, **_missing_words(table)},
        variable=one,
        read=lambda block: block.codes[:, at],
    )


def _missing_words(table: ResponseTable) -> dict[Any, str]:
    return {int(one): words for one, words in table.words.missing.items()}


def _unit(block: ResponseBlock) -> npt.NDArray[np.generic]:
    return _bytes([block.unit_code] * len(block))


def _stratum(block: ResponseBlock) -> npt.NDArray[np.generic]:
    return _bytes([*block.strata, ""])[block.stratum]


def cut(values: npt.NDArray[np.generic], *, width: int) -> npt.NDArray[np.generic]:
    """Texts that fit into so many bytes; a letter that does not fit as a whole is left out."""
    if values.dtype.itemsize <= width:
        return values
    distinct, inverse = np.unique(values, return_inverse=True)
    short = [one[:width].decode(errors="ignore").encode() for one in distinct.tolist()]
    return np.array(short, dtype=np.bytes_)[inverse]


def _enumerator(block: ResponseBlock) -> npt.NDArray[np.generic]:
    places = block.enumerator
    return _bytes([*block.enumerators, ""])[[-1] * len(block) if places is None else places]


def _times(seconds: npt.NDArray[np.int64] | None) -> npt.NDArray[np.generic]:
    found = [] if seconds is None else seconds.tolist()
    return _bytes([time_for_programs(moment_of(one)) for one in found])


def _bytes(texts: list[str]) -> npt.NDArray[np.generic]:
    return np.array([text.encode() for text in texts], dtype=np.bytes_)


def one_row(columns: tuple[StatColumn, ...]) -> pd.DataFrame:
    """Texts as long as can be, numbers of the kind that the column has."""
    return pd.DataFrame(
        {
            one.name: pd.Series(
                ["x" * one.width] if one.is_text else [0 if one.variable else 0.5],
                dtype=object if one.is_text else "int32" if one.variable else "float64",
            )
            for one in columns
        }
    )


def head_of(path: Path, write: Callable[[Path], None]) -> bytes:
    """What the library writes as a file of its own beside the output, which is not kept."""
    scratch = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        write(scratch)
        return scratch.read_bytes()
    finally:
        scratch.unlink(missing_ok=True)


def write_rows(
    file: BinaryIO,
    blocks: Iterator[ResponseBlock],
    *,
    columns: tuple[StatColumn, ...],
    kinds: np.dtype[np.void],
    fill: Callable[[npt.NDArray[np.generic], StatColumn], npt.NDArray[np.generic]],
) -> int:
    """Writes rows of fixed width, and says how many. fill: a column as the file holds it."""
    count = 0
    for block in in_parts(blocks):
        rows = np.zeros(len(block), dtype=kinds)
        for one in columns:
            values = one.read(block)
            if one.is_text:
                values = cut(values, width=one.width)
            rows[one.name] = fill(values, one)
        file.write(rows.tobytes())
        count += len(block)
    return count

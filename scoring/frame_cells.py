"""Which cell of the design each row of a frame belongs to, without an array as long as the frame.

Columns of categories keep a small number for each row; what the three of them come to is made again
for every block of rows, which costs less than to keep it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.integer]

MOST_COMBINATIONS = 1 << 22
"""Combinations of labels up to which it is cheaper to count those that are met than to sort."""
ROWS = 1 << 16
"""That are looked at together."""


Key = tuple[str, str, str]
"""Unit, stratum and cluster."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FrameCells:
    """A slice gives the numbers of the cells of these rows.

    keys: of the cells that are met, sorted. codes: of unit, stratum and cluster, one number a row.
    sizes: how many labels each has. number: of the cell, by that of the combination of codes;
    without any where there are too many combinations for that. rows: then of the cell of every row.
    """

    keys: tuple[Key, ...]
    codes: tuple[Ints, ...]
    sizes: tuple[int, ...]
    number: Ints
    rows: Ints | None = None

    def __len__(self) -> int:
        return len(self.codes[0])

    def __getitem__(self, rows: slice, /) -> Ints:
        if self.rows is not None:
            return self.rows[rows]
        return self.number[_combined([one[rows] for one in self.codes], sizes=self.sizes)]


def cells_of_frame(frame: pd.DataFrame) -> FrameCells:
    """The cells of a frame with the columns `unit_code`, `stratum` and `cluster`."""
    known = [_labelled(frame[name]) for name in ("unit_code", "stratum", "cluster")]
    codes, sizes = tuple(one for one, _ in known), tuple(len(labels) for _, labels in known)
    rows: Ints | None = None
    if math.prod(sizes) > MOST_COMBINATIONS:
        met, rows = np.unique(_combined(codes, sizes=sizes), return_inverse=True)
    else:
        met = np.flatnonzero(_is_met(codes, sizes=sizes))
    parts = np.unravel_index(met, sizes) if len(met) else ()
    names = [labels[part] for (_, labels), part in zip(known, parts, strict=False)]
    found: list[Key] = [
        (str(unit), str(stratum), str(cluster))
        for unit, stratum, cluster in zip(*names or ((), (), ()), strict=True)
    ]
    order = sorted(range(len(found)), key=found.__getitem__)
    cell_of_met = np.empty(len(found), dtype=np.int32)
    cell_of_met[order] = np.arange(len(found), dtype=np.int32)
    keys = tuple(found[position] for position in order)
    if rows is not None:
        none, rows = np.empty(0, dtype=np.int32), cell_of_met[rows]
        return FrameCells(keys=keys, codes=codes, sizes=sizes, number=none, rows=rows)
    number = np.zeros(math.prod(sizes), dtype=np.int32)
    number[met] = cell_of_met
    return FrameCells(keys=keys, codes=codes, sizes=sizes, number=number)


def _is_met(codes: Sequence[Ints], *, sizes: Sequence[int]) -> npt.NDArray[np.bool_]:
    """For each combination of codes, whether a row has it."""
    met = np.zeros(math.prod(sizes), dtype=np.bool_)
    for rows in _blocks(len(codes[0])):
        met[_combined([one[rows] for one in codes], sizes=sizes)] = True
    return met


def _blocks(size: int) -> Iterator[slice]:
    return (slice(start, start + ROWS) for start in range(0, size, ROWS))


def _combined(codes: Sequence[Ints], *, sizes: Sequence[int]) -> npt.NDArray[np.int64]:
    """One number for the codes of each row."""
    number = codes[0].astype(np.int64)
    for one, size in zip(codes[1:], sizes[1:], strict=True):
        if size > 1:
            number *= size
            number += one
    return number


def _labelled(column: "pd.Series[str]") -> tuple[Ints, pd.Index]:
    """For each row the number of its label, and the labels."""
    kept = column.array
    if isinstance(kept, pd.Categorical):  # `column.cat.codes` would copy them
        return kept.codes, kept.categories
    return pd.factorize(column)

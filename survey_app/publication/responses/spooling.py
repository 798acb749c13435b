"""Keeps interviews on the disk until all are there, and gives them in another order.

The database gives them as they lie in its tables. A file has them by unit, and what is shown of one
person depends on all the others of the unit. Within a unit the order is that of identifiers which
say nothing of the order in which they were read. So rows wait in files, and what grows in memory
with their number is where each part of them begins.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import IO, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from field_export.response_table import PART, ResponseBlock

BUCKETS = 256
"""By the first byte of an identifier, so that rows are put in order a few at a time."""
COLUMNS = (
    *("ids", "codes", "stratum", "weights", "sizes", "modes", "origins"),
    *("enumerator", "started", "finished"),
)
"""What a block has of each interview; the last three may be absent."""
MARK = "mark"
Rows = npt.NDArray[np.void]
Whole = npt.NDArray[np.integer]


class _Chunk(NamedTuple):
    """Rows that were added together, by bin; begins: at which of them each bin does."""

    start: int
    begins: npt.NDArray[np.int32]


class BinnedRows:
    """Rows in bins. file: empty; who gives it closes it. kind: of a row."""

    def __init__(self, file: IO[bytes], *, bins: int, kind: np.dtype[np.void]) -> None:
        self._file, self._kind = file, kind
        self._chunks: list[_Chunk] = []
        self.counts = np.zeros(bins, dtype=np.intp)

    def add(self, rows: Rows, bin_of: Whole) -> None:
        """Takes more rows. bin_of: the bin of each."""
        counts = np.bincount(bin_of, minlength=len(self.counts))
        begins = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        self._chunks.append(_Chunk(self._file.seek(0, 2), begins))
        self._file.write(rows[np.argsort(bin_of, kind="stable")].tobytes())
        self.counts += counts

    def read(self, first: int, end: int) -> Iterator[Rows]:
        """The rows of the bins from the first until before `end`, in pieces as they were added."""
        size = self._kind.itemsize
        for chunk in self._chunks:
            start, stop = int(chunk.begins[first]), int(chunk.begins[end])
            if start < stop:
                self._file.seek(chunk.start + start * size)
                yield np.frombuffer(self._file.read((stop - start) * size), dtype=self._kind)


def in_pieces(rows: Iterator[Rows], *, least: int) -> Iterator[Rows]:
    """The same rows, so many at a time at least while there are as many."""
    waiting: list[Rows] = []
    for piece in rows:
        waiting.append(piece)
        if sum(map(len, waiting)) >= least:
            yield np.concatenate(waiting)
            waiting = []
    if waiting:
        yield np.concatenate(waiting)


class UnitSpool:
    """The interviews of one unit, all with the same names of strata and enumerators, to be had in
    the order of their identifiers. file: empty, for their rows; who gives it closes it.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._like: ResponseBlock | None = None
        self._rows: BinnedRows | None = None

    def add(self, block: ResponseBlock, marks: Whole) -> None:
        """Takes more interviews. marks: a number that goes along with each."""
        kind = _kind(block)
        if self._rows is None:
            self._like, self._rows = block, BinnedRows(self._file, bins=BUCKETS, kind=kind)
        rows = np.empty(len(block), dtype=kind)
        for name in kind.names or ():
            rows[name] = marks if name == MARK else getattr(block, name)
        self._rows.add(rows, block.ids[:, 0])

    def parts(self) -> Iterator[tuple[ResponseBlock, npt.NDArray[np.int32]]]:
        """All of them by identifier, some `PART` at a time, with the mark of each."""
        if self._rows is None or self._like is None:
            return
        for first, end in _spans(self._rows.counts):
            rows = np.concatenate(list(self._rows.read(first, end)))
            names = rows.dtype.names or ()
            ids = rows["ids"].copy().view(">u8")
            rows = rows[np.lexsort((ids[:, 1], ids[:, 0]))]
            columns: dict[str, Any] = {name: rows[name] for name in COLUMNS if name in names}
            yield replace(self._like, **columns), rows[MARK]


def _spans(counts: npt.NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Buckets beside each other that together have some `PART` rows; none without any."""
    filled = np.flatnonzero(counts)
    before = (np.cumsum(counts) - counts)[filled]
    numbered = zip((before // PART).tolist(), filled.tolist(), strict=True)
    for _, buckets in groupby(numbered, key=itemgetter(0)):
        numbers = [bucket for _, bucket in buckets]
        yield numbers[0], numbers[-1] + 1


def _kind(of: ResponseBlock) -> np.dtype[np.void]:
    """A row of a block, with what there is of it."""
    columns = [(name, getattr(of, name)) for name in COLUMNS]
    there = [(name, one.dtype, one.shape[1:]) for name, one in columns if one is not None]
    return np.dtype([*there, (MARK, np.int32)])

"""Keeps the interviews of one unit until all are there, and gives them in the order of their ids.

What is shown of one person depends on all the others of the unit, and the order is that of
identifiers which say nothing of the order in which they were read. So rows wait in a file; what
grows with a unit in memory is one entry for each different set of attributes.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import IO, NamedTuple

import numpy as np
import numpy.typing as npt

from field_export.response_table import PART, ResponseBlock

BUCKETS = 256
"""By the first byte of an identifier, so that rows are put in order a few at a time."""
Rows = npt.NDArray[np.void]
Attributes = npt.NDArray[np.int32]


class _Chunk(NamedTuple):
    """Rows that were added together, by bucket; begins: at which of them each bucket does."""

    start: int
    begins: npt.NDArray[np.intp]


class UnitSpool:
    """The interviews of one unit. file: empty, for their rows; who gives it closes it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._chunks: list[_Chunk] = []
        self._like: ResponseBlock | None = None
        self._strata: dict[str, int] = {}
        self._classes: dict[bytes, int] = {}
        self._people: list[int] = []
        self._counts = np.zeros(BUCKETS, dtype=np.intp)

    def add(self, block: ResponseBlock, attributes: Attributes) -> None:
        """Takes more interviews. attributes: (interviews, attributes), by which people are known.

        Who is of another stratum is told apart, whatever the attributes.
        """
        if self._like is None:
            self._like = block
        strata = [self._strata.setdefault(name, len(self._strata)) for name in block.strata]
        stratum = np.array([*strata, -1], dtype=np.int32)[block.stratum]
        rows = np.empty(len(block), dtype=_kind(block))
        rows["ids"], rows["codes"], rows["stratum"] = block.ids, block.codes, stratum
        rows["weight"], rows["size"] = block.weights, block.sizes
        rows["mode"], rows["origin"] = block.modes, block.origins
        rows["class_of"] = self._classes_of(np.column_stack([stratum, attributes]))
        bucket = block.ids[:, 0]
        counts = np.bincount(bucket, minlength=BUCKETS)
        begins = np.concatenate([[0], np.cumsum(counts)])
        self._chunks.append(_Chunk(self._file.seek(0, 2), begins))
        self._file.write(rows[np.argsort(bucket, kind="stable")].tobytes())
        self._counts += counts

    def _classes_of(self, attributes: Attributes) -> npt.NDArray[np.int32]:
        """Which set of attributes each has; every set is counted."""
        whole = np.ascontiguousarray(attributes, dtype=np.int32)
        as_bytes = whole.view(f"V{whole.itemsize * whole.shape[1]}").ravel()
        distinct, place, counts = np.unique(as_bytes, return_inverse=True, return_counts=True)
        found = np.empty(len(distinct), dtype=np.int32)
        for at, (one, count) in enumerate(zip(distinct.tolist(), counts.tolist(), strict=True)):
            number = self._classes.setdefault(one, len(self._people))
            if number == len(self._people):
                self._people.append(0)
            self._people[number] += count
            found[at] = number
        return found[place]

    def classes(self) -> tuple[npt.NDArray[np.int32], Attributes, npt.NDArray[np.intp]]:
        """The different people: stratum, attributes, and how many there are of each."""
        content = np.frombuffer(b"".join(self._classes), dtype=np.int32)
        whole = content.reshape(len(self._classes), -1)
        return whole[:, 0], whole[:, 1:], np.array(self._people, dtype=np.intp)

    def parts(self) -> Iterator[tuple[ResponseBlock, npt.NDArray[np.int32]]]:
        """All of them by identifier, some `PART` at a time, with the place of each in `classes`."""
        if self._like is None:
            return
        for first, end in self._spans():
            rows = self._read(first, end, kind=_kind(self._like))
            ids = rows["ids"].copy().view(">u8")
            rows = rows[np.lexsort((ids[:, 1], ids[:, 0]))]
            yield self._block(rows, like=self._like), rows["class_of"]

    def _spans(self) -> Iterator[tuple[int, int]]:
        """Buckets beside each other that together have some `PART` rows."""
        before = np.cumsum(self._counts) - self._counts
        for _, buckets in groupby(enumerate((before // PART).tolist()), key=itemgetter(1)):
            numbers = [bucket for bucket, _ in buckets]
            yield numbers[0], numbers[-1] + 1

    def _read(self, first: int, end: int, *, kind: np.dtype[np.void]) -> Rows:
        found = []
        for chunk in self._chunks:
            start, stop = int(chunk.begins[first]), int(chunk.begins[end])
            self._file.seek(chunk.start + start * kind.itemsize)
            found.append(self._file.read((stop - start) * kind.itemsize))
        return np.frombuffer(b"".join(found), dtype=kind)

    def _block(self, rows: Rows, *, like: ResponseBlock) -> ResponseBlock:
        return replace(
            like,
            ids=rows["ids"],
            codes=rows["codes"],
            strata=tuple(self._strata),
            stratum=rows["stratum"],
            weights=rows["weight"],
            sizes=rows["size"],
            modes=rows["mode"],
            origins=rows["origin"],
        )


def _kind(of: ResponseBlock) -> np.dtype[np.void]:
    return np.dtype(
        [
            ("ids", np.uint8, of.ids.shape[1:]),
            ("codes", np.int32, of.codes.shape[1:]),
            ("stratum", np.int32),
            ("class_of", np.int32),
            ("weight", np.float64),
            ("size", np.float64),
            ("mode", np.int16),
            ("origin", np.int16),
        ]
    )

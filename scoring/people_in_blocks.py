"""Counts and products of people who all weigh 1, block of rows by block of rows.

A block fits into the cache of a processor, so that millions of interviews take little more memory
than their answers. All sums are of whole numbers and exact; the order of the rows cannot matter.

What takes time is looking up what an answer counts for. Answers to a few items of one block of the
rule are therefore looked up together, by a number of four bits for each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

from scoring import answer_tables
from scoring.rule import BLANK, NOT_ASKED, ScoringRule

MOST_ITEMS = 255
"""Answers of a person that are counted in one byte."""
ROWS = 1 << 14
"""Of a block, at least."""
ROWS_OF_CELL, MOST_ROWS = 64, 1 << 17
"""Of a block, more where there are more cells, so that runs of one cell do not become short."""
MOST_BINS = 1 << 16
"""Of one count: more than that no longer fit into the cache."""
TOGETHER = 3
"""Items whose answers are looked up at once, at most."""
LONG_RUN = 32
"""Rows of one cell, on the mean, from which on a product of matrices is worth its call."""
ADDS = np.dtype([("satisfied", "u1"), ("valid", "u1"), ("levels", "<u2")])
"""What answers add up to; looked up and added as one whole number of four bytes."""
LOOKED_UP = np.dtype([("adds", "<i4"), ("place", "<i4")])
"""The same, and where the answers are counted, -1 where one of them is not known; eight bytes."""

Codes = npt.NDArray[np.int8]
Cells = npt.NDArray[np.integer]
Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Packed = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


class CellsOfRows(Protocol):
    """The number of the cell of every row: an array, or what makes it slice by slice."""

    def __len__(self) -> int: ...

    def __getitem__(self, rows: slice, /) -> Cells: ...


class PeopleInBlocks:
    """Adds up blocks of people in G cells; the arrays are as in `DesignTally`, in whole numbers.

    The rule has at most MOST_ITEMS items.
    """

    def __init__(self, rule: ScoringRule, *, cells: int) -> None:
        self._rule = rule
        self._cells = cells
        self._writing = _Writing.of(rule)
        self._groups = tuple(_groups(rule, writing=self._writing, cells=cells))
        self._counted = [np.zeros(cells * one.places, dtype=np.int64) for one in self._groups]
        self._first_block = np.flatnonzero(np.diff(rule.factor_of_block, prepend=-1))
        self._rows = max(ROWS, min(MOST_ROWS, ROWS_OF_CELL * cells))
        size = 2 * len(rule.factor_of_block) + 1
        self.interviews: Ints = np.zeros(cells, dtype=np.int64)
        self.answered: Ints = np.zeros((cells, 1 + len(rule.factors)), dtype=np.int64)
        self.products: Ints = np.zeros((cells, size, size), dtype=np.int64)

    @property
    def counts(self) -> Ints:
        """(G, J, kinds) people by their answer to each item."""
        kinds = self._writing.kinds
        counts: Ints = np.zeros((self._cells, len(self._rule.items), kinds), dtype=np.int64)
        for group, counted in zip(self._groups, self._counted, strict=True):
            shape = (self._cells, *[kinds] * len(group.items))
            for at, item in enumerate(group.items):
                others = tuple(axis for axis in range(1, len(shape)) if axis != len(shape) - 1 - at)
                counts[:, item] = counted.reshape(shape).sum(axis=others)
        return counts

    def add(self, columns: Sequence[Codes], *, cell: CellsOfRows) -> None:
        """Add people; `columns` hold their answers to each item.

        Raises ValueError for a code that the rule does not know.
        """
        for start in range(0, len(cell), self._rows):
            rows = slice(start, start + self._rows)
            self._add_block([column[rows] for column in columns], cell=cell[rows])

    def _add_block(self, columns: Sequence[Codes], *, cell: Cells) -> None:
        written = [self._written(column, columns) for column in columns]
        sums: Packed = np.zeros((len(self._rule.factor_of_block), len(cell)), dtype=np.int32)
        found, place = np.empty(len(cell), dtype=np.int64), np.empty(len(cell), dtype=np.int64)
        first = {one: cell * np.int64(one) for one in {group.places for group in self._groups}}
        for at, group in enumerate(self._groups):
            np.take(group.table, group.number(written), out=found, mode="clip")
            looked_up = found.view(LOOKED_UP)
            np.add(first[group.places], looked_up["place"], out=place)
            if looked_up["place"].min() < 0:
                self._refuse(columns)
            self._counted[at] += np.bincount(place, minlength=len(self._counted[at]))
            sums[group.block] += looked_up["adds"]
        self._multiply(sums, cell=cell)

    def _written(self, column: Codes, columns: Sequence[Codes]) -> Bytes:
        written = self._writing.written(column)
        if written.max() > self._writing.highest:
            self._refuse(columns)
        return written

    def _refuse(self, columns: Sequence[Codes]) -> None:
        known = answer_tables.places(self._rule) >= 0
        for name, column in zip(self._rule.items, columns, strict=True):
            unknown = column[~known[column.view(np.uint8)]]
            if len(unknown):
                raise ValueError(f"{name}: the rule does not know the code {unknown[0]}")

    def _multiply(self, sums: Packed, *, cell: Cells) -> None:
        """Sums over each run of one cell, once the rows are in the order of their cells."""
        if (cell[1:] < cell[:-1]).any():
            order = np.argsort(_small(cell), kind="stable")
            cell, sums = cell[order], np.take(sums, order, axis=1)
        starts = np.flatnonzero(np.concatenate([[True], cell[1:] != cell[:-1]]))
        met, ends = cell[starts], np.append(starts[1:], len(cell))
        self.interviews[met] += ends - starts
        given = self._given(sums.view(ADDS)["valid"] > 0)
        self.answered[met] += np.add.reduceat(given, starts, axis=1, dtype=np.int64).T
        parts = _parts(sums)
        if len(starts) * LONG_RUN > len(cell):
            self.products[met] += _in_short_runs(parts, starts=starts)
            return
        for one, start, end in zip(met.tolist(), starts.tolist(), ends.tolist(), strict=True):
            run = parts[:, start:end]
            self.products[one] += (run @ run.T).astype(np.int64)

    def _given(self, valid: Flags) -> Flags:
        """(1 + F, N) whether a person has a valid answer to anything, and to each factor."""
        given: Flags = np.empty((1 + len(self._first_block), valid.shape[1]), dtype=np.bool_)
        valid.any(axis=0, out=given[0])
        if len(valid) == len(self._first_block):
            given[1:] = valid
        else:
            np.logical_or.reduceat(valid, self._first_block, axis=0, out=given[1:])
        return given


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writing:
    """How a code becomes a small number: by adding 2, or as the byte it is where it is too large.

    kinds: of answers. bits: of a number. highest: number there can be.
    """

    kinds: int
    bits: int
    added: int

    @property
    def highest(self) -> int:
        return (1 << self.bits) - 1

    @classmethod
    def of(cls, rule: ScoringRule) -> Self:
        codes = (*rule.levels, BLANK, rule.not_applicable, NOT_ASKED)
        is_small = max(codes) - NOT_ASKED < 1 << 4 and min(codes) >= NOT_ASKED
        return cls(kinds=len(codes), bits=4 if is_small else 8, added=-NOT_ASKED if is_small else 0)

    def written(self, codes: Codes) -> Bytes:
        return codes.view(np.uint8) + np.uint8(self.added)

    def table(self, table: answer_tables.Table) -> Ints:
        """What the numbers count for, of what codes count for."""
        codes = np.arange(self.highest + 1, dtype=np.uint8) - np.uint8(self.added)
        numbers: Ints = table[codes].astype(np.int64)
        return numbers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Group:
    """A few items of one block. table: LOOKED_UP as whole numbers, by what answers are written as.

    bits: of one answer. places: how many combinations of known answers there are.
    """

    items: tuple[int, ...]
    block: int
    bits: int
    table: Ints
    places: int

    def number(self, written: Sequence[Bytes]) -> npt.NDArray[np.intp]:
        """(N,) the answers of each person, those to the first item in the lowest bits."""
        number = written[self.items[0]].astype(np.uint16)
        for at, item in enumerate(self.items[1:], start=1):
            number |= written[item].astype(np.uint16) << np.uint16(at * self.bits)
        return number.astype(np.intp)


def _groups(rule: ScoringRule, *, writing: _Writing, cells: int) -> Iterator[_Group]:
    together = TOGETHER if writing.bits == 4 else 1
    while together > 1 and cells * writing.kinds**together > MOST_BINS:
        together -= 1
    for block in range(len(rule.factor_of_block)):
        items = [item for item, of in enumerate(rule.block_of_item) if of == block]
        for start in range(0, len(items), together):
            chosen = tuple(items[start : start + together])
            yield _Group(
                items=chosen,
                block=block,
                bits=writing.bits,
                table=_table(rule, writing=writing, items=len(chosen)),
                places=writing.kinds ** len(chosen),
            )


def _table(rule: ScoringRule, *, writing: _Writing, items: int) -> Ints:
    """All combinations of so many answers, the first one in the lowest bits."""
    place = writing.table(answer_tables.places(rule))
    one = np.zeros(len(place), dtype=ADDS)
    one["satisfied"] = writing.table(answer_tables.satisfied(rule))
    one["valid"] = writing.table(answer_tables.valid(rule))
    one["levels"] = writing.table(answer_tables.level(rule))
    adds, places = np.zeros(1, dtype=np.int32), np.zeros(1, dtype=np.int64)
    known = np.ones(1, dtype=np.bool_)
    for at in range(items):
        adds = np.add.outer(one.view(np.int32), adds).ravel()
        places = np.add.outer(place * writing.kinds**at, places).ravel()
        known = np.logical_and.outer(place >= 0, known).ravel()
    table = np.zeros(len(adds), dtype=LOOKED_UP)
    table["adds"], table["place"] = adds, np.where(known, places, -1)
    return table.view(np.int64)


def _parts(sums: Packed) -> Floats:
    """(2B + 1, N) satisfied answers per block, valid ones per block, and the sum of levels.

    As floats, which hold whole numbers of this size and sums of their products exactly.
    """
    of_block, blocks = sums.view(ADDS), len(sums)
    parts = np.empty((2 * blocks + 1, sums.shape[1]))
    parts[:blocks] = of_block["satisfied"]
    parts[blocks : 2 * blocks] = of_block["valid"]
    parts[-1] = sums.sum(axis=0, dtype=np.int32).view(ADDS)["levels"]
    return parts


def _in_short_runs(parts: Floats, *, starts: Ints) -> Ints:
    """(R, K, K) the products in each of many short runs, without a call for each."""
    found: Ints = np.empty((len(starts), len(parts), len(parts)), dtype=np.int64)
    for row, part in enumerate(parts):
        of_row = np.add.reduceat(part * parts[row:], starts, axis=1)
        found[:, row, row:] = of_row.T
        found[:, row:, row] = of_row.T
    return found


def _small(cell: Cells) -> Cells:
    """Numbers of 16 bits are sorted by counting, which takes a tenth of the time."""
    return cell.astype(np.uint16) if cell.max() <= np.iinfo(np.uint16).max else cell

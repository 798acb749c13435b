"""Counts and products of people who all weigh 1, block of rows by block of rows.

A block fits into the cache of a processor, so that millions of interviews take little more memory
than their answers. All is done in whole numbers; the order of the rows cannot matter.

What takes time is looking up what an answer counts for. Answers to a few items of one block of the
rule are therefore looked up together, by a number of four bits for each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring import answer_tables
from scoring.rule import BLANK, NOT_ASKED, ScoringRule

ROWS = 1 << 16
"""Of a block, at most."""
MOST_BINS = 1 << 18
"""Of one count: more than that no longer fit into the cache."""
TOGETHER = 3
"""Items whose answers are looked up at once, at most."""
_VALID, _LEVEL, _PLACE = 8, 16, 40
"""Where in the number that is looked up its parts begin; satisfied answers are at 0."""
_BYTE, _LEVELS = 0xFF, 0xFFFF

Codes = npt.NDArray[np.int8]
Cells = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]


class PeopleInBlocks:
    """Adds up blocks of people in G cells; the arrays are as in `DesignTally`, in whole numbers."""

    def __init__(self, rule: ScoringRule, *, cells: int) -> None:
        self._rule = rule
        self._writing = _Writing.of(rule)
        self._groups = tuple(_groups(rule, writing=self._writing, cells=cells))
        self._rows = max(1, min(ROWS, 2**31 // max(1, len(rule.items) * max(rule.levels)) ** 2))
        kinds, size = self._writing.kinds, 2 * len(rule.factor_of_block) + 1
        self.counts: Ints = np.zeros((cells, len(rule.items), kinds), dtype=np.int64)
        self.interviews: Ints = np.zeros(cells, dtype=np.int64)
        self.answered: Ints = np.zeros((cells, 1 + len(rule.factors)), dtype=np.int64)
        self.products: Ints = np.zeros((cells, size, size), dtype=np.int64)

    def add(self, columns: Sequence[Codes], *, cell: Cells) -> None:
        """Add people; `columns` hold their answers to each item.

        Raises ValueError for a code that the rule does not know.
        """
        for start in range(0, len(cell), self._rows):
            rows = slice(start, start + self._rows)
            self._add_block([column[rows] for column in columns], cell=cell[rows])

    def _add_block(self, columns: Sequence[Codes], *, cell: Cells) -> None:
        sums: list[Ints] = [np.zeros(len(cell), dtype=np.int64) for _ in self._rule.factor_of_block]
        for group in self._groups:
            found = group.looked_up([self._written(columns, item=item) for item in group.items])
            if found.min() < 0:
                self._refuse(columns)
            self._count(group, cell * np.int64(group.places) + (found >> _PLACE))
            sums[group.block] += found
        self._multiply(_parts(sums), cell=cell)

    def _written(self, columns: Sequence[Codes], *, item: int) -> npt.NDArray[np.uint8]:
        written = self._writing.written(columns[item])
        if written.max() > self._writing.highest:
            self._refuse(columns)
        return written

    def _refuse(self, columns: Sequence[Codes]) -> None:
        known = answer_tables.places(self._rule) >= 0
        for name, column in zip(self._rule.items, columns, strict=True):
            unknown = column[~known[column.view(np.uint8)]]
            if len(unknown):
                raise ValueError(f"{name}: the rule does not know the code {unknown[0]}")

    def _count(self, group: "_Group", place: Ints) -> None:
        shape = (len(self.counts), *[self._writing.kinds] * len(group.items))
        counted = np.bincount(place, minlength=len(self.counts) * group.places).reshape(shape)
        for at, item in enumerate(group.items):
            others = tuple(axis for axis in range(1, len(shape)) if axis != len(shape) - 1 - at)
            self.counts[:, item] += counted.sum(axis=others)

    def _multiply(self, parts: Counts, *, cell: Cells) -> None:
        """Sums over each run of one cell, once the rows are in the order of their cells."""
        if (cell[1:] < cell[:-1]).any():
            order = np.argsort(_small(cell), kind="stable")
            cell, parts = cell[order], np.take(parts, order, axis=1)
        starts = np.flatnonzero(np.concatenate([[True], cell[1:] != cell[:-1]]))
        met = cell[starts]
        self.interviews[met] += np.diff(np.append(starts, len(cell)))
        valid = parts[len(parts) // 2 : -1] > 0
        factor_of_block = np.array(self._rule.factor_of_block)
        some = [valid, *(valid[factor_of_block == at] for at in range(len(self._rule.factors)))]
        for column, answers in enumerate(some):
            given = answers.any(axis=0).astype(np.int32)
            self.answered[met, column] += np.add.reduceat(given, starts)
        for row, left in enumerate(parts):
            for column in range(row, len(parts)):
                sums = np.add.reduceat(left * parts[column], starts)
                self.products[met, row, column] += sums
                if column > row:
                    self.products[met, column, row] += sums


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
    def of(cls, rule: ScoringRule) -> "_Writing":
        codes = (*rule.levels, BLANK, rule.not_applicable, NOT_ASKED)
        is_small = max(codes) - NOT_ASKED < 1 << 4 and min(codes) >= NOT_ASKED
        return cls(kinds=len(codes), bits=4 if is_small else 8, added=-NOT_ASKED if is_small else 0)

    def written(self, codes: Codes) -> npt.NDArray[np.uint8]:
        return codes.view(np.uint8) + np.uint8(self.added)

    def table(self, table: answer_tables.Table) -> Ints:
        """What the numbers count for, of what codes count for."""
        codes = np.arange(self.highest + 1, dtype=np.uint8) - np.uint8(self.added)
        numbers: Ints = table[codes].astype(np.int64)
        return numbers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Group:
    """A few items of one block. table: what their answers add, as one number; below 0: unknown.

    places: how many combinations of known answers there are.
    """

    items: tuple[int, ...]
    block: int
    bits: int
    table: Ints
    places: int

    def looked_up(self, written: Sequence[npt.NDArray[np.uint8]]) -> Ints:
        """(N,) what the answers of each person add."""
        number = written[0].astype(np.uint16)
        for at, one in enumerate(written[1:], start=1):
            number |= one.astype(np.uint16) << np.uint16(at * self.bits)
        found: Ints = self.table[number]
        return found


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
    adds = (
        writing.table(answer_tables.satisfied(rule))
        + (writing.table(answer_tables.valid(rule)) << _VALID)
        + (writing.table(answer_tables.level(rule)) << _LEVEL)
    )
    total, known = np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.bool_)
    for at in range(items):
        one = adds + (place * writing.kinds**at << _PLACE)
        total = np.add.outer(one, total).ravel()
        known = np.logical_and.outer(place >= 0, known).ravel()
    return np.where(known, total, -1)


def _parts(sums: Sequence[Ints]) -> Counts:
    """(2B + 1, N) satisfied answers per block, valid ones per block, and the sum of levels."""
    blocks = len(sums)
    parts = np.zeros((2 * blocks + 1, len(sums[0])), dtype=np.int32)
    for block, total in enumerate(sums):
        parts[block] = total & _BYTE
        parts[blocks + block] = total >> _VALID & _BYTE
        parts[-1] += (total >> _LEVEL & _LEVELS).astype(np.int32)
    return parts


def _small(cell: Cells) -> Cells | npt.NDArray[np.uint16]:
    """Numbers of 16 bits are sorted by counting, which takes a tenth of the time."""
    return cell.astype(np.uint16) if cell.max() <= np.iinfo(np.uint16).max else cell

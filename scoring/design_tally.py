"""Sums per (unit, stratum, cluster) from which every estimate is made, and which can be added.

A cell holds counts, weighted sums and cross-products; the interviews are not needed any more.
The tally of two sets of interviews is the sum of their tallies, so scoring is incremental.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring import answer_tables
from scoring.frame_cells import FrameCells, cells_of_frame
from scoring.people_in_blocks import MOST_ITEMS, Cells, PeopleInBlocks
from scoring.rule import BLANK, ScoringRule

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Cell(NamedTuple):
    """Where interviews belong; stratum and cluster are "" where the design has none."""

    unit: str
    stratum: str
    cluster: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DesignTally:
    """Sums of G cells over J items, F factors and B blocks; w is the weight of a person.

    A valid answer is one on the scale, or also a blank where the rule counts blanks. Blocks are
    the factors, or the items where the rule goes by item.

    cells: sorted. interviews: (G,) people.
    answered: (G, 1 + F) people with a valid answer to any item, then to any of each factor.
    counts: (G, J, levels + 3) people per level, then blank, not applicable, not asked.
    sums: (G, J, 4) sums of w × (satisfied, valid, level, blank).
    squares: (G, J, 2) sums of w² × (satisfied, valid).
    products: (G, 2B + 1, 2B + 1) sums of w² × x x', where x holds a person's satisfied answers per
    block, valid answers per block, and sum of levels.

    Counts are exact; so are the sums when weights are whole numbers.
    """

    rule: ScoringRule
    cells: tuple[Cell, ...]
    interviews: Ints
    answered: Ints
    counts: Ints
    sums: Floats
    squares: Floats
    products: Floats

    @property
    def answered_items(self) -> Ints:
        """(G, J) people with a valid answer to each item."""
        return valid_answers(self.counts, rule=self.rule)

    @property
    def is_weighted(self) -> bool:
        """Whether people weigh anything but 1, so that shares are not ratios of counts.

        Weights with a mean of 1 have the sum of as many ones, and another sum of squares.
        """
        people = self.answered_items
        return not (
            np.array_equal(self.sums[:, :, 1], people)
            and np.array_equal(self.squares[:, :, 1], people)
        )

    def __add__(self, other: "DesignTally") -> "DesignTally":
        """Add the tally of other interviews.

        Raises ValueError when the two were made by different scoring rules.
        """
        if self.rule != other.rule:
            raise ValueError("tallies of different scoring rules cannot be added")
        cells = tuple(sorted({*self.cells, *other.cells}))
        place = {cell: position for position, cell in enumerate(cells)}
        total = empty_tally(cells, rule=self.rule)
        for part in (self, other):
            rows = [place[cell] for cell in part.cells]
            for name in _ARRAYS:
                getattr(total, name)[rows] += getattr(part, name)
        return total

    def only(self, keep: npt.NDArray[np.bool_]) -> "DesignTally":
        """The tally of some of the cells; `keep` (G,) says of which."""
        places = np.flatnonzero(keep)
        return self.rows(places, cells=tuple(self.cells[place] for place in places.tolist()))

    def rows(self, places: Ints, *, cells: tuple[Cell, ...]) -> "DesignTally":
        """The tally of the cells at these places under these names, which are sorted."""
        arrays = {name: getattr(self, name)[places] for name in _ARRAYS}
        return replace(self, cells=cells, **arrays)


_ARRAYS = tuple(field.name for field in fields(DesignTally) if field.name not in ("rule", "cells"))


def empty_tally(cells: tuple[Cell, ...], *, rule: ScoringRule) -> DesignTally:
    """These cells with nobody in them."""
    groups, items, factors = len(cells), len(rule.items), len(rule.factors)
    size = 2 * len(rule.factor_of_block) + 1
    return DesignTally(
        rule=rule,
        cells=cells,
        interviews=np.zeros(groups, dtype=np.int64),
        answered=np.zeros((groups, 1 + factors), dtype=np.int64),
        counts=np.zeros((groups, items, len(rule.levels) + 3), dtype=np.int64),
        sums=np.zeros((groups, items, 4)),
        squares=np.zeros((groups, items, 2)),
        products=np.zeros((groups, size, size)),
    )


def tally_frame(frame: pd.DataFrame, *, rule: ScoringRule) -> DesignTally:
    """Tally a frame of interviews, one row each.

    Columns: `unit_code`, `stratum`, `cluster` (text, "" for none), one int8 column per item
    (a level, the not-applicable code, BLANK or NOT_ASKED), and `weight` (float, may be missing:
    then everybody weighs 1). Forms that are not complete enough by the rule are left out.

    Raises ValueError for a code that the rule does not know.
    """
    if rule.valid_from:
        frame = frame[complete_forms(frame, rule=rule)]
    found = cells_of_frame(frame)
    tally = empty_tally(tuple(Cell(*key) for key in found.keys), rule=rule)
    codes = [frame[item].to_numpy(dtype=np.int8) for item in rule.items]
    if "weight" not in frame and len(rule.items) <= MOST_ITEMS:
        _tally_equal_people(tally, codes, cell=found)
        return tally
    cell, weight = found[:], np.ones(len(frame))
    if "weight" in frame:
        weight = frame["weight"].to_numpy(dtype=np.float64)
    people = _People(rule=rule, size=len(frame))
    for position, code in enumerate(codes):
        _count_item(tally, code.view(np.uint8), cell=cell, position=position)
        people.add_item(code.view(np.uint8), position=position)
        _weigh_item(tally, code.view(np.uint8), cell=cell, position=position, weight=weight)
    people.close(tally, cell=cell, weight=weight)
    return tally


def _tally_equal_people(
    tally: DesignTally, codes: Sequence[npt.NDArray[np.int8]], *, cell: FrameCells
) -> None:
    people = PeopleInBlocks(tally.rule, cells=len(tally.cells))
    people.add(codes, cell=cell)
    tally.interviews[:], tally.answered[:] = people.interviews, people.answered
    tally.counts[:], tally.products[:] = people.counts, people.products
    weigh_by_counts(tally)


def complete_forms(frame: pd.DataFrame, *, rule: ScoringRule) -> npt.NDArray[np.bool_]:
    """Which rows of a frame are answered as far as the rule asks.

    Of the items that were asked and applied (on the scale, or blank) at least `valid_from` must
    have an answer on the scale. The two counts of a person are all it takes.
    """
    given, blank = np.zeros(len(frame), dtype=np.int64), np.zeros(len(frame), dtype=np.int64)
    on_scale = answer_tables.on_scale(rule)
    for item in rule.items:
        code = frame[item].to_numpy(dtype=np.int8)
        given += on_scale[code.view(np.uint8)]
        blank += code == BLANK
    needed = rule.valid_from
    complete: npt.NDArray[np.bool_] = (
        given * needed.denominator >= (given + blank) * needed.numerator
    )
    return complete


def valid_answers(counts: Ints, *, rule: ScoringRule) -> Ints:
    """(…) valid answers of (…, levels + 3) counts."""
    valid: Ints = counts[..., : len(rule.levels) + rule.blank_counts].sum(axis=-1)
    return valid


def _count_item(
    tally: DesignTally, code: npt.NDArray[np.uint8], *, cell: Cells, position: int
) -> None:
    place = answer_tables.places(tally.rule)[code]
    if len(place) and place.min() < 0:
        unknown = int(code[place < 0][0].view(np.int8))
        raise ValueError(f"{tally.rule.items[position]}: the rule does not know the code {unknown}")
    groups, _, kinds = tally.counts.shape
    counted = np.bincount(cell * kinds + place, minlength=groups * kinds)
    tally.counts[:, position] = counted.reshape(groups, kinds)


def _weigh_item(
    tally: DesignTally,
    code: npt.NDArray[np.uint8],
    *,
    cell: Cells,
    position: int,
    weight: Floats,
) -> None:
    rule, groups = tally.rule, len(tally.cells)
    blank = answer_tables.table_of({BLANK: 1})
    satisfied, valid = answer_tables.satisfied(rule), answer_tables.valid(rule)
    for column, table in enumerate((satisfied, valid, answer_tables.level(rule), blank)):
        tally.sums[:, position, column] = np.bincount(
            cell, weights=table[code] * weight, minlength=groups
        )
    for column, table in enumerate((satisfied, valid)):
        tally.squares[:, position, column] = np.bincount(
            cell, weights=table[code] * weight**2, minlength=groups
        )


def weigh_by_counts(tally: DesignTally) -> None:
    """Fill in the sums and squares of a tally in which everybody weighs 1."""
    levels = np.array(tally.rule.levels)
    satisfied = np.isin(levels, list(tally.rule.satisfied))
    chosen = tally.counts[:, :, : len(levels)]
    tally.sums[:, :, 0] = chosen[:, :, satisfied].sum(axis=2)
    tally.sums[:, :, 1] = tally.answered_items
    tally.sums[:, :, 2] = chosen @ levels
    tally.sums[:, :, 3] = tally.counts[:, :, len(levels)]
    tally.squares[:] = tally.sums[:, :, :2]


class _People:
    """Per person: satisfied and valid answers per block, and the sum of levels (int16)."""

    def __init__(self, *, rule: ScoringRule, size: int) -> None:
        self._factor_of_block = np.array(rule.factor_of_block, dtype=np.int64)
        self._blocks = len(rule.factor_of_block)
        self._block_of_item = rule.block_of_item
        self._tables = (
            answer_tables.satisfied(rule),
            answer_tables.valid(rule),
            answer_tables.level(rule),
        )
        self._sums = np.zeros((2 * self._blocks + 1, size), dtype=np.int16)

    def add_item(self, code: npt.NDArray[np.uint8], *, position: int) -> None:
        block = self._block_of_item[position]
        rows = (block, self._blocks + block, 2 * self._blocks)
        for row, table in zip(rows, self._tables, strict=True):
            self._sums[row] += table[code]

    def close(self, tally: DesignTally, *, cell: Cells, weight: Floats) -> None:
        groups = len(tally.cells)
        valid = self._sums[self._blocks : 2 * self._blocks]
        tally.interviews[:] = np.bincount(cell, minlength=groups)
        tally.answered[:, 0] = np.bincount(cell[valid.any(axis=0)], minlength=groups)
        for factor in range(len(tally.rule.factors)):
            some = valid[self._factor_of_block == factor].any(axis=0)
            tally.answered[:, 1 + factor] = np.bincount(cell[some], minlength=groups)
        for row, left in enumerate(self._sums):
            scaled = left * weight**2
            for column in range(row, len(self._sums)):
                sums = np.bincount(cell, weights=scaled * self._sums[column], minlength=groups)
                tally.products[:, row, column] = sums
                tally.products[:, column, row] = sums

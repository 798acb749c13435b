"""Sums per (unit, stratum, cluster) from which every estimate is made, and which can be added.

A cell holds counts, weighted sums and cross-products; the interviews are not needed any more.
The tally of two sets of interviews is the sum of their tallies, so scoring is incremental.
"""

from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scoring.rule import ScoringRule

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


def valid_answers(counts: Ints, *, rule: ScoringRule) -> Ints:
    """(…) valid answers of (…, levels + 3) counts."""
    valid: Ints = counts[..., : len(rule.levels) + rule.blank_counts].sum(axis=-1)
    return valid


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

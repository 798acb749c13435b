"""A tally in which everybody counts once, as one row of whole numbers a cell, to keep and to add.

A row holds in this order: people; people with a valid answer to anything, then to each factor;
people per item and code; the products on and above the diagonal. All else follows from these.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from scoring.design_tally import Cell, DesignTally, Ints, empty_tally, weigh_by_counts
from scoring.rule import ScoringRule


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatLayout:
    """Where the parts of a row stand, for one scoring rule."""

    answered: slice
    counts: slice
    products: slice
    counts_shape: tuple[int, int]
    size: int

    @property
    def length(self) -> int:
        """Numbers in a row."""
        return int(self.products.stop)

    @classmethod
    def of(cls, rule: ScoringRule) -> "FlatLayout":
        """The layout for tallies by this rule."""
        empty = empty_tally((), rule=rule)
        answered = 1 + empty.answered.shape[1]
        items, kinds = empty.counts.shape[1:]
        size = empty.products.shape[1]
        counts = answered + items * kinds
        return cls(
            answered=slice(1, answered),
            counts=slice(answered, counts),
            products=slice(counts, counts + size * (size + 1) // 2),
            counts_shape=(items, kinds),
            size=size,
        )


def flattened(tally: DesignTally) -> Ints:
    """The rows of a tally without weights, one a cell, in the order of its cells."""
    layout = FlatLayout.of(tally.rule)
    cells = len(tally.cells)
    flat = np.empty((cells, layout.length), dtype=np.int64)
    flat[:, 0] = tally.interviews
    flat[:, layout.answered] = tally.answered
    flat[:, layout.counts] = tally.counts.reshape(cells, layout.counts.stop - layout.counts.start)
    above = np.triu_indices(layout.size)
    flat[:, layout.products] = tally.products[:, above[0], above[1]]
    return flat


def tally_of_flat(flat: Ints, *, cells: tuple[Cell, ...], rule: ScoringRule) -> DesignTally:
    """The tally of these rows; the cells are sorted and each has one row."""
    layout = FlatLayout.of(rule)
    tally = empty_tally(cells, rule=rule)
    tally.interviews[:] = flat[:, 0]
    tally.answered[:] = flat[:, layout.answered]
    tally.counts[:] = flat[:, layout.counts].reshape(len(cells), *layout.counts_shape)
    left, right = np.triu_indices(layout.size)
    tally.products[:, left, right] = flat[:, layout.products]
    tally.products[:, right, left] = flat[:, layout.products]
    weigh_by_counts(tally)
    return tally


STORED = np.dtype("<i8")
"""How a number of a row is written down."""


def written(row: Ints) -> bytes:
    """One row as bytes."""
    return row.astype(STORED).tobytes()


def read_rows(rows: Sequence[bytes], *, rule: ScoringRule) -> Ints:
    """The rows that were written down.

    Raises ValueError when they are not of the length that this rule needs.
    """
    numbers = np.frombuffer(b"".join(rows), dtype=STORED).astype(np.int64)
    return numbers.reshape(len(rows), FlatLayout.of(rule).length)


def rule_sha256(rule: ScoringRule) -> str:
    """The SHA-256 of what the rule says, by which rows of different rules are told apart.

    What is as usual is left out, so that a part added to rules later changes nothing.
    """
    said = {
        part.name: getattr(rule, part.name)
        for part in fields(rule)
        if part.init and getattr(rule, part.name) != part.default
    }
    said["factors"] = [(factor.code, factor.items) for factor in rule.factors]
    text = json.dumps(said, sort_keys=True, default=_plainly)
    return hashlib.sha256(text.encode()).hexdigest()


def _plainly(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)

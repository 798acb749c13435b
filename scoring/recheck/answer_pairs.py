"""Answers to the same question at two times, item by item and interview by interview."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.recheck.interviews import RecheckedInterview
from scoring.rule import ScoringRule

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Table = tuple[tuple[int, ...], ...]
"""Numbers of people: a row for each level at first, a column for each level again."""

_NONE = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AnswerPairs:
    """Of n interviews and k items the levels of both times.

    first, again: (n, k) places on the scale from 0, worst first; -1 in both where one of them is
    blank, was not asked or does not apply: such a pair is not comparable. satisfied: for each level
    whether it counts as satisfied.
    """

    items: tuple[str, ...]
    satisfied: tuple[bool, ...]
    first: Ints
    again: Ints

    @property
    def compared(self) -> Bools:
        """(n, k) where there are two answers."""
        compared: Bools = self.first != _NONE
        return compared

    @property
    def changes(self) -> Ints:
        """(n, k) 1: satisfied at first only, -1: satisfied again only, 0: the same or no pair."""
        # The last entry is that of -1, and is the same for both.
        is_satisfied = np.array([*self.satisfied, False], dtype=np.int64)
        changes: Ints = is_satisfied[self.first] - is_satisfied[self.again]
        return changes

    def satisfied_at(self, levels: Ints) -> Bools:
        """(n, k) whether these levels, `first` or `again`, are satisfied ones."""
        return np.array([*self.satisfied, False])[levels]

    def only(self, rows: Sequence[int]) -> "AnswerPairs":
        """The pairs of some interviews, in this order."""
        chosen = np.array(rows, dtype=np.int64)
        return AnswerPairs(
            items=self.items,
            satisfied=self.satisfied,
            first=self.first[chosen],
            again=self.again[chosen],
        )

    def table(self, item: str) -> Table:
        """How many people gave which level at first and which one again."""
        at, q = self.items.index(item), len(self.satisfied)
        compared = self.compared[:, at]
        place = self.first[compared, at] * q + self.again[compared, at]
        counts = np.bincount(place, minlength=q * q).reshape(q, q)
        return tuple(tuple(row) for row in counts.tolist())


def answer_pairs(interviews: Sequence[RecheckedInterview], *, rule: ScoringRule) -> AnswerPairs:
    """The pairs of all interviews, in their order; of people who were not reached there is none."""
    shape = len(interviews), len(rule.items)
    first = np.array([one.first for one in interviews], dtype=np.int64).reshape(shape)
    again = np.array([one.again for one in interviews], dtype=np.int64).reshape(shape)
    contacted = np.array([one.is_contacted for one in interviews], dtype=np.bool_).reshape(-1, 1)
    places = (_places(first, rule=rule), _places(again, rule=rule))
    compared = (places[0] != _NONE) & (places[1] != _NONE) & contacted
    return AnswerPairs(
        items=rule.items,
        satisfied=tuple(level in rule.satisfied for level in rule.levels),
        first=np.where(compared, places[0], _NONE),
        again=np.where(compared, places[1], _NONE),
    )


def _places(codes: Ints, *, rule: ScoringRule) -> Ints:
    places = np.full(codes.shape, _NONE, dtype=np.int64)
    for place, level in enumerate(rule.levels):
        places[codes == level] = place
    return places

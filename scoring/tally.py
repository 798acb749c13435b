"""Counts of answers per unit that can be added: the tally of the whole is the sum of its parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar


def _added(left: Mapping[int, int], right: Mapping[int, int]) -> dict[int, int]:
    return {level: left.get(level, 0) + right.get(level, 0) for level in {*left, *right}}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTally:
    """How one item was answered: people per level, and three ways of giving no level.

    `blank` was asked and not answered, `not_applicable` was answered so, `not_asked` was skipped
    by a rule. Levels that nobody chose are left out, so that equal counts are equal tallies.

    Raises ValueError for a negative count.
    """

    levels: Mapping[int, int] = field(default_factory=dict)
    blank: int = 0
    not_applicable: int = 0
    not_asked: int = 0

    def __post_init__(self) -> None:
        counts = (*self.levels.values(), self.blank, self.not_applicable, self.not_asked)
        if min(counts) < 0:
            raise ValueError("a tally counts people, so no count can be negative")
        chosen = {level: count for level, count in sorted(self.levels.items()) if count}
        object.__setattr__(self, "levels", chosen)

    @property
    def valid(self) -> int:
        """Answers on the scale: the denominator of every share."""
        return sum(self.levels.values())

    def __add__(self, other: "ItemTally") -> "ItemTally":
        return ItemTally(
            levels=_added(self.levels, other.levels),
            blank=self.blank + other.blank,
            not_applicable=self.not_applicable + other.not_applicable,
            not_asked=self.not_asked + other.not_asked,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTally:
    """The interviews of one unit and how each item was answered in them.

    Addition takes the interviews of both sides as different people. `UnitTally.EMPTY` is the
    tally of no interview.

    Raises ValueError for a negative count.
    """

    EMPTY: ClassVar["UnitTally"]

    interviews: int = 0
    items: Mapping[str, ItemTally] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.interviews < 0:
            raise ValueError("a tally counts interviews, so no count can be negative")
        object.__setattr__(self, "items", dict(sorted(self.items.items())))

    def __add__(self, other: "UnitTally") -> "UnitTally":
        nobody = ItemTally()
        return UnitTally(
            interviews=self.interviews + other.interviews,
            items={
                code: self.items.get(code, nobody) + other.items.get(code, nobody)
                for code in {*self.items, *other.items}
            },
        )


UnitTally.EMPTY = UnitTally()

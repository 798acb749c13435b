"""The satisfied share: of all valid answers to a set of items, how many are satisfied."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.tally import ItemTally, UnitTally


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Satisfied answers of valid answers; both are counts of answers, not of people.

    Raises ValueError unless 0 <= satisfied <= valid.
    """

    satisfied: int
    valid: int

    def __post_init__(self) -> None:
        if not 0 <= self.satisfied <= self.valid:
            raise ValueError(f"{self.satisfied} satisfied of {self.valid} valid answers")

    @property
    def fraction(self) -> Fraction | None:
        """The exact share, 0..1; None when there is no valid answer."""
        return Fraction(self.satisfied, self.valid) if self.valid else None


def satisfied_share(tally: UnitTally, *, items: Sequence[str], satisfied: Collection[int]) -> Share:
    """Pool the valid answers of the items, each answer counting once.

    Blank, not applicable and not asked are in neither count. Pooling over all items is the index
    of the Hà Nam survey; over the items of a factor it is the index of that factor.
    """
    nobody = ItemTally()
    tallies = [tally.items.get(code, nobody) for code in items]
    return Share(
        satisfied=sum(
            count for item in tallies for level, count in item.levels.items() if level in satisfied
        ),
        valid=sum(item.valid for item in tallies),
    )

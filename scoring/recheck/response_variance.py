"""Satisfied against not: how many answers change, which way, and how much of the spread that is.

The Census Bureau's re-interview figures (Evaluation B.5 of the 2000 census). Opinions change
without anybody's fault: none of these is a verdict on an enumerator.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import comb, sqrt

LEAST_IN_MARGIN = 10
"""People in the rarer category below which the index of inconsistency says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoByTwo:
    """Answers by both times: satisfied twice, only at first, only again, never."""

    both: int
    first_only: int
    again_only: int
    neither: int

    @property
    def n(self) -> int:
        """All pairs."""
        return self.both + self.first_only + self.again_only + self.neither

    @property
    def changed(self) -> int:
        """Pairs that differ."""
        return self.first_only + self.again_only

    @property
    def net(self) -> int:
        """Satisfied at first less satisfied again."""
        return self.first_only - self.again_only

    @property
    def counts(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """The table, satisfied first; a row for each original answer."""
        return (self.both, self.first_only), (self.again_only, self.neither)

    @property
    def smallest_margin(self) -> int:
        """The fewest people in a category, at either time."""
        satisfied = self.both + self.first_only, self.both + self.again_only
        return min(*satisfied, *(self.n - count for count in satisfied))


def net_difference(of: TwoByTwo) -> tuple[float | None, float | None]:
    """NDR = p1 - p2 = (b - c)/n and its standard error √((b + c) - (b - c)²/n)/n; None of nobody.

    It is a bias only where the re-check is the better measurement.
    """
    if not of.n:
        return None, None
    spread = of.changed - Fraction(of.net**2, of.n)
    return of.net / of.n, sqrt(spread) / of.n


def mcnemar_exact(of: TwoByTwo) -> float | None:
    """Whether the changes go one way: two-sided, of b + c each way with the chance 1/2.

    Twice the smaller tail, at most 1; without any change 1. McNemar 1947, Psychometrika 12.
    """
    if not of.n:
        return None
    changed = of.changed
    tail = sum(comb(changed, k) for k in range(min(of.first_only, of.again_only) + 1))
    return float(min(Fraction(1), Fraction(2 * tail, 2**changed)))


def index_of_inconsistency(of: TwoByTwo, *, people: int) -> tuple[float | None, str | None]:
    """100 · GDR / (p1 (1 - p2) + p2 (1 - p1)), in percent, or why there is none.

    It is 100 (1 - Cohen's kappa) of the same table. Where nearly everybody is in one category a few
    changes decide it; so there is none below 10 `people` in the smaller margin.
    """
    if people < LEAST_IN_MARGIN:
        return None, f"the smaller margin has {people} people, fewer than {LEAST_IN_MARGIN}"
    first, again = of.both + of.first_only, of.both + of.again_only
    spread = first * (of.n - again) + again * (of.n - first)
    return float(Fraction(100 * of.changed * of.n, spread)), None

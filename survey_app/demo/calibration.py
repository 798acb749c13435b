"""How many valid and satisfied answers give a published score."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.rounding import half_up

SCALE = Decimal(10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Satisfied answers of valid answers; both are counts of answers, not of people.

    Raises ValueError unless 0 <= satisfied <= valid and there is an answer.
    """

    satisfied: int
    valid: int

    def __post_init__(self) -> None:
        if not 0 <= self.satisfied <= self.valid or not self.valid:
            raise ValueError(f"{self.satisfied} satisfied of {self.valid} valid answers")

    @property
    def fraction(self) -> Fraction:
        """The exact share, 0..1."""
        return Fraction(self.satisfied, self.valid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Counts of answers, and whether their score prints as the published one."""

    share: Share
    target: Decimal
    printed: Decimal

    @property
    def is_exact(self) -> bool:
        """Whether a whole number of answers gives the published two decimals."""
        return self.printed == self.target


def calibrate(target: Decimal, *, most: int, fewest: int) -> Calibration:
    """The counts nearest to `target` points of 10, with `fewest` to `most` valid answers.

    Among counts that print alike, the score at or just above the target is taken, so that means
    over units do not drift down; equally near ones keep the most answers. Raises ValueError for
    bounds or a target outside the scale.
    """
    if not 0 < fewest <= most or not 0 <= target <= SCALE:
        raise ValueError("no such number of answers, or no such score")
    wanted = Fraction(target) / Fraction(SCALE)
    best = min(
        (_nearest(valid, wanted) for valid in range(most, fewest - 1, -1)),
        key=lambda share: _distance(share, wanted),
    )
    printed = half_up(best.fraction * Fraction(SCALE))
    return Calibration(share=best, target=target, printed=printed)


def _nearest(valid: int, wanted: Fraction) -> Share:
    below = int(wanted * valid)
    candidates = [Share(satisfied=n, valid=valid) for n in (below, below + 1) if n <= valid]
    return min(candidates, key=lambda share: _distance(share, wanted))


def _distance(share: Share, wanted: Fraction) -> tuple[bool, Fraction]:
    """A score below the target comes after every score that is not."""
    difference = share.fraction - wanted
    prints_alike = half_up(Fraction(SCALE) * (wanted + difference)) == half_up(
        Fraction(SCALE) * wanted
    )
    return (not prints_alike or difference < 0, abs(difference))

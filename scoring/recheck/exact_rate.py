"""A rate of re-checked interviews with its exact interval."""

from dataclasses import dataclass

from scipy import special

from scoring.intervals import CONFIDENCE, Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactRate:
    """So many of so many: the rate 0..1 and its interval; None without any."""

    count: int
    of: int

    @property
    def rate(self) -> float | None:
        """The share, 0..1."""
        return self.count / self.of if self.of else None

    @property
    def bounds(self) -> Bounds | None:
        """The 95 % interval, 0..1."""
        return clopper_pearson(self.count, of=self.of) if self.of else None


def clopper_pearson(count: int, *, of: int) -> Bounds:
    """The exact two-sided interval of a binomial share (Clopper & Pearson 1934, Biometrika 26).

    It covers the truth at least as often as it says, also for few re-checks and at 0 and 100 %.
    """
    tail = (1 - CONFIDENCE) / 2
    rest = of - count
    low = float(special.betaincinv(count, rest + 1, tail)) if count else 0.0
    high = float(special.betaincinv(count + 1, rest, 1 - tail)) if rest else 1.0
    return Bounds(low=low, high=high)

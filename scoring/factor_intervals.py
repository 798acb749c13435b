"""Intervals of the factors of a round, made as that of the published figure is, after the fact.

A published row says of a factor its share, its standard error and its people. That is enough: the
interval is Wilson's at the effective size, with the design effect of this factor over all units as
a floor (`scoring.intervals`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from scoring.differences import Measured
from scoring.effective_sizes import bounds_of, size_of
from scoring.intervals import Precision, pooled_design_effect

NOTHING = Measured(share=None, se=None, bounds=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorFound:
    """A factor of one row: percent, its standard error, the people who answered to it.

    df: of the row. sampled: the part of its people that was asked, 0 where that is not known.
    """

    est: float
    se: float | None
    people: int
    df: int
    sampled: float
    is_census: bool

    @property
    def precision(self) -> Precision | None:
        """What its interval is made from; None where nothing tells an error.

        There are at most people - 1 degrees of freedom: without clusters everybody stands for
        themselves. The variance without the correction for a finite population is the corrected
        one over 1 - n/N, which it is exactly where all strata were sampled alike.
        """
        df = min(self.df, self.people - 1)
        if not self.is_census and (self.se is None or df < 1):
            return None
        variance = ((self.se or 0.0) / 100) ** 2
        # All were asked and it is no census: they stand for others, whom nobody could ask.
        sampled = self.sampled if self.sampled < 1 else 0.0
        return Precision(
            share=self.est / 100,
            variance=variance,
            plain=variance / (1 - sampled),
            people=self.people,
            sampled=sampled,
            df=df,
            is_census=self.is_census,
        )


def factor_design_effect(units: Iterable[FactorFound | None]) -> float | None:
    """Of one factor over all units that may be told; None where none of them tells."""
    known = [one.precision for one in units if one is not None and not one.is_census]
    return pooled_design_effect([one for one in known if one is not None])


def measured_factor(found: FactorFound | None, *, design_effect: float | None) -> Measured:
    """The share of a factor with its interval, as proportions; nothing of nothing.

    Where all or none are satisfied the linearised error is 0 for want of spread: none is told.
    design_effect: None counts one independent answer a person.
    """
    if found is None:
        return NOTHING
    precision, share = found.precision, found.est / 100
    if precision is None:
        return Measured(share=share, se=None, bounds=None)
    tells_no_error = share in (0, 1) and not precision.is_census
    return Measured(
        share=share,
        se=None if tells_no_error else sqrt(precision.variance),
        bounds=bounds_of(precision, size=size_of(precision, design_effect=design_effect)),
    )

"""How many people to interview: the ministry's formula or a fixed quota, never more than there are.

All arithmetic is on whole numbers and fractions: 400 people at 5 % are 200 forms, not 201.
"""

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

ALLOWED_ERROR = Fraction(1, 20)
"""The 5 % of the ministry's training material."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSize:
    """How many of `population` people are to be drawn.

    wanted: what formula or quota ask for. n: what can be drawn, at most everybody.
    """

    population: int
    wanted: int
    n: int

    @property
    def is_everybody(self) -> bool:
        """Whether nobody is left out: no drawing is needed, and no margin of error remains."""
        return self.n == self.population


def ministry_size(
    population: int,
    *,
    error: Decimal | Fraction = ALLOWED_ERROR,
    design_effect: Decimal | Fraction = Fraction(1),
) -> SampleSize:
    """n = N / (1 + N e²), times the design effect, rounded up.

    error: as a share, above 0 and at most 1. design_effect: how much larger the variance is than
    that of a simple random sample, for clusters and few enumerators; the formula itself has none.
    Source: the Ministry of Home Affairs' training material for SIPAS; Yamane, Statistics (1967),
    for one item of which half are satisfied, at about 95 %.
    """
    _refuse_negative(population)
    share, effect = Fraction(error), Fraction(design_effect)
    if not 0 < share <= 1:
        raise ValueError(f"an error of {error} is not above 0 and at most 1")
    if effect <= 0:
        raise ValueError(f"a design effect of {design_effect} is not above 0")
    wanted = math.ceil(population / (1 + population * share**2) * effect)
    return SampleSize(population=population, wanted=wanted, n=min(wanted, population))


def fixed_size(population: int, *, quota: int) -> SampleSize:
    """The quota that a plan gives to a unit; everybody where there are fewer people."""
    _refuse_negative(population)
    if quota < 0:
        raise ValueError(f"a quota of {quota} is negative")
    return SampleSize(population=population, wanted=quota, n=min(quota, population))


def _refuse_negative(population: int) -> None:
    if population < 0:
        raise ValueError(f"a population of {population} is negative")

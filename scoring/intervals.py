"""Confidence intervals of shares from an effective sample size; everything as proportions 0..1."""

from dataclasses import dataclass
from math import isinf, sqrt

import numpy as np
import scipy

from scoring.design_tally import Floats

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """An interval of a proportion."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """What an interval of a unit's pooled share is made from.

    share: 0..1. variance: linearised, corrected. plain: without finite population correction.
    people: with a valid answer. sampled: fraction of the population in the sample, 0 if unknown.
    df: degrees of freedom. is_census: everybody was asked.
    """

    share: float
    variance: float
    plain: float
    people: int
    sampled: float
    df: int
    is_census: bool

    @property
    def is_inside(self) -> bool:
        """Whether the share is neither 0 nor 1 and has degrees of freedom."""
        return 0 < self.share < 1 and self.df >= 1


def t_quantile(df: int, *, confidence: float = CONFIDENCE) -> float:
    """The two-sided quantile of Student's t."""
    return float(scipy.special.stdtrit(df, (1 + confidence) / 2))


def design_effect(unit: Precision) -> float | None:
    """How many times as large the plain variance is as that of one independent answer a person;
    None where the share is 0 or 1, or without degrees of freedom.
    """
    if not unit.is_inside:
        return None
    return unit.plain * unit.people / (unit.share * (1 - unit.share))


def pooled_design_effect(units: list[Precision]) -> float | None:
    """The design effect of the whole survey, from the units that can tell theirs.

    Each unit's is plain variance × people / (R (1 - R)), against one independent answer a person;
    the mean weighs units by R (1 - R). None where no unit tells, or none varies.
    """
    inside = [unit for unit in units if unit.is_inside]
    weight = sum(unit.share * (1 - unit.share) for unit in inside)
    spread = sum(unit.plain * unit.people for unit in inside)
    return spread / weight if spread > 0 else None


def effective_size(unit: Precision, *, design_effect: float) -> float:
    """How many independent answers the share is worth; inf when everybody was asked.

    The variance is never taken below what the survey's own design effect gives for this share, so
    that one bad answer among hundreds does not make a narrower interval than none.
    """
    if unit.is_census:
        return float("inf")
    open_part = 1 - unit.sampled
    binomial = unit.share * (1 - unit.share)
    floor = design_effect * binomial / unit.people * open_part
    if binomial > 0:
        variance = max(unit.variance, floor)
        return binomial / variance if variance > 0 else float("inf")
    return unit.people / (design_effect * open_part) if open_part > 0 else float("inf")


def wilson(share: float, *, size: float, quantile: float) -> Bounds:
    """The score interval (Wilson 1927, JASA 22) at an effective size; inf gives the point."""
    if isinf(size):
        return Bounds(low=share, high=share)
    added = quantile**2 / size
    centre = share + added / 2
    half = quantile * sqrt(share * (1 - share) / size + added / (4 * size))
    low = 0.0 if share == 0 else max(0.0, (centre - half) / (1 + added))
    high = 1.0 if share == 1 else min(1.0, (centre + half) / (1 + added))
    return Bounds(low=low, high=high)


def korn_graubard(
    share: Floats, *, variance: Floats, people: Floats, df: Floats
) -> tuple[Floats, Floats]:
    """Exact-binomial intervals at the effective size (Korn & Graubard 1998, Surv. Methodol. 24).

    Arrays of one shape; nan where nobody answered or there are no degrees of freedom.
    """
    size = korn_graubard_size(share, variance=variance, people=people, df=df)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = scipy.special.betaincinv(size * share, size * (1 - share) + 1, 0.025)
        high = scipy.special.betaincinv(size * share + 1, size * (1 - share), 0.975)
    known = (people > 0) & (df >= 1)
    low = np.where(share == 0, 0.0, low)
    high = np.where(share == 1, 1.0, high)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def korn_graubard_size(share: Floats, *, variance: Floats, people: Floats, df: Floats) -> Floats:
    """How many independent answers the share of one item is worth.

    people and df are of those who answered, so df is less than people and the adjustment for it
    never adds to the size. The size is never above the people, and is their number for a share of
    0 or 1 (NCHS data presentation standards for proportions, 2017).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        adjusted = (
            scipy.special.stdtrit(people - 1, 0.975) / scipy.special.stdtrit(df, 0.975)
        ) ** 2
        size = np.fmin(people, share * (1 - share) / variance * adjusted)
        at_edge = (share == 0) | (share == 1) | (variance == 0)
        return np.where(at_edge, people, size)

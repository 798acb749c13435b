"""Rates of enumerators drawn towards the common one, as far as chance explains differences."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, inf

from scipy import special

HIGH_RATE = 0.10
"""Defective interviews above which the field looks closer (back-check guides: a red flag)."""

NOBODY = "nobody was reached"
ALL_ALIKE = "no interview, or every one, is defective: how much enumerators differ is not known"
TOO_FEW = "it takes two enumerators, and one with two interviews or more"
TOO_FAR = "the rates are further apart than a beta distribution allows"
NO_SPREAD = "the rates differ no more than by chance: everybody has the common one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """The beta distribution of the rates of all enumerators.

    enumerators: with somebody reached. mean: 0..1. variance: tau² between enumerators. rho: tau²
    over mean (1 - mean). strength: a + b, inf where chance explains all differences. reason: why
    something is None, or what is to be known of it.
    """

    enumerators: int
    mean: float | None = None
    variance: float | None = None
    rho: float | None = None
    strength: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShrunkenRate:
    """The rate 0..1 after shrinkage, and the chance that it is above 10 %; reason: why None."""

    rate: float | None = None
    is_high: float | None = None
    reason: str | None = None


def fitted_prior(defective: Sequence[int], reached: Sequence[int]) -> Prior:
    """Mean and spread by moments (Kleinman 1973, JASA 68), weights the numbers reached.

    tau² = max(0, (Σ M (r - mean)² - (K - 1) mean (1 - mean)) / Σ (1 - M/ΣM)(M - 1)), over the K
    enumerators with M reached, of whom the share r is defective.
    """
    rows = [(x, m) for x, m in zip(defective, reached, strict=True) if m]
    found, whole = sum(x for x, _ in rows), sum(m for _, m in rows)
    k = len(rows)
    if not whole:
        return Prior(enumerators=0, reason=NOBODY)
    mean = found / whole
    if found in {0, whole}:
        return Prior(enumerators=k, mean=mean, reason=ALL_ALIKE)
    binomial = mean * (1 - mean)
    scale = fsum((1 - m / whole) * (m - 1) for _, m in rows)
    if k < 2 or scale <= 0:
        return Prior(enumerators=k, mean=mean, reason=TOO_FEW)
    spread = fsum(m * (x / m - mean) ** 2 for x, m in rows)
    variance = max(0.0, (spread - (k - 1) * binomial) / scale)
    rho = variance / binomial
    if rho >= 1:
        return Prior(enumerators=k, mean=mean, variance=variance, rho=rho, reason=TOO_FAR)
    return Prior(
        enumerators=k,
        mean=mean,
        variance=variance,
        rho=rho,
        strength=1 / rho - 1 if rho > 0 else inf,
        reason=None if rho > 0 else NO_SPREAD,
    )


def shrunken_rate(defective: int, *, reached: int, prior: Prior) -> ShrunkenRate:
    """(a + X)/(a + b + M), and 1 - F(0.10) of the beta distribution with a + X and b + M - X.

    Without spread between enumerators both are those of the common rate.
    """
    if not reached:
        return ShrunkenRate(reason=NOBODY)
    if prior.mean is None or prior.strength is None:
        return ShrunkenRate(reason=prior.reason)
    if prior.strength == inf:
        return ShrunkenRate(rate=prior.mean, is_high=float(prior.mean > HIGH_RATE))
    a = prior.mean * prior.strength + defective
    b = (1 - prior.mean) * prior.strength + reached - defective
    rate = (prior.mean * prior.strength + defective) / (prior.strength + reached)
    return ShrunkenRate(rate=rate, is_high=float(special.betaincc(a, b, HIGH_RATE)))

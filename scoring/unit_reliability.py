"""How much of the spread of unit scores is of the units, and how much is chance."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import inf, isinf

import numpy as np
from scipy import optimize, special

from scoring.design_tally import Floats
from scoring.intervals import CONFIDENCE, t_quantile, wilson
from scoring.score_table import ScoreRow, ScoreTable

LEAST_UNITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMean:
    """The share of a unit, 0..1, and the variance of that estimate (0: everybody was asked)."""

    share: float
    variance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitReliability:
    """Of the means of K units.

    tau2: variance of the true shares between units, with tau2_low and tau2_high its 95 % interval;
    both 0 where the units lie closer together than chance lets expect. units: reliability by unit,
    0..1. median, lowest, highest: of these; low, high: the median at the ends of the interval of
    tau2. reason: why there is none.
    """

    tau2: float | None
    tau2_low: float | None
    tau2_high: float | None
    units: Mapping[str, float | None]
    median: float | None
    lowest: float | None
    highest: float | None
    low: float | None
    high: float | None
    reason: str | None


def reliability_of_units(units: Mapping[str, UnitMean]) -> UnitReliability:
    """τ² / (τ² + v_u) for every unit, with τ² by moments.

    τ² = max(0, Σ(R_u - mean)²/(K - 1) - Σv_u/K) (Hedges & Olkin, Statistical Methods for
    Meta-Analysis, 1985, 9.2). It does not weigh by 1/v as that of DerSimonian and Laird, which
    lets units near 100 %, whose variance is small for being near 100 %, decide alone. Its interval
    are the τ² at which Σ(R_u - μ)²/(v_u + τ²), μ weighted alike, is the quantile of χ² with K - 1
    degrees of freedom (Q-profile; Viechtbauer 2007, Stat. Med. 26). 0 says that the units cannot
    be told apart, not that they are equal. A unit where everybody was asked has reliability 1, but
    where τ² = 0, none.
    """
    if len(units) < LEAST_UNITS:
        return _none(units, reason=f"units < {LEAST_UNITS}")
    share = np.array([unit.share for unit in units.values()])
    variance = np.array([unit.variance for unit in units.values()])
    tau2 = max(0.0, float(share.var(ddof=1) - variance.mean()))
    low = _tau2_at((1 + CONFIDENCE) / 2, share=share, variance=variance)
    high = _tau2_at((1 - CONFIDENCE) / 2, share=share, variance=variance)
    found = _part_of_units(tau2, variance=variance)
    known = found[np.isfinite(found)]
    return UnitReliability(
        tau2=tau2,
        tau2_low=low,
        tau2_high=high,
        units={
            code: float(one) if np.isfinite(one) else None
            for code, one in zip(units, found, strict=True)
        },
        median=_median(found),
        lowest=float(known.min()) if len(known) else None,
        highest=float(known.max()) if len(known) else None,
        low=_median(_part_of_units(low, variance=variance)),
        high=_median(_part_of_units(high, variance=variance)),
        reason=None if len(known) else "nothing varies",
    )


def reliability_of_table(table: ScoreTable, *, hidden: Collection[str] = ()) -> UnitReliability:
    """Of the published shares of the units that may be ranked and have an interval.

    hidden: units that are left out, because their figures may not be told from those of others.

    v = R(1 - R)/n_eff, the variance behind the interval, never below what the design effect of the
    survey gives; at 0 and 100 % R is replaced by the centre of the interval, as where units are
    held against the whole.
    """
    means = {
        code: mean
        for code, row in table.units.items()
        if code not in hidden and row.verdict.flag.is_ranked and (mean := _mean_of(row)) is not None
    }
    return reliability_of_units(means)


def _mean_of(row: ScoreRow) -> UnitMean | None:
    of = row.published
    if of.est is None or of.interval.low is None:
        return None
    share, size = of.est / 100, inf if of.interval.n_eff is None else of.interval.n_eff
    if isinf(size):
        return UnitMean(share=share, variance=0.0)
    near = share
    if share in (0.0, 1.0):
        bounds = wilson(share, size=size, quantile=t_quantile(of.df))
        near = (bounds.low + bounds.high) / 2
    return UnitMean(share=share, variance=near * (1 - near) / size)


def _part_of_units(tau2: float, *, variance: Floats) -> Floats:
    """nan where both are 0."""
    part: Floats = np.full(len(variance), np.nan)
    total = tau2 + variance
    np.divide(tau2, total, out=part, where=total > 0)
    return part


def _median(values: Floats) -> float | None:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else None


def _tau2_at(probability: float, *, share: Floats, variance: Floats) -> float:
    """The τ² whose weighted sum of squares is this quantile of χ²; it falls with τ²."""
    target = float(special.chdtri(len(share) - 1, 1 - probability))

    def over(tau2: float) -> float:
        weight = 1 / (variance + tau2)
        mean = (weight * share).sum() / weight.sum()
        return float((weight * (share - mean) ** 2).sum()) - target

    smallest = 0.0 if variance.min() > 0 else 1e-12
    if over(smallest) <= 0:
        return 0.0
    largest = 1.0
    while over(largest) > 0:
        largest *= 4
    return float(optimize.brentq(over, smallest, largest, xtol=1e-15, rtol=1e-12))


def _none(units: Mapping[str, UnitMean], *, reason: str) -> UnitReliability:
    return UnitReliability(
        tau2=None,
        tau2_low=None,
        tau2_high=None,
        units=dict.fromkeys(units),
        median=None,
        lowest=None,
        highest=None,
        low=None,
        high=None,
        reason=reason,
    )

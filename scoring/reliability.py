"""How consistently the items measure people: Cronbach's alpha, and omega of one factor.

Both are about differences between people. They say nothing of how surely units are told apart:
that is `scoring.unit_reliability`. People who give one answer to everything raise both.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from scoring.design_tally import Floats
from scoring.intervals import CONFIDENCE, Bounds
from scoring.one_factor import LEAST_ITEMS, STEPS, one_factor
from scoring.rule import ScoringRule

LEAST_PEOPLE = 30
_CONSTANT = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ItemProducts:
    """Sums over the people who answered all of k items on the scale (complete cases).

    A tally has no products item by item, so these come from the answers themselves: from
    `item_products`, or from SELECT COUNT(*), SUM(x_j), SUM(x_j * x_l). They add up.

    people: n. left_out: interviews with at least one item that has no level. sums: (k,) of the
    levels. products: (k, k) of the products of levels. Everybody counts 1.

    Raises ValueError when the shapes do not fit.
    """

    items: tuple[str, ...]
    people: int
    left_out: int
    sums: Floats
    products: Floats

    def __post_init__(self) -> None:
        k = len(self.items)
        if self.sums.shape != (k,) or self.products.shape != (k, k):
            raise ValueError("one sum for each item, one product for each pair of items")

    def __add__(self, other: "ItemProducts") -> "ItemProducts":
        """Those of other people. Raises ValueError for other items."""
        if self.items != other.items:
            raise ValueError("products of different items cannot be added")
        return ItemProducts(
            items=self.items,
            people=self.people + other.people,
            left_out=self.left_out + other.left_out,
            sums=self.sums + other.sums,
            products=self.products + other.products,
        )

    @property
    def covariance(self) -> Floats:
        """(k, k) with divisor n - 1. Raises ZeroDivisionError for fewer than two people."""
        of_means = np.outer(self.sums, self.sums) / self.people
        covariance: Floats = (self.products - of_means) * (1 / (self.people - 1))
        return covariance


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """A coefficient, at most 1, and its 95 % interval; reason: why something is None."""

    est: float | None
    bounds: Bounds | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReliability:
    """Of the sum of the levels of k items over n people, complete cases only."""

    alpha: Coefficient
    omega: Coefficient
    items: int
    people: int
    left_out: int


def item_products(frame: pd.DataFrame, *, rule: ScoringRule, items: Sequence[str]) -> ItemProducts:
    """From a frame of answers as `tally_frame` takes it: one column an item, one row an interview.

    Complete cases rather than pairs: every pair has the same people then, so that the covariances
    belong to one sample and n is one number. What applies to few people leaves few of them.
    """
    codes = frame[list(items)].to_numpy(dtype=np.float64)
    complete = np.isin(codes, rule.levels).all(axis=1)
    levels = codes[complete]
    return ItemProducts(
        items=tuple(items),
        people=len(levels),
        left_out=len(codes) - len(levels),
        sums=levels.sum(axis=0),
        products=levels.T @ levels,
    )


def item_reliability(of: ItemProducts) -> ItemReliability:
    """Alpha with Feldt's interval, and omega, of the sum of the levels.

    None with a reason: fewer than two items (omega: three), fewer than 30 people, items that
    everybody answered alike.
    """
    return ItemReliability(
        alpha=cronbach_alpha(of),
        omega=one_factor_omega(of),
        items=len(of.items),
        people=of.people,
        left_out=of.left_out,
    )


def _obstacle(of: ItemProducts) -> str | None:
    if len(of.items) < 2:
        return "items < 2"
    if of.people < LEAST_PEOPLE:
        return f"n < {LEAST_PEOPLE}"
    squares = np.diag(of.products)
    spread = np.diag(of.covariance) * (of.people - 1)
    constant = [
        item for item, is_so in zip(of.items, spread <= _CONSTANT * squares, strict=True) if is_so
    ]
    return f"constant items: {', '.join(constant)}" if constant else None


def cronbach_alpha(of: ItemProducts) -> Coefficient:
    """α = k/(k - 1) (1 - Σ var / var of the sum) (Cronbach 1951, Psychometrika 16).

    (1 - α)/(1 - α̂) is F with n - 1 and (n - 1)(k - 1) degrees of freedom (Feldt 1965,
    Psychometrika 30), for independent people, normal answers and items of equal covariance; the
    interval has no design effect.
    """
    if obstacle := _obstacle(of):
        return Coefficient(est=None, bounds=None, reason=obstacle)
    covariance, k = of.covariance, len(of.items)
    total = float(covariance.sum())
    if total <= _CONSTANT * float(np.trace(covariance)):
        return Coefficient(est=None, bounds=None, reason="the sum is the same for everybody")
    alpha = k / (k - 1) * (1 - float(np.trace(covariance)) / total)
    df = of.people - 1
    low, high = (
        1 - (1 - alpha) * float(special.fdtri(df, df * (k - 1), quantile))
        for quantile in ((1 + CONFIDENCE) / 2, (1 - CONFIDENCE) / 2)
    )
    return Coefficient(est=alpha, bounds=Bounds(low=low, high=high), reason=None)


def one_factor_omega(of: ItemProducts, *, steps: int = STEPS) -> Coefficient:
    """ω = (Σλ)² / ((Σλ)² + Σψ) of one factor, in the units of the levels.

    McDonald 1999, Test Theory, ch. 6. The factor is fitted to the correlations, which maximum
    likelihood allows, and scaled back: λ_j s_j, ψ_j s_j². No interval is given. steps: of the
    search for it, at most.
    """
    if obstacle := _obstacle(of):
        return Coefficient(est=None, bounds=None, reason=obstacle)
    if len(of.items) < LEAST_ITEMS:
        return Coefficient(est=None, bounds=None, reason=f"items < {LEAST_ITEMS}")
    spread = np.sqrt(np.diag(of.covariance))
    found = one_factor(of.covariance / np.outer(spread, spread), steps=steps)
    if found is None:
        return Coefficient(est=None, bounds=None, reason="items depend linearly on each other")
    if not found.is_found:
        return Coefficient(est=None, bounds=None, reason="the best factor was not found")
    if not found.is_proper:
        return Coefficient(est=None, bounds=None, reason="an item has no variance of its own left")
    common = float((found.loadings * spread).sum()) ** 2
    omega = common / (common + float((found.unique * spread**2).sum()))
    return Coefficient(est=omega, bounds=None, reason=None)

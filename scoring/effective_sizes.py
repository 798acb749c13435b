"""How many independent answers stand behind the shares of a unit, as a survey tells of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Self

import numpy as np

from scoring.domains import Domain
from scoring.indicator import Estimator, Indicator
from scoring.intervals import (
    Bounds,
    Precision,
    effective_size,
    korn_graubard_size,
    pooled_design_effect,
    t_quantile,
    wilson,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Effective answers behind the pooled share and the published one; None: no interval."""

    pooled: float | None
    published: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizing:
    """What says how many independent answers the shares of a survey are worth.

    pooled, published: design effects of the whole survey, None when no unit could tell it; then 1
    is used. is_item: the share of one item is published, which the people who answered bound.
    """

    pooled: float | None
    published: float | None
    is_item: bool

    @classmethod
    def of(cls, units: Sequence[Domain], *, indicator: Indicator) -> Self:
        """From all units of a survey."""
        return cls(
            pooled=pooled_design_effect([unit.precision for unit in units]),
            published=pooled_design_effect([unit.published for unit in units]),
            is_item=indicator.estimator is Estimator.OVERALL_ITEM,
        )

    def sizes(self, domain: Domain) -> Sizes:
        """Of one unit, or of any other domain of the same survey."""
        return Sizes(
            pooled=size_of(domain.precision, design_effect=self.pooled),
            published=self.published_size(domain.published),
        )

    def published_size(self, precision: Precision) -> float | None:
        """Effective answers behind a published share; None: no interval."""
        if self.is_item:
            return _item_size(precision)
        return size_of(precision, design_effect=self.published)


def size_of(precision: Precision, *, design_effect: float | None) -> float | None:
    """Effective answers behind a share of many items, with this design effect as a floor; None
    counts one independent answer a person. None: no interval.
    """
    if isnan(precision.share) or (precision.df < 1 and not precision.is_census):
        return None
    used = 1.0 if design_effect is None else design_effect
    return effective_size(precision, design_effect=used)


def bounds_of(precision: Precision, *, size: float | None) -> Bounds | None:
    """The interval of a share of many items, 0..1; the point for a census, None without a size."""
    if size is None:
        return None
    quantile = 0.0 if precision.is_census else t_quantile(precision.df)
    return wilson(precision.share, size=size, quantile=quantile)


def _item_size(precision: Precision) -> float | None:
    if isnan(precision.share) or (precision.df < 1 and not precision.is_census):
        return None
    if precision.is_census:
        return float("inf")
    size = korn_graubard_size(
        np.array([precision.share]),
        variance=np.array([precision.variance]),
        people=np.array([float(precision.people)]),
        df=np.array([float(precision.df)]),
    )
    return float(size[0])

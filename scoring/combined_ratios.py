"""The published indicator as a combination of ratios, with what linearises it."""

from dataclasses import dataclass

import numpy as np

from scoring.design_tally import DesignTally, Floats
from scoring.indicator import Estimator, Indicator
from scoring.linearise import (
    FACTOR_MEAN,
    FIRST_FACTOR,
    POOLED,
    Ratios,
    inverse_of,
    linear_in_blocks,
    ratio,
)
from scoring.rule import ScoringRule
from scoring.variance import Linear


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Combined:
    """The indicator in D domains.

    estimates: (D,) shares 0..1, nan where nothing was answered. weights: (D, 2B + 1) its
    derivative by the sums of a person, as in `Ratios`; for one overall item (D, 2), by the
    satisfied and the valid answer to it. base: (D,) mean weighted valid answers, so that the
    quotient of two domains is how much a common change in the one moves the other.
    """

    estimates: Floats
    weights: Floats
    base: Floats


def column_of(rule: ScoringRule, *, indicator: Indicator) -> int | None:
    """Where the indicator stands among the estimates of `ratios`; None: it is not among them."""
    if indicator.estimator is Estimator.OVERALL_ITEM:
        return FIRST_FACTOR + len(rule.factors) + rule.items.index(indicator.item)
    columns = {Estimator.POOLED: POOLED, Estimator.MEAN_OF_FACTORS: FACTOR_MEAN}
    return columns.get(indicator.estimator)


def combined(of: Ratios, *, rule: ScoringRule, indicator: Indicator) -> Combined:
    """The indicator and its derivative in every domain of these ratios.

    Raises ValueError for the mean of the items of a tally that was not made item by item: how the
    items of one person vary together is not in it.
    """
    if indicator.estimator is Estimator.OVERALL_ITEM:
        return _one_item(of, item=rule.items.index(indicator.item))
    if indicator.estimator is Estimator.POOLED:
        estimates, weights = of.estimates[:, POOLED], of.weights[:, POOLED]
        return Combined(estimates=estimates, weights=weights, base=of.valid)
    if indicator.estimator is not Estimator.MEAN_OF_ITEMS:
        return _mean_of_factors(of, rule=rule, indicator=indicator)
    if not rule.by_item:
        raise ValueError("the mean of the items needs a tally that was made item by item")
    return _mean_of_items(of)


def linear_in(tally: DesignTally, *, weights: Floats, indicator: Indicator) -> Linear:
    """Sums of e and e² per cell for weights (G, …) as in `Combined`; one indicator."""
    if indicator.estimator is not Estimator.OVERALL_ITEM:
        return linear_in_blocks(tally, weights=weights[:, None, :])
    item = tally.rule.items.index(indicator.item)
    satisfied, valid = weights[:, 0], weights[:, 1]
    sums, squares = tally.sums[:, item], tally.squares[:, item]
    # a satisfied answer is a valid one: the product of the two is the first
    return Linear(
        first=(satisfied * sums[:, 0] + valid * sums[:, 1])[:, None],
        second=((satisfied**2 + 2 * satisfied * valid) * squares[:, 0] + valid**2 * squares[:, 1])[
            :, None
        ],
        reach=(np.abs(satisfied) * sums[:, 0] + np.abs(valid) * sums[:, 1])[:, None],
        scale=(
            (satisfied**2 + 2 * np.abs(satisfied * valid)) * squares[:, 0]
            + valid**2 * squares[:, 1]
        )[:, None],
    )


def _one_item(of: Ratios, *, item: int) -> Combined:
    valid = of.item_valid[:, item]
    estimates = of.estimates[:, item - of.item_valid.shape[1]]
    inverse = inverse_of(valid)
    return Combined(
        estimates=estimates,
        weights=np.column_stack([inverse, -np.nan_to_num(estimates) * inverse]),
        base=valid,
    )


def _mean_of_factors(of: Ratios, *, rule: ScoringRule, indicator: Indicator) -> Combined:
    """Σ λ R / Σ λ over the factors with a valid answer; e = Σ λ e_f / Σ λ."""
    weight_of = dict(indicator.weights)
    weight = np.array([float(weight_of.get(factor.code, 1)) for factor in rule.factors])
    used = np.where(of.factor_valid > 0, weight, 0.0)
    total = used.sum(axis=1)
    part = used * inverse_of(total)[:, None]
    shares = np.nan_to_num(of.estimates[:, FIRST_FACTOR : FIRST_FACTOR + len(weight)])
    return Combined(
        estimates=ratio((used * shares).sum(axis=1), total),
        weights=np.einsum("df,dfb->db", part, of.weights[:, FIRST_FACTOR:]),
        base=(part * of.factor_valid).sum(axis=1),
    )


def _mean_of_items(of: Ratios) -> Combined:
    """The mean of the shares of the items with a valid answer; e = Σ e_j / their number."""
    items = of.item_valid.shape[1]
    used = (of.item_valid > 0).astype(float)
    total = used.sum(axis=1)
    part = used * inverse_of(total)[:, None]
    shares = np.nan_to_num(of.estimates[:, -items:])
    satisfied = part * inverse_of(of.item_valid)
    return Combined(
        estimates=ratio((used * shares).sum(axis=1), total),
        weights=np.hstack([satisfied, -shares * satisfied, np.zeros((len(part), 1))]),
        base=(part * of.item_valid).sum(axis=1),
    )

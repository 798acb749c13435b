"""The indicators of a domain as ratios of totals, and their linear form for the variance.

Indicators, in this order: pooled share, mean score, mean of the factors, each factor, each item.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from scoring.design_tally import DesignTally, Floats, Ints
from scoring.summed_rows import summed_rows
from scoring.variance import Linear

POOLED, MEAN_SCORE, FACTOR_MEAN = 0, 1, 2
FIRST_FACTOR = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ratios:
    """Estimates of D domains, and what linearises them.

    estimates: (D, 3 + F + J), shares 0..1 and the mean score on its scale; nan where nothing valid.
    weights: (D, 3 + F, 2B + 1), the derivative of each estimate by the sums of a person
    (satisfied per block, valid per block, levels). valid: (D,) weighted valid answers.
    factor_valid, item_valid: (D, F), (D, J) the same per factor and item. missing: (D, 2) the
    pooled share when every blank were unsatisfied, and when every blank were satisfied.
    """

    domain: Ints
    estimates: Floats
    weights: Floats
    valid: Floats
    factor_valid: Floats
    item_valid: Floats
    missing: Floats


def ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Numerator over denominator, nan where there is nothing below."""
    found: Floats = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=found, where=denominator > 0)
    return found


def inverse_of(values: Floats) -> Floats:
    """One over each value, 0 where there is none."""
    inverse: Floats = np.zeros(values.shape)
    np.divide(1.0, values, out=inverse, where=values > 0)
    return inverse


def ratios(tally: DesignTally, *, domain: Ints, domains: int) -> Ratios:
    """Estimate every indicator in every domain; `domain` (G,) says where each cell belongs.

    Pooled: Σ w·satisfied / Σ w·valid over all items; a factor and an item likewise over theirs.
    Mean score: Σ w·level / Σ w·valid; none where blanks count as answers, for a blank has no level.
    Mean of the factors: over the factors with a valid answer.
    """
    factors = len(tally.rule.factors)
    sums = summed_rows(tally.sums, place=domain, places=domains)
    by_factor = np.zeros((domains, factors, 4))
    for item, factor in enumerate(tally.rule.factor_of_item):
        by_factor[:, factor] += sums[:, item]
    total = by_factor.sum(axis=1)
    shares = ratio(by_factor[:, :, 0], by_factor[:, :, 1])
    pooled, mean = ratio(total[:, 0], total[:, 1]), ratio(total[:, 2], total[:, 1])
    if tally.rule.blank_counts:
        mean = np.full(domains, np.nan)
    used = np.isfinite(shares)
    factor_mean = ratio(np.where(used, shares, 0.0).sum(axis=1), used.sum(axis=1).astype(float))
    estimates = np.column_stack(
        [pooled, mean, factor_mean, shares, ratio(sums[:, :, 0], sums[:, :, 1])]
    )
    asked = total[:, 1] + (0.0 if tally.rule.blank_counts else total[:, 3])
    bounds = (ratio(total[:, 0], asked), ratio(total[:, 0] + total[:, 3], asked))
    return Ratios(
        domain=domain,
        estimates=estimates,
        weights=_weights(
            estimates,
            valid=total[:, 1],
            factor_valid=by_factor[:, :, 1],
            factor_of_block=np.array(tally.rule.factor_of_block, dtype=np.int64),
        ),
        valid=total[:, 1],
        factor_valid=by_factor[:, :, 1],
        item_valid=sums[:, :, 1],
        missing=np.column_stack(bounds),
    )


def _weights(
    estimates: Floats, *, valid: Floats, factor_valid: Floats, factor_of_block: Ints
) -> Floats:
    (domains, factors), blocks = factor_valid.shape, len(factor_of_block)
    known = np.nan_to_num(estimates)
    weights = np.zeros((domains, FIRST_FACTOR + factors, 2 * blocks + 1))
    inverse, factor_inverse = inverse_of(valid), inverse_of(factor_valid)
    satisfied, answered = slice(0, blocks), slice(blocks, 2 * blocks)
    weights[:, POOLED, satisfied] = inverse[:, None]
    weights[:, POOLED, answered] = (-known[:, POOLED] * inverse)[:, None]
    weights[:, MEAN_SCORE, answered] = (-known[:, MEAN_SCORE] * inverse)[:, None]
    weights[:, MEAN_SCORE, 2 * blocks] = inverse
    for block, factor in enumerate(factor_of_block):
        share = known[:, FIRST_FACTOR + factor]
        weights[:, FIRST_FACTOR + factor, block] = factor_inverse[:, factor]
        weights[:, FIRST_FACTOR + factor, blocks + block] = -share * factor_inverse[:, factor]
    used = inverse_of((factor_valid > 0).sum(axis=1).astype(float))
    weights[:, FACTOR_MEAN] = weights[:, FIRST_FACTOR:].sum(axis=1) * used[:, None]
    return weights


def linear_form(tally: DesignTally, *, of: Ratios) -> Linear:
    """Sums of e and e² per cell for every indicator; pooled: e = w (y - R z) / Σ w z."""
    factors = linear_in_blocks(tally, weights=of.weights[of.domain])
    items = _linear_in_items(tally, of=of)
    return Linear(
        first=np.hstack([factors.first, items.first]),
        second=np.hstack([factors.second, items.second]),
        reach=np.hstack([factors.reach, items.reach]),
        scale=np.hstack([factors.scale, items.scale]),
    )


def linear_in_blocks(tally: DesignTally, *, weights: Floats) -> Linear:
    """Sums of e = w (c · x) per cell for weights c (G, K, 2B + 1)."""
    sums = _person_sums(tally)
    size = np.abs(weights)
    return Linear(
        first=np.einsum("gka,ga->gk", weights, sums),
        second=_squares_in_blocks(weights, tally.products),
        reach=np.einsum("gka,ga->gk", size, sums),
        scale=_squares_in_blocks(size, tally.products),
    )


def _squares_in_blocks(weights: Floats, products: Floats) -> Floats:
    path = _path(weights.shape, products.shape)
    found: Floats = np.einsum(_SQUARES, weights, products, weights, optimize=path)
    return found


_SQUARES = "gka,gab,gkb->gk"


@lru_cache(maxsize=64)
def _path(weights: tuple[int, ...], products: tuple[int, ...]) -> list[str | tuple[int, ...]]:
    """In which order arrays of these shapes are best multiplied; finding out takes as long as
    doing it.
    """
    like = np.empty(weights)
    return np.einsum_path(_SQUARES, like, np.empty(products), like, optimize=True)[0]


def _person_sums(tally: DesignTally) -> Floats:
    blocks = len(tally.rule.factor_of_block)
    sums = np.zeros((len(tally.cells), 2 * blocks + 1))
    for item, block in enumerate(tally.rule.block_of_item):
        sums[:, block] += tally.sums[:, item, 0]
        sums[:, blocks + block] += tally.sums[:, item, 1]
        sums[:, 2 * blocks] += tally.sums[:, item, 2]
    return sums


def _linear_in_items(tally: DesignTally, *, of: Ratios) -> Linear:
    items = len(tally.rule.items)
    share = np.nan_to_num(of.estimates[of.domain, -items:]) if items else np.zeros((0, 0))
    inverse = inverse_of(of.item_valid)[of.domain]
    satisfied, valid = tally.sums[:, :, 0], tally.sums[:, :, 1]
    satisfied2, valid2 = tally.squares[:, :, 0], tally.squares[:, :, 1]
    return Linear(
        first=(satisfied - share * valid) * inverse,
        second=(satisfied2 * (1 - 2 * share) + share**2 * valid2) * inverse**2,
        reach=(satisfied + share * valid) * inverse,
        scale=(satisfied2 * (1 + 2 * share) + share**2 * valid2) * inverse**2,
    )

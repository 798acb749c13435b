"""The published share as an exact fraction, from counts of answers in which everybody counts 1."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from scoring.design_tally import Ints, valid_answers
from scoring.indicator import Estimator, Indicator
from scoring.rule import ScoringRule


def exact_share(counts: Ints, *, rule: ScoringRule, indicator: Indicator) -> Fraction | None:
    """The indicator, 0..1, of (J, levels + 3) counts; None when nothing was answered.

    What has no valid answer is left out of a mean, as in the estimate.
    """
    items = item_shares(counts, rule=rule)
    if indicator.estimator is Estimator.OVERALL_ITEM:
        return items[indicator.item]
    if indicator.estimator is Estimator.MEAN_OF_ITEMS:
        return _mean([(share, Fraction(1)) for share in items.values()])
    if indicator.estimator is Estimator.POOLED:
        return _pooled(counts, rule=rule, items=rule.items)
    weights = dict(indicator.weights)
    factors = factor_shares(counts, rule=rule)
    return _mean([(share, weights.get(code, Fraction(1))) for code, share in factors.items()])


def factor_shares(counts: Ints, *, rule: ScoringRule) -> Mapping[str, Fraction | None]:
    """The share of each factor, 0..1."""
    return {factor.code: _pooled(counts, rule=rule, items=factor.items) for factor in rule.factors}


def item_shares(counts: Ints, *, rule: ScoringRule) -> Mapping[str, Fraction | None]:
    """The share of each item, 0..1."""
    return {item: _pooled(counts, rule=rule, items=(item,)) for item in rule.items}


def _pooled(counts: Ints, *, rule: ScoringRule, items: Sequence[str]) -> Fraction | None:
    chosen = counts[[rule.items.index(item) for item in items]]
    satisfied = [at for at, level in enumerate(rule.levels) if level in rule.satisfied]
    valid = int(valid_answers(chosen, rule=rule).sum())
    return Fraction(int(chosen[:, satisfied].sum()), valid) if valid else None


def _mean(parts: Sequence[tuple[Fraction | None, Fraction]]) -> Fraction | None:
    known = [(share, weight) for share, weight in parts if share is not None]
    total = sum(weight for _, weight in known)
    return sum((share * weight for share, weight in known), Fraction(0)) / total if total else None

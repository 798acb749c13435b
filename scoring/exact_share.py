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
    if indicator.estimator is Estimator.POOLED:
        return _share(_answers(counts, rule=rule))
    if indicator.estimator is Estimator.OVERALL_ITEM:
        return item_shares(counts, rule=rule)[rule.items.index(indicator.item)]
    if indicator.estimator is Estimator.MEAN_OF_ITEMS:
        return _mean([(share, Fraction(1)) for share in item_shares(counts, rule=rule)])
    weights = dict(indicator.weights)
    factors = factor_shares(counts, rule=rule)
    return _mean([(share, weights.get(code, Fraction(1))) for code, share in factors.items()])


def factor_shares(counts: Ints, *, rule: ScoringRule) -> Mapping[str, Fraction | None]:
    """The share of each factor, 0..1."""
    answers, shares = iter(_answers(counts, rule=rule)), {}
    for factor in rule.factors:
        shares[factor.code] = _share([next(answers) for _ in factor.items])
    return shares


def item_shares(counts: Ints, *, rule: ScoringRule) -> tuple[Fraction | None, ...]:
    """The share of each item, 0..1."""
    return tuple(_share([item]) for item in _answers(counts, rule=rule))


Answers = Sequence[tuple[int, int]]
"""Satisfied and valid answers, item by item."""


def _answers(counts: Ints, *, rule: ScoringRule) -> Answers:
    chosen = [at for at, level in enumerate(rule.levels) if level in rule.satisfied]
    satisfied = counts[:, chosen].sum(axis=1).tolist()
    return list(zip(satisfied, valid_answers(counts, rule=rule).tolist(), strict=True))


def _share(answers: Answers) -> Fraction | None:
    valid = sum(item[1] for item in answers)
    return Fraction(sum(item[0] for item in answers), valid) if valid else None


def _mean(parts: Sequence[tuple[Fraction | None, Fraction]]) -> Fraction | None:
    known = [(share, weight) for share, weight in parts if share is not None]
    total = sum(weight for _, weight in known)
    return sum((share * weight for share, weight in known), Fraction(0)) / total if total else None

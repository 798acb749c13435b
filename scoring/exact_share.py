"""The published share as an exact fraction, from counts of answers in which everybody counts 1."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from scoring.answer_counts import AnswerCounts
from scoring.indicator import Estimator, Indicator
from scoring.rule import ScoringRule


def exact_share(
    answers: AnswerCounts, *, rule: ScoringRule, indicator: Indicator
) -> Fraction | None:
    """The indicator, 0..1, of these answers; None when nothing was answered.

    What has no valid answer is left out of a mean, as in the estimate.
    """
    if indicator.estimator is Estimator.POOLED:
        return _share(sum(answers.satisfied), sum(answers.valid))
    if indicator.estimator is Estimator.OVERALL_ITEM:
        at = rule.items.index(indicator.item)
        return _share(answers.satisfied[at], answers.valid[at])
    if indicator.estimator is Estimator.MEAN_OF_ITEMS:
        return _mean([(share, Fraction(1)) for share in item_shares(answers)])
    weights = dict(indicator.weights)
    factors = factor_shares(answers, rule=rule)
    return _mean([(share, weights.get(code, Fraction(1))) for code, share in factors.items()])


def factor_shares(answers: AnswerCounts, *, rule: ScoringRule) -> Mapping[str, Fraction | None]:
    """The share of each factor, 0..1."""
    shares, first = {}, 0
    for factor in rule.factors:
        of_it = slice(first, first + len(factor.items))
        shares[factor.code] = _share(sum(answers.satisfied[of_it]), sum(answers.valid[of_it]))
        first = of_it.stop
    return shares


def item_shares(answers: AnswerCounts) -> list[Fraction | None]:
    """The share of each item, 0..1."""
    return list(map(_share, answers.satisfied, answers.valid))


def _share(satisfied: int, valid: int) -> Fraction | None:
    return Fraction(satisfied, valid) if valid else None


def _mean(parts: Sequence[tuple[Fraction | None, Fraction]]) -> Fraction | None:
    known = [(share, weight) for share, weight in parts if share is not None]
    total = sum(weight for _, weight in known)
    return sum((share * weight for share, weight in known), Fraction(0)) / total if total else None

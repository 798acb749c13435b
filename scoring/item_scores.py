"""The figures of every item in percent, of many domains at once."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from scoring.answer_counts import AnswerCounts
from scoring.design_tally import Floats
from scoring.domains import Domain
from scoring.exact_share import item_shares
from scoring.intervals import korn_graubard
from scoring.linearise import FIRST_FACTOR
from scoring.plain_figures import PlainFigures, known_fraction, percents
from scoring.rule import ScoringRule
from scoring.score_table import ItemScore

Bounds = tuple[Sequence[float], Sequence[float]]


def items_of(
    domains: Sequence[Domain],
    *,
    answers: Sequence[AnswerCounts],
    figures: Sequence[PlainFigures],
    rule: ScoringRule,
) -> list[dict[str, ItemScore]]:
    """For each domain its items by code; `answers` and `figures` are those of the domains."""
    if not domains:
        return []
    low, high = _bounds(domains, answers=answers, rule=rule)
    found = zip(domains, answers, figures, low.tolist(), high.tolist(), strict=True)
    return [
        _items(
            figure,
            answers=of,
            shares=_fractions(domain, answers=of, figures=figure),
            bounds=(lows, highs),
            rule=rule,
        )
        for domain, of, figure, lows, highs in found
    ]


def _bounds(
    domains: Sequence[Domain], *, answers: Sequence[AnswerCounts], rule: ScoringRule
) -> tuple[Floats, Floats]:
    """(D, J) ends of the intervals, as proportions; where everybody was asked, the share itself."""
    items = slice(FIRST_FACTOR + len(rule.factors), None)
    share = np.array([domain.estimates[items] for domain in domains])
    low, high = korn_graubard(
        share,
        variance=np.array([domain.variances[items] for domain in domains]),
        people=np.array([of.valid for of in answers], dtype=np.float64),
        df=np.array([domain.item_df for domain in domains], dtype=np.float64),
    )
    census = np.array([domain.is_census for domain in domains])[:, None]
    return np.where(census, share, low), np.where(census, share, high)


def _fractions(
    domain: Domain, *, answers: AnswerCounts, figures: PlainFigures
) -> Sequence[Fraction | None]:
    if not domain.is_weighted:
        return item_shares(answers)
    first = len(figures.estimates) - len(answers.valid)
    return [known_fraction(share) for share in figures.estimates[first:]]


def _items(
    figures: PlainFigures,
    *,
    answers: AnswerCounts,
    shares: Sequence[Fraction | None],
    bounds: Bounds,
    rule: ScoringRule,
) -> dict[str, ItemScore]:
    first, levels = FIRST_FACTOR + len(rule.factors), len(rule.levels)
    found = zip(
        rule.items,
        shares,
        figures.percent[first:],
        figures.error[first:],
        percents(bounds[0]),
        percents(bounds[1]),
        answers.valid,
        answers.items,
        strict=True,
    )
    return {
        code: ItemScore(
            share=share,
            est=estimate,
            se=error,
            ci_low=low,
            ci_high=high,
            n_valid=valid,
            counts=dict(zip(rule.levels, people, strict=False)),
            blank=people[levels],
            not_applicable=people[levels + 1],
            not_asked=people[levels + 2],
        )
        for code, share, estimate, error, low, high, valid, people in found
    }

"""From the estimates of a domain to its row of figures in percent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, isnan, sqrt

import numpy as np

from scoring.answer_counts import AnswerCounts, answer_counts
from scoring.domains import Domain
from scoring.effective_sizes import Sizes, bounds_of
from scoring.exact_share import exact_share, factor_shares
from scoring.indicator import Estimator, Indicator
from scoring.intervals import (
    Bounds,
    Precision,
    design_effect,
    korn_graubard,
)
from scoring.item_scores import items_of
from scoring.linearise import FACTOR_MEAN, FIRST_FACTOR, MEAN_SCORE, POOLED
from scoring.plain_figures import PlainFigures, known, known_fraction, percents
from scoring.publishing import Evidence, Limits, verdict_of
from scoring.rule import ScoringRule
from scoring.score_table import (
    CENSUS_METHOD,
    Estimate,
    FactorScore,
    Interval,
    ItemScore,
    PooledEstimate,
    PublishedScore,
    ScoreRow,
)

CI_METHOD = "wilson-t/neff-floor"
ITEM_CI_METHOD = "korn-graubard/n-max"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """By what rows are made: tallying rule, published indicator and limits."""

    rule: ScoringRule
    indicator: Indicator
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A domain as its row is made of it: everything looked up is a plain number.

    figures: all but those of the items. answered: as in `Domain`.
    """

    domain: Domain
    figures: PlainFigures
    answered: Sequence[int]
    answers: AnswerCounts
    items: Mapping[str, ItemScore]
    by: Judging


def rows_of(
    domains: Mapping[str, Domain], *, by: Judging, sizes: Mapping[str, Sizes]
) -> dict[str, ScoreRow]:
    """Every figure of these domains but their ranks and their places against the whole.

    sizes: of each domain, by the same code.
    """
    ordered = list(domains.values())
    answers = answer_counts([domain.counts for domain in ordered], rule=by.rule)
    items = items_of(ordered, answers=answers, rule=by.rule)
    no_items = slice(FIRST_FACTOR + len(by.rule.factors))
    return {
        code: _row(
            _Made(
                domain=domains[code],
                figures=PlainFigures.of(domains[code], those=no_items),
                answered=domains[code].answered.tolist(),
                answers=answers[at],
                items=items[at],
                by=by,
            ),
            sizes=sizes[code],
        )
        for at, code in enumerate(domains)
    }


def _row(of: _Made, *, sizes: Sizes) -> ScoreRow:
    domain, figures, answers = of.domain, of.figures, of.answers
    low, high = percents(domain.missing.tolist())
    precision = domain.precision
    bounds = bounds_of(precision, size=sizes.pooled)
    published = _published(of, size=sizes.published)
    return ScoreRow(
        n=domain.people,
        n_valid=of.answered[0],
        population=domain.population,
        estimated_population=domain.estimated_population,
        df=domain.df,
        answers_valid=sum(answers.valid),
        answers_satisfied=sum(answers.satisfied),
        blank=answers.blank,
        not_applicable=answers.not_applicable,
        pooled=PooledEstimate(
            est=figures.percent[POOLED],
            se=figures.error[POOLED],
            se_nofpc=figures.plain_error[POOLED],
            design_effect=design_effect(precision),
        ),
        factor_mean=Estimate(est=figures.percent[FACTOR_MEAN], se=figures.error[FACTOR_MEAN]),
        n_factors=_used_factors(of),
        mean_score=Estimate(est=known(figures.estimates[MEAN_SCORE]), se=_mean_error(domain)),
        factors=_factors(of),
        items=of.items,
        interval=_interval(domain, bounds=bounds, size=sizes.pooled, method=CI_METHOD),
        published=published.score,
        missing_bounds=(low, high),
        verdict=verdict_of(_evidence(of, bounds=published.bounds), limits=of.by.limits),
        lonely_strata=domain.lonely,
    )


def _mean_error(domain: Domain) -> float | None:
    """On the scale of the answers, not in percent."""
    if isnan(domain.estimates[MEAN_SCORE]) or not domain.has_variance:
        return None
    return sqrt(domain.variances[MEAN_SCORE])


def _item_bounds(precision: Precision, *, size: float | None) -> Bounds | None:
    if size is None:
        return None
    if precision.is_census:
        return Bounds(low=precision.share, high=precision.share)
    low, high = korn_graubard(
        np.array([precision.share]),
        variance=np.array([precision.variance]),
        people=np.array([float(precision.people)]),
        df=np.array([float(precision.df)]),
    )
    return Bounds(low=float(low[0]), high=float(high[0]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Published:
    """The published score, and its interval as proportions."""

    score: PublishedScore
    bounds: Bounds | None


def _published(made: _Made, *, size: float | None) -> _Published:
    domain, by = made.domain, made.by
    of, is_item = domain.published, by.indicator.estimator is Estimator.OVERALL_ITEM
    bounds = _item_bounds(of, size=size) if is_item else bounds_of(of, size=size)
    method = ITEM_CI_METHOD if is_item else CI_METHOD
    has_error = not isnan(of.share) and domain.has_variance
    return _Published(
        score=PublishedScore(
            est=None if isnan(of.share) else of.share * 100,
            se=sqrt(of.variance) * 100.0 if has_error else None,
            interval=_interval(domain, bounds=bounds, size=size, method=method),
            n_valid=of.people,
            df=of.df,
            share=_share(made),
            factors=_factor_fractions(made),
            design_effect=design_effect(of),
        ),
        bounds=bounds,
    )


def _share(made: _Made) -> Fraction | None:
    if made.domain.is_weighted:
        return known_fraction(made.domain.published.share)
    return exact_share(made.answers, rule=made.by.rule, indicator=made.by.indicator)


def _factor_fractions(made: _Made) -> Mapping[str, Fraction | None]:
    rule = made.by.rule
    if not made.domain.is_weighted:
        return factor_shares(made.answers, rule=rule)
    return {
        factor.code: known_fraction(made.figures.estimates[FIRST_FACTOR + at])
        for at, factor in enumerate(rule.factors)
    }


def _evidence(made: _Made, *, bounds: Bounds | None) -> Evidence:
    """What stands for and against the published figure; of one overall item only what is of it."""
    domain, rule, indicator = made.domain, made.by.rule, made.by.indicator
    is_item = indicator.estimator is Estimator.OVERALL_ITEM
    by_item = indicator.estimator is Estimator.MEAN_OF_ITEMS
    return Evidence(
        people=domain.published.people,
        df=domain.published.df,
        width=None if bounds is None else bounds.high - bounds.low,
        is_census=domain.is_census,
        missing=made.answers.missing(rule.items.index(indicator.item) if is_item else None),
        factors=0 if is_item else _used_factors(made),
        all_factors=0 if is_item else len(rule.factors),
        lonely=domain.lonely,
        items=sum(valid > 0 for valid in made.answers.valid) if by_item else 0,
        all_items=len(rule.items) if by_item else 0,
    )


def _used_factors(made: _Made) -> int:
    return sum(people > 0 for people in made.answered[1:])


def _factors(made: _Made) -> dict[str, FactorScore]:
    return {
        factor.code: FactorScore(
            est=made.figures.percent[FIRST_FACTOR + at],
            se=made.figures.error[FIRST_FACTOR + at],
            n_valid=made.answered[1 + at],
        )
        for at, factor in enumerate(made.by.rule.factors)
    }


def _interval(
    domain: Domain, *, bounds: Bounds | None, size: float | None, method: str
) -> Interval:
    return Interval(
        low=None if bounds is None else 100 * bounds.low,
        high=None if bounds is None else 100 * bounds.high,
        method=CENSUS_METHOD if domain.is_census else method,
        n_eff=size if size is not None and isfinite(size) else None,
    )

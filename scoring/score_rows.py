"""From the estimates of a domain to its row of figures in percent."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, isnan, sqrt

import numpy as np

from scoring.design_tally import Floats, valid_answers
from scoring.domains import Domain
from scoring.effective_sizes import Sizes, bounds_of
from scoring.exact_share import exact_share, factor_shares, item_shares
from scoring.indicator import Estimator, Indicator
from scoring.intervals import (
    Bounds,
    Precision,
    design_effect,
    korn_graubard,
)
from scoring.linearise import FACTOR_MEAN, FIRST_FACTOR, MEAN_SCORE, POOLED
from scoring.publishing import Evidence, Limits, verdict_of
from scoring.rounding import exact_behind
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


def known(value: float, *, times: float = 1.0) -> float | None:
    """The value as a plain float, None for nan."""
    return None if isnan(value) else float(value) * times


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """By what rows are made: tallying rule, published indicator and limits."""

    rule: ScoringRule
    indicator: Indicator
    limits: Limits


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


def row_of(domain: Domain, *, by: Judging, sizes: Sizes) -> ScoreRow:
    """Every figure of a domain but its rank and its place against the whole."""
    rule, levels = by.rule, len(by.rule.levels)
    satisfied = [level in rule.satisfied for level in rule.levels]
    chosen = domain.counts[:, :levels]
    bounds = bounds_of(domain.precision, size=sizes.pooled)
    published = _published(domain, by=by, size=sizes.published)
    return ScoreRow(
        n=domain.people,
        n_valid=int(domain.answered[0]),
        population=domain.population,
        estimated_population=domain.estimated_population,
        df=domain.df,
        answers_valid=int(valid_answers(domain.counts, rule=rule).sum()),
        answers_satisfied=int(chosen[:, satisfied].sum()),
        blank=int(domain.counts[:, levels].sum()),
        not_applicable=int(domain.counts[:, levels + 1].sum()),
        pooled=PooledEstimate(
            est=_percent(domain, POOLED),
            se=_error(domain, domain.variances, POOLED),
            se_nofpc=_error(domain, domain.plain, POOLED),
            design_effect=design_effect(domain.precision),
        ),
        factor_mean=_estimate(domain, FACTOR_MEAN),
        n_factors=_used_factors(domain),
        mean_score=Estimate(
            est=known(domain.estimates[MEAN_SCORE]),
            se=_error(domain, domain.variances, MEAN_SCORE, times=1.0),
        ),
        factors=_factors(domain, rule=rule),
        items=_items(domain, rule=rule),
        interval=_interval(domain, bounds=bounds, size=sizes.pooled, method=CI_METHOD),
        published=published.score,
        missing_bounds=(known(domain.missing[0], times=100), known(domain.missing[1], times=100)),
        verdict=verdict_of(_evidence(domain, by=by, bounds=published.bounds), limits=by.limits),
        lonely_strata=domain.lonely,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Published:
    """The published score, and its interval as proportions."""

    score: PublishedScore
    bounds: Bounds | None


def _published(domain: Domain, *, by: Judging, size: float | None) -> _Published:
    of, is_item = domain.published, by.indicator.estimator is Estimator.OVERALL_ITEM
    bounds = _item_bounds(of, size=size) if is_item else bounds_of(of, size=size)
    method = ITEM_CI_METHOD if is_item else CI_METHOD
    has_error = not isnan(of.share) and domain.has_variance
    return _Published(
        score=PublishedScore(
            est=known(of.share, times=100),
            se=sqrt(of.variance) * 100.0 if has_error else None,
            interval=_interval(domain, bounds=bounds, size=size, method=method),
            n_valid=of.people,
            df=of.df,
            share=_share(domain, by=by),
            factors=_factor_fractions(domain, rule=by.rule),
            design_effect=design_effect(of),
        ),
        bounds=bounds,
    )


def _share(domain: Domain, *, by: Judging) -> Fraction | None:
    if domain.is_weighted:
        return _fraction(domain.published.share)
    return exact_share(domain.counts, rule=by.rule, indicator=by.indicator)


def _factor_fractions(domain: Domain, *, rule: ScoringRule) -> Mapping[str, Fraction | None]:
    if not domain.is_weighted:
        return factor_shares(domain.counts, rule=rule)
    return {
        factor.code: _fraction(float(domain.estimates[FIRST_FACTOR + at]))
        for at, factor in enumerate(rule.factors)
    }


def _fraction(value: float) -> Fraction | None:
    return None if isnan(value) else exact_behind(100 * value) / 100


def _evidence(domain: Domain, *, by: Judging, bounds: Bounds | None) -> Evidence:
    """What stands for and against the published figure; of one overall item only what is of it."""
    rule, levels, estimator = by.rule, len(by.rule.levels), by.indicator.estimator
    is_item, by_item = estimator is Estimator.OVERALL_ITEM, estimator is Estimator.MEAN_OF_ITEMS
    chosen = [rule.items.index(by.indicator.item)] if is_item else range(len(rule.items))
    counts = domain.counts[chosen]
    asked = int(counts[:, : levels + 1].sum())
    answered = valid_answers(counts, rule=rule) > 0
    return Evidence(
        people=domain.published.people,
        df=domain.published.df,
        width=None if bounds is None else bounds.high - bounds.low,
        is_census=domain.is_census,
        missing=int(counts[:, levels].sum()) / asked if asked else 0.0,
        factors=0 if is_item else _used_factors(domain),
        all_factors=0 if is_item else len(rule.factors),
        lonely=domain.lonely,
        items=int(answered.sum()) if by_item else 0,
        all_items=len(rule.items) if by_item else 0,
    )


def _used_factors(domain: Domain) -> int:
    return int((domain.answered[1:] > 0).sum())


def _factors(domain: Domain, *, rule: ScoringRule) -> dict[str, FactorScore]:
    return {
        factor.code: FactorScore(
            est=_percent(domain, FIRST_FACTOR + at),
            se=_error(domain, domain.variances, FIRST_FACTOR + at),
            n_valid=int(domain.answered[1 + at]),
        )
        for at, factor in enumerate(rule.factors)
    }


def _percent(domain: Domain, at: int) -> float | None:
    return known(domain.estimates[at], times=100)


def _error(domain: Domain, variances: Floats, at: int, *, times: float = 100.0) -> float | None:
    if isnan(domain.estimates[at]) or not domain.has_variance:
        return None
    return sqrt(variances[at]) * times


def _estimate(domain: Domain, at: int) -> Estimate:
    return Estimate(est=_percent(domain, at), se=_error(domain, domain.variances, at))


def _interval(
    domain: Domain, *, bounds: Bounds | None, size: float | None, method: str
) -> Interval:
    return Interval(
        low=None if bounds is None else 100 * bounds.low,
        high=None if bounds is None else 100 * bounds.high,
        method=CENSUS_METHOD if domain.is_census else method,
        n_eff=size if size is not None and isfinite(size) else None,
    )


def _items(domain: Domain, *, rule: ScoringRule) -> dict[str, ItemScore]:
    first, levels = FIRST_FACTOR + len(rule.factors), len(rule.levels)
    people = valid_answers(domain.counts, rule=rule)
    share = domain.estimates[first:]
    shares = [_fraction(float(one)) for one in share]
    if not domain.is_weighted:
        shares = list(item_shares(domain.counts, rule=rule))
    if domain.is_census:
        low, high = share, share
    else:
        low, high = korn_graubard(
            share,
            variance=domain.variances[first:],
            people=people.astype(np.float64),
            df=domain.item_df.astype(np.float64),
        )
    return {
        code: ItemScore(
            share=shares[at],
            est=_percent(domain, first + at),
            se=_error(domain, domain.variances, first + at),
            ci_low=known(low[at], times=100),
            ci_high=known(high[at], times=100),
            n_valid=int(people[at]),
            counts=dict(zip(rule.levels, map(int, domain.counts[at]), strict=False)),
            blank=int(domain.counts[at, levels]),
            not_applicable=int(domain.counts[at, levels + 1]),
            not_asked=int(domain.counts[at, levels + 2]),
        )
        for at, code in enumerate(rule.items)
    }

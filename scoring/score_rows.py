"""From the estimates of a domain to its row of figures in percent."""

from math import isfinite, isnan, sqrt

import numpy as np

from scoring.design_tally import Floats
from scoring.domains import Domain
from scoring.intervals import (
    Bounds,
    Precision,
    effective_size,
    korn_graubard,
    t_quantile,
    wilson,
)
from scoring.linearise import FACTOR_MEAN, FIRST_FACTOR, MEAN_SCORE, POOLED
from scoring.publishing import Evidence, verdict_of
from scoring.rule import ScoringRule
from scoring.score_table import (
    Estimate,
    FactorScore,
    Interval,
    ItemScore,
    PooledEstimate,
    ScoreRow,
)

CI_METHOD = "wilson-t/neff-floor"
CENSUS_METHOD = "census"


def known(value: float, *, times: float = 1.0) -> float | None:
    """The value as a plain float, None for nan."""
    return None if isnan(value) else float(value) * times


def pooled_size(precision: Precision, *, design_effect: float) -> float | None:
    """Effective answers behind the pooled share; None when no interval can be made."""
    if isnan(precision.share) or (precision.df < 1 and not precision.is_census):
        return None
    return effective_size(precision, design_effect=design_effect)


def pooled_bounds(precision: Precision, *, size: float | None) -> Bounds | None:
    """The interval of the pooled share, 0..1; the point for a census, None without a size."""
    if size is None:
        return None
    quantile = 0.0 if precision.is_census else t_quantile(precision.df)
    return wilson(precision.share, size=size, quantile=quantile)


def row_of(domain: Domain, *, rule: ScoringRule, size: float | None) -> ScoreRow:
    """Every figure of a domain but its rank and its place against the whole."""
    levels = len(rule.levels)
    satisfied = [level in rule.satisfied for level in rule.levels]
    chosen = domain.counts[:, :levels]
    bounds = pooled_bounds(domain.precision, size=size)
    return ScoreRow(
        n=domain.people,
        n_valid=int(domain.answered[0]),
        population=domain.population,
        estimated_population=domain.estimated_population,
        df=domain.df,
        answers_valid=int(chosen.sum()),
        answers_satisfied=int(chosen[:, satisfied].sum()),
        blank=int(domain.counts[:, levels].sum()),
        not_applicable=int(domain.counts[:, levels + 1].sum()),
        pooled=PooledEstimate(
            est=_percent(domain, POOLED),
            se=_error(domain, domain.variances, POOLED),
            se_nofpc=_error(domain, domain.plain, POOLED),
        ),
        factor_mean=_estimate(domain, FACTOR_MEAN),
        n_factors=_used_factors(domain),
        mean_score=Estimate(
            est=known(domain.estimates[MEAN_SCORE]),
            se=_error(domain, domain.variances, MEAN_SCORE, times=1.0),
        ),
        factors=_factors(domain, rule=rule),
        items=_items(domain, rule=rule),
        interval=_interval(domain, bounds=bounds, size=size),
        missing_bounds=(known(domain.missing[0], times=100), known(domain.missing[1], times=100)),
        verdict=verdict_of(_evidence(domain, rule=rule, bounds=bounds)),
        lonely_strata=domain.lonely,
    )


def _evidence(domain: Domain, *, rule: ScoringRule, bounds: Bounds | None) -> Evidence:
    levels = len(rule.levels)
    asked = int(domain.counts[:, : levels + 1].sum())
    return Evidence(
        people=int(domain.answered[0]),
        df=domain.df,
        width=None if bounds is None else bounds.high - bounds.low,
        is_census=domain.is_census,
        missing=int(domain.counts[:, levels].sum()) / asked if asked else 0.0,
        factors=_used_factors(domain),
        all_factors=len(rule.factors),
        lonely=domain.lonely,
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


def _interval(domain: Domain, *, bounds: Bounds | None, size: float | None) -> Interval:
    return Interval(
        low=None if bounds is None else 100 * bounds.low,
        high=None if bounds is None else 100 * bounds.high,
        method=CENSUS_METHOD if domain.is_census else CI_METHOD,
        n_eff=size if size is not None and isfinite(size) else None,
    )


def _items(domain: Domain, *, rule: ScoringRule) -> dict[str, ItemScore]:
    first, levels = FIRST_FACTOR + len(rule.factors), len(rule.levels)
    people = domain.counts[:, :levels].sum(axis=1)
    share = domain.estimates[first:]
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

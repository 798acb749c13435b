"""Shares of subgroups of one sample, such as men and women of a unit, and their differences."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from math import isnan, sqrt
from operator import add

import numpy as np
import pandas as pd
import scipy

from scoring.combined_ratios import combined, linear_in
from scoring.design_tally import DesignTally, Floats, Ints, empty_tally
from scoring.differences import Difference, Lacking, Measured, difference_of, mover
from scoring.effective_sizes import Sizing
from scoring.frame_tally import tally_frame
from scoring.hidden_subgroups import NO_UNITS, HiddenUnits, NotShown, not_shown
from scoring.indicator import Estimator
from scoring.intervals import CONFIDENCE, Precision, t_quantile, wilson
from scoring.linearise import ratios
from scoring.rule import ScoringRule
from scoring.score_table import ScoreTable
from scoring.variance import Layout, Linear, Population, layout_of, stratum_variances


@dataclass(frozen=True, slots=True, kw_only=True)
class Subgroup:
    """The published indicator of a subgroup, 0..1; its interval holds for all of them at once.

    n: interviews. n_valid: people with a valid answer to what is published. df: primary units
    with somebody of the subgroup less strata with somebody. n_eff: effective answers, None where
    there is no interval, inf in a census. reason: why there is no share, or no interval.
    """

    measured: Measured
    n: int
    n_valid: int
    df: int
    n_eff: float | None
    reason: NotShown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Subgroups by label, and for each pair of labels the first minus the second."""

    subgroups: Mapping[str, Subgroup]
    differences: Mapping[tuple[str, str], Difference]


def subgroup_tallies(
    frame: pd.DataFrame, *, rule: ScoringRule, label: str
) -> dict[str, DesignTally]:
    """One tally for each value of the column `label`; the columns are else those of `tally_frame`.

    Raises ValueError for a code that the rule does not know.
    """
    return {
        str(value): tally_frame(part, rule=rule)
        for value, part in frame.groupby(label, observed=True, sort=True)
    }


def compare_subgroups(
    tallies: Mapping[str, DesignTally],
    *,
    population: Population,
    like: ScoreTable,
    among: Sequence[str] | None = None,
    units: HiddenUnits = NO_UNITS,
) -> Compared:
    """Compare subgroups of one sample: the interviews of a unit, or of all units.

    Assumed: the tallies have everybody of the sample, each person in exactly one of them, those
    without a label under one of its own; `among` says which labels are compared (None: all).
    For the others still belong to the sample: a subgroup is a domain, of which people outside
    have y = z = 0 (Cochran, Sampling Techniques, 1977, 2.13), and strata keep their sizes. The
    subgroups are judged `like` the table of the whole survey.

    The standard error of a difference is linearised over both subgroups together, so that it has
    the covariance of subgroups that share strata or clusters. Its interval joins those of the two
    subgroups by MOVER with the correlation of the two estimates; subgroups of different strata
    are independent, r = 0. An all-satisfied subgroup has no variance to tell a correlation
    from: r = 0, which is wide where it would be positive. The intervals of the subgroups are
    Wilson's at the effective size with the design effect of the survey as a floor, at the
    quantile of the studentised range over √2 (Tukey), for two subgroups Student's t; so all
    differences hold at once. A subgroup with fewer people than the limits ask for is suppressed,
    and so are its differences; and others, so that neither it nor what is hidden of the `units`
    can be computed from those that are shown (`scoring.hidden_subgroups`).

    Raises KeyError for a label without a tally, ValueError for tallies of different rules.
    """
    labels = tuple(tallies if among is None else among)
    if not tallies:
        return Compared(subgroups={}, differences={})
    sample = reduce(add, tallies.values())
    layout = layout_of(sample, population=population)
    domains = {
        label: _domain(tallies[label], sample=sample, layout=layout, like=like) for label in labels
    }
    reasons = not_shown(
        {label: _answered_by_unit(tally, like=like) for label, tally in tallies.items()},
        among=labels,
        units=units,
        minimum=like.limits.minimum_people,
    )
    subgroups = {
        label: _subgroup(domain, like=like, compared=len(labels), reason=reasons.get(label))
        for label, domain in domains.items()
    }
    return Compared(
        subgroups=subgroups,
        differences={
            (one, two): _difference(
                (domains[one], domains[two]), (subgroups[one], subgroups[two]), layout=layout
            )
            for one, two in combinations(labels, 2)
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Domain:
    """A subgroup in the cells of the whole sample: its linear form, and what it comes to."""

    linear: Linear
    precision: Precision
    has_variance: bool
    people: int


def _domain(
    tally: DesignTally, *, sample: DesignTally, layout: Layout, like: ScoreTable
) -> _Domain:
    spread = empty_tally(sample.cells, rule=sample.rule) + tally
    everywhere = np.zeros(len(spread.cells), dtype=np.int64)
    of = ratios(spread, domain=everywhere, domains=1)
    made = combined(of, rule=spread.rule, indicator=like.indicator)
    linear = linear_in(spread, weights=made.weights[everywhere], indicator=like.indicator)
    variances = stratum_variances(linear, layout=layout)
    df = int(layout.item_df(spread.interviews[:, None]).sum())
    size = float(layout.size.sum())
    return _Domain(
        linear=linear,
        precision=Precision(
            share=float(made.estimates[0]),
            variance=float(variances.corrected.sum()),
            plain=float(variances.uncorrected.sum()),
            people=int(_answered(spread, like=like).sum()),
            sampled=0.0 if isnan(size) else min(1.0, int(layout.people.sum()) / size),
            df=df,
            is_census=bool(layout.is_census.all()),
        ),
        has_variance=df >= 1 or bool(layout.is_census.all()),
        people=int(spread.interviews.sum()),
    )


def _answered(tally: DesignTally, *, like: ScoreTable) -> Ints:
    """(G,) people with a valid answer to what is published."""
    if like.indicator.estimator is Estimator.OVERALL_ITEM:
        return tally.answered_items[:, tally.rule.items.index(like.indicator.item)]
    return tally.answered[:, 0]


def _answered_by_unit(tally: DesignTally, *, like: ScoreTable) -> Counter[str]:
    found = Counter[str]()
    for cell, people in zip(tally.cells, _answered(tally, like=like).tolist(), strict=True):
        found[cell.unit] += people
    return found


def _subgroup(
    domain: _Domain, *, like: ScoreTable, compared: int, reason: NotShown | None
) -> Subgroup:
    precision, is_shown = domain.precision, reason is None
    sizing = Sizing(
        pooled=like.design_effect,
        published=like.published_design_effect,
        is_item=like.indicator.estimator is Estimator.OVERALL_ITEM,
    )
    size = sizing.published_size(precision) if is_shown else None
    quantile = 0.0 if size is None else _quantile(precision, compared=compared)
    return Subgroup(
        measured=Measured(
            share=precision.share if is_shown else None,
            se=sqrt(precision.variance) if is_shown and domain.has_variance else None,
            bounds=None if size is None else wilson(precision.share, size=size, quantile=quantile),
        ),
        n=domain.people,
        n_valid=precision.people,
        df=precision.df,
        n_eff=size,
        reason=NotShown.NO_INTERVAL if is_shown and size is None else reason,
    )


def _quantile(precision: Precision, *, compared: int) -> float:
    if precision.is_census:
        return 0.0
    if compared <= 2:
        return t_quantile(precision.df)
    return float(scipy.stats.studentized_range.ppf(CONFIDENCE, compared, precision.df)) / sqrt(2)


def _difference(
    domains: tuple[_Domain, _Domain], subgroups: tuple[Subgroup, Subgroup], *, layout: Layout
) -> Difference:
    first, second = (subgroup.measured for subgroup in subgroups)
    if first.share is None or second.share is None:
        empty = any(one.reason is NotShown.NO_ANSWERS for one in subgroups)
        return Difference(reason=Lacking.NO_ESTIMATE if empty else Lacking.SUPPRESSED)
    variance = _variance_of_difference(*(domain.linear for domain in domains), layout=layout)
    own = [domain.precision.variance for domain in domains]
    has_error = first.se is not None and second.se is not None
    return difference_of(
        first.share - second.share,
        se=sqrt(variance) if has_error else None,
        bounds=mover(first, second, correlation=_correlation(own, of_difference=variance)),
    )


def _variance_of_difference(one: Linear, two: Linear, *, layout: Layout) -> float:
    """Nobody is in both, so the squares of a person's e add up, and their sums subtract."""
    linear = Linear(
        first=one.first - two.first,
        second=one.second + two.second,
        reach=one.reach + two.reach,
        scale=one.scale + two.scale,
    )
    corrected: Floats = stratum_variances(linear, layout=layout).corrected
    return float(corrected.sum())


def _correlation(own: Sequence[float], *, of_difference: float) -> float:
    """V(a - b) = V(a) + V(b) - 2 r √(V(a) V(b))."""
    if min(own) <= 0:
        return 0.0
    r = (sum(own) - of_difference) / (2 * sqrt(own[0] * own[1]))
    return min(1.0, max(-1.0, r))

"""The published indicator of every unit and of the whole, and how units differ from the whole."""

from dataclasses import dataclass

import numpy as np

from scoring.combined_ratios import column_of, combined, linear_in
from scoring.design_tally import DesignTally, Floats, Ints
from scoring.indicator import Indicator
from scoring.linearise import Ratios
from scoring.variance import Layout, StratumVariances, stratum_variances


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Differences:
    """The published share of each unit minus that of the whole; arrays over units.

    own: variance from the unit's own strata. others: from all other strata. part: how much of a
    change in the unit is in the whole, 0..1; for the pooled share, of the weighted valid answers
    of the whole those of the unit. df_others: degrees of freedom elsewhere.
    """

    difference: Floats
    own: Floats
    others: Floats
    part: Floats
    df_others: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Published:
    """The published share, 0..1, in each of U units and in the whole (the last one).

    estimates, variances, plain: (U + 1,), plain being without finite population correction.
    people: (U + 1,) with a valid answer to any of its items. df: (U + 1,) degrees of freedom.
    """

    estimates: Floats
    variances: Floats
    plain: Floats
    people: Ints
    df: Ints
    differences: Differences


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Made:
    """What has been estimated already: ratios and variances by stratum, of units and whole."""

    by_unit: Ratios
    whole: Ratios
    of_units: StratumVariances
    of_whole: StratumVariances


def published_of(
    tally: DesignTally, made: Made, *, layout: Layout, indicator: Indicator
) -> Published:
    """Estimate the indicator in every unit and in the whole."""
    units = combined(made.by_unit, rule=tally.rule, indicator=indicator)
    whole = combined(made.whole, rule=tally.rule, indicator=indicator)
    of_unit, of_overall = units.weights[made.by_unit.domain], whole.weights[made.whole.domain]

    def variances(weights: Floats) -> StratumVariances:
        linear = linear_in(tally, weights=weights, indicator=indicator)
        return stratum_variances(linear, layout=layout)

    column = column_of(tally.rule, indicator=indicator)
    if column is None:
        own, overall = variances(of_unit), variances(of_overall)
        column = 0
    else:
        own, overall = made.of_units, made.of_whole
    df = _df(tally, layout=layout, indicator=indicator)
    by_unit = layout.by_unit(overall.corrected)[:, column]
    base = whole.base[0]
    return Published(
        estimates=np.append(units.estimates, whole.estimates),
        variances=np.append(
            layout.by_unit(own.corrected)[:, column], overall.corrected.sum(axis=0)[column]
        ),
        plain=np.append(
            layout.by_unit(own.uncorrected)[:, column], overall.uncorrected.sum(axis=0)[column]
        ),
        people=_people(tally, layout=layout, indicator=indicator),
        df=np.append(df, df.sum()),
        differences=Differences(
            difference=units.estimates - whole.estimates[0],
            own=layout.by_unit(variances(of_unit - of_overall).corrected)[:, 0],
            others=np.maximum(by_unit.sum() - by_unit, 0.0),
            part=units.base / base if base > 0 else np.zeros_like(units.base),
            df_others=df.sum() - df,
        ),
    )


def _df(tally: DesignTally, *, layout: Layout, indicator: Indicator) -> Ints:
    """(U,) degrees of freedom, for one item those of the people who answered it."""
    if not indicator.item:
        return layout.df
    answered = tally.answered_items[:, [tally.rule.items.index(indicator.item)]]
    return layout.by_unit(layout.item_df(answered))[:, 0].astype(np.int64)


def _people(tally: DesignTally, *, layout: Layout, indicator: Indicator) -> Ints:
    answered = tally.answered[:, 0]
    if indicator.item:
        answered = tally.answered_items[:, tally.rule.items.index(indicator.item)]
    people = np.bincount(
        layout.unit[layout.stratum], weights=answered, minlength=len(layout.units)
    ).astype(np.int64)
    return np.append(people, people.sum())

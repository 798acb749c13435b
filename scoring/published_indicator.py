"""The published indicator of every unit and of the whole, and how units differ from the whole."""

from dataclasses import dataclass

import numpy as np

from scoring.combined_ratios import Combined, column_of, combined, linear_in
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
    """The published share, 0..1, in each of D domains.

    estimates, variances, plain: (D,), plain being without finite population correction.
    people: (D,) with a valid answer to any of its items. df: (D,) degrees of freedom.
    """

    estimates: Floats
    variances: Floats
    plain: Floats
    people: Ints
    df: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PublishedOfAll:
    """That of all units and of the whole, which comes last, and how the units differ from it."""

    domains: Published
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
) -> PublishedOfAll:
    """Estimate the indicator in every unit and in the whole."""
    units = combined(made.by_unit, rule=tally.rule, indicator=indicator)
    whole = combined(made.whole, rule=tally.rule, indicator=indicator)
    of_unit, of_overall = units.weights[made.by_unit.domain], whole.weights[made.whole.domain]
    among = _Among(tally=tally, layout=layout, indicator=indicator)
    own, of_own = among.column(made.of_units, weights=of_unit)
    overall, of_whole = among.column(made.of_whole, weights=of_overall)
    alone = among.published(units, own=own, column=of_own)
    by_unit = layout.by_unit(overall.corrected)[:, of_whole]
    base, df = whole.base[0], alone.df
    return PublishedOfAll(
        domains=Published(
            estimates=np.append(alone.estimates, whole.estimates),
            variances=np.append(alone.variances, overall.corrected.sum(axis=0)[of_whole]),
            plain=np.append(alone.plain, overall.uncorrected.sum(axis=0)[of_whole]),
            people=np.append(alone.people, alone.people.sum()),
            df=np.append(df, df.sum()),
        ),
        differences=Differences(
            difference=units.estimates - whole.estimates[0],
            own=layout.by_unit(among.variances(of_unit - of_overall).corrected)[:, 0],
            others=np.maximum(by_unit.sum() - by_unit, 0.0),
            part=units.base / base if base > 0 else np.zeros_like(units.base),
            df_others=df.sum() - df,
        ),
    )


def published_alone(
    tally: DesignTally,
    by_unit: Ratios,
    *,
    of_units: StratumVariances,
    layout: Layout,
    indicator: Indicator,
) -> Published:
    """The same in every unit, without a whole beside them."""
    units = combined(by_unit, rule=tally.rule, indicator=indicator)
    among = _Among(tally=tally, layout=layout, indicator=indicator)
    own, column = among.column(of_units, weights=units.weights[by_unit.domain])
    return among.published(units, own=own, column=column)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Among:
    """An indicator of a tally, among what else is estimated of it."""

    tally: DesignTally
    layout: Layout
    indicator: Indicator

    def variances(self, weights: Floats) -> StratumVariances:
        """Of the indicator alone, linearised by these weights."""
        linear = linear_in(self.tally, weights=weights, indicator=self.indicator)
        return stratum_variances(linear, layout=self.layout)

    def column(self, of: StratumVariances, *, weights: Floats) -> tuple[StratumVariances, int]:
        """Its variances and their column: among those that are there, or else made now."""
        column = column_of(self.tally.rule, indicator=self.indicator)
        return (self.variances(weights), 0) if column is None else (of, column)

    def published(self, units: Combined, *, own: StratumVariances, column: int) -> Published:
        """In every unit, from the variances of its own strata."""
        tally, layout = self.tally, self.layout
        return Published(
            estimates=units.estimates,
            variances=layout.by_unit(own.corrected)[:, column],
            plain=layout.by_unit(own.uncorrected)[:, column],
            people=_people(tally, layout=layout, indicator=self.indicator),
            df=_df(tally, layout=layout, indicator=self.indicator),
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
    return np.bincount(
        layout.unit[layout.stratum], weights=answered, minlength=len(layout.units)
    ).astype(np.int64)

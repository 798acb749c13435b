"""Estimates and variances of every unit and of the whole, from one tally."""

from dataclasses import dataclass

import numpy as np

from scoring.design_tally import DesignTally, Floats, Ints
from scoring.intervals import Precision
from scoring.linearise import POOLED, Ratios, linear_form, linear_in_factors, ratios
from scoring.variance import Layout, Population, layout_of, stratum_variances


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Domain:
    """One unit, or the whole: K = 3 + F + J indicators in the order of `scoring.linearise`.

    people: interviews. answered: (1 + F,) people with a valid answer, in all and by factor.
    counts: (J, levels + 3) answers, as in the tally. estimates, variances, plain: (K,), plain
    being without finite population correction. missing: (2,) bounds of the pooled share.
    df: primary units less strata. item_df: (J,) the same where somebody answered the item.
    population, estimated_population: people it stands for; the first is exact, else None.
    lonely: strata that contribute no variance for having a single primary unit.
    """

    people: int
    answered: Ints
    counts: Ints
    estimates: Floats
    variances: Floats
    plain: Floats
    missing: Floats
    df: int
    item_df: Ints
    lonely: int
    is_census: bool
    population: int | None
    estimated_population: float | None

    @property
    def has_variance(self) -> bool:
        """Whether a standard error can be given at all."""
        return self.df >= 1 or not self.lonely

    @property
    def precision(self) -> Precision:
        """What the interval of the pooled share needs."""
        known = self.estimated_population
        return Precision(
            share=float(self.estimates[POOLED]),
            variance=float(self.variances[POOLED]),
            plain=float(self.plain[POOLED]),
            people=int(self.answered[0]),
            sampled=min(1.0, self.people / known) if known else 0.0,
            df=self.df,
            is_census=self.is_census,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Differences:
    """Pooled share of each unit minus that of the whole; arrays over units.

    own: variance from the unit's own strata. others: from all other strata. part: of the weighted
    valid answers of the whole, those of the unit, 0..1. df_others: degrees of freedom elsewhere.
    """

    difference: Floats
    own: Floats
    others: Floats
    part: Floats
    df_others: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Domains:
    """All units in the order of their codes, the whole, and how the units differ from it."""

    codes: tuple[str, ...]
    units: tuple[Domain, ...]
    whole: Domain
    differences: Differences


def domains_of(tally: DesignTally, *, population: Population) -> Domains:
    """Estimate everything; the whole pools all people with their weights (people-weighted)."""
    layout = layout_of(tally, population=population)
    unit = layout.unit[layout.stratum]
    by_unit = ratios(tally, domain=unit, domains=len(layout.units))
    whole = ratios(tally, domain=np.zeros_like(unit), domains=1)
    of_units = stratum_variances(linear_form(tally, of=by_unit), layout=layout)
    of_whole = stratum_variances(linear_form(tally, of=whole), layout=layout)
    counted = _Counted.by(unit, tally=tally, domains=len(layout.units))
    corrected, plain = layout.by_unit(of_units.corrected), layout.by_unit(of_units.uncorrected)
    of_items = layout.item_df(tally.answered_items)
    item_df = layout.by_unit(of_items).astype(np.int64)
    return Domains(
        codes=layout.units,
        units=tuple(
            _domain(
                counted,
                by_unit,
                layout,
                at,
                corrected=corrected[at],
                plain=plain[at],
                item_df=item_df[at],
            )
            for at in range(len(layout.units))
        ),
        whole=_whole(
            tally,
            whole,
            layout,
            corrected=of_whole.corrected.sum(axis=0),
            plain=of_whole.uncorrected.sum(axis=0),
            item_df=of_items.sum(axis=0),
        ),
        differences=_differences(
            tally,
            by_unit,
            whole,
            layout,
            whole_by_unit=layout.by_unit(of_whole.corrected)[:, POOLED],
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Counted:
    """People and answers, summed over the cells of each domain."""

    people: Ints
    answered: Ints
    counts: Ints

    @classmethod
    def by(cls, domain: Ints, *, tally: DesignTally, domains: int) -> "_Counted":
        people = np.zeros(domains, dtype=np.int64)
        answered = np.zeros((domains, tally.answered.shape[1]), dtype=np.int64)
        counts = np.zeros((domains, *tally.counts.shape[1:]), dtype=np.int64)
        np.add.at(people, domain, tally.interviews)
        np.add.at(answered, domain, tally.answered)
        np.add.at(counts, domain, tally.counts)
        return cls(people=people, answered=answered, counts=counts)


def _domain(
    counted: _Counted,
    of: Ratios,
    layout: Layout,
    at: int,
    *,
    corrected: Floats,
    plain: Floats,
    item_df: Ints,
) -> Domain:
    size = float(layout.size[at])
    return Domain(
        people=int(counted.people[at]),
        answered=counted.answered[at],
        counts=counted.counts[at],
        estimates=of.estimates[at],
        variances=corrected,
        plain=plain,
        missing=of.missing[at],
        df=int(layout.df[at]),
        item_df=item_df,
        lonely=int(layout.lonely[at]),
        is_census=bool(layout.is_census[at]),
        population=None if np.isnan(size) or layout.has_clusters[at] else round(size),
        estimated_population=None if np.isnan(size) else size,
    )


def _whole(
    tally: DesignTally,
    of: Ratios,
    layout: Layout,
    *,
    corrected: Floats,
    plain: Floats,
    item_df: Ints,
) -> Domain:
    size = float(layout.size.sum())
    known = not np.isnan(size)
    counted = _Counted.by(of.domain, tally=tally, domains=1)
    return Domain(
        people=int(counted.people[0]),
        answered=counted.answered[0],
        counts=counted.counts[0],
        estimates=of.estimates[0],
        variances=corrected,
        plain=plain,
        missing=of.missing[0],
        df=int(layout.df.sum()),
        item_df=item_df,
        lonely=int(layout.lonely.sum()),
        is_census=bool(layout.is_census.all()),
        population=round(size) if known and not layout.has_clusters.any() else None,
        estimated_population=size if known else None,
    )


def _differences(
    tally: DesignTally, by_unit: Ratios, whole: Ratios, layout: Layout, *, whole_by_unit: Floats
) -> Differences:
    """The linear form of unit minus whole is the difference of theirs on the unit's own people."""
    pooled = slice(POOLED, POOLED + 1)
    weights = by_unit.weights[by_unit.domain, pooled] - whole.weights[whole.domain, pooled]
    own = stratum_variances(linear_in_factors(tally, weights=weights), layout=layout)
    return Differences(
        difference=by_unit.estimates[:, POOLED] - whole.estimates[0, POOLED],
        own=layout.by_unit(own.corrected)[:, 0],
        others=np.maximum(whole_by_unit.sum() - whole_by_unit, 0.0),
        part=by_unit.valid / whole.valid if whole.valid[0] > 0 else np.zeros_like(by_unit.valid),
        df_others=layout.df.sum() - layout.df,
    )

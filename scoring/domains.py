"""Estimates and variances of every unit and of the whole, from one tally."""

from dataclasses import dataclass
from math import isnan

import numpy as np

from scoring.design_tally import DesignTally, Floats, Ints
from scoring.indicator import POOLED_SHARE, Indicator
from scoring.intervals import Precision
from scoring.linearise import POOLED, Ratios, linear_form, ratios
from scoring.published_indicator import (
    Differences,
    Made,
    Published,
    published_alone,
    published_of,
)
from scoring.summed_rows import summed_rows
from scoring.variance import (
    Layout,
    Population,
    StratumVariances,
    layout_of,
    stratum_variances,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Domain:
    """One unit, or the whole: K = 3 + F + J estimates in the order of `scoring.linearise`.

    people: interviews. answered: (1 + F,) people with a valid answer, in all and by factor.
    counts: (J, levels + 3) answers, as in the tally. estimates, variances, plain: (K,), plain
    being without finite population correction. missing: (2,) bounds of the pooled share.
    df: primary units less strata. item_df: (J,) the same where somebody answered the item.
    population, estimated_population: people it stands for; the first is exact, else None.
    lonely: strata that contribute no variance for having a single primary unit.
    published: the indicator that is published, with what its interval needs. is_weighted: whether
    people weigh anything but 1.
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
    published: Precision
    is_weighted: bool

    @property
    def has_variance(self) -> bool:
        """Whether a standard error can be given at all."""
        return self.df >= 1 or not self.lonely

    @property
    def precision(self) -> Precision:
        """What the interval of the pooled share needs."""
        return Precision(
            share=float(self.estimates[POOLED]),
            variance=float(self.variances[POOLED]),
            plain=float(self.plain[POOLED]),
            people=int(self.answered[0]),
            sampled=self.published.sampled,
            df=self.df,
            is_census=self.is_census,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Domains:
    """All units in the order of their codes, the whole, and how the units differ from it.

    The differences are those of the published indicator.
    """

    codes: tuple[str, ...]
    units: tuple[Domain, ...]
    whole: Domain
    differences: Differences


def domains_of(
    tally: DesignTally, *, population: Population, indicator: Indicator = POOLED_SHARE
) -> Domains:
    """Estimate everything; the whole pools all people with their weights (people-weighted)."""
    alone = _Alone.of(tally, population=population)
    layout, design = alone.layout, _Design.of(alone.layout)
    whole = ratios(tally, domain=np.zeros_like(layout.stratum), domains=1)
    of_whole = stratum_variances(linear_form(tally, of=whole), layout=layout)
    made = Made(by_unit=alone.ratios, whole=whole, of_units=alone.variances, of_whole=of_whole)
    published = published_of(tally, made, layout=layout, indicator=indicator)
    return Domains(
        codes=layout.units,
        units=alone.domains(tally, design=design, published=published.domains),
        whole=_whole(
            tally,
            whole,
            design,
            corrected=of_whole.corrected.sum(axis=0),
            plain=of_whole.uncorrected.sum(axis=0),
            item_df=alone.of_items.sum(axis=0),
            published=published.domains,
        ),
        differences=published.differences,
    )


def domains_alone(
    tally: DesignTally, *, population: Population, indicator: Indicator = POOLED_SHARE
) -> dict[str, Domain]:
    """The units by code, each by itself: nothing is made of the whole, which takes as long."""
    alone = _Alone.of(tally, population=population)
    layout = alone.layout
    published = published_alone(
        tally, alone.ratios, of_units=alone.variances, layout=layout, indicator=indicator
    )
    found = alone.domains(tally, design=_Design.of(layout), published=published)
    return dict(zip(layout.units, found, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Alone:
    """What is made of every unit by itself. of_items: (H, J) df of each item, by stratum."""

    layout: Layout
    ratios: Ratios
    variances: StratumVariances
    of_items: Ints

    @classmethod
    def of(cls, tally: DesignTally, *, population: Population) -> "_Alone":
        layout = layout_of(tally, population=population)
        unit = layout.unit[layout.stratum]
        by_unit = ratios(tally, domain=unit, domains=len(layout.units))
        return cls(
            layout=layout,
            ratios=by_unit,
            variances=stratum_variances(linear_form(tally, of=by_unit), layout=layout),
            of_items=layout.item_df(tally.answered_items),
        )

    def domains(
        self, tally: DesignTally, *, design: "_Design", published: Published
    ) -> tuple[Domain, ...]:
        """The units, in the order of the layout."""
        layout = self.layout
        counted = _Counted.by(self.ratios.domain, tally=tally, domains=len(layout.units))
        corrected = layout.by_unit(self.variances.corrected)
        plain = layout.by_unit(self.variances.uncorrected)
        item_df = layout.by_unit(self.of_items).astype(np.int64)
        is_weighted = tally.is_weighted
        return tuple(
            _domain(
                counted,
                self.ratios,
                design,
                at,
                corrected=corrected[at],
                plain=plain[at],
                item_df=item_df[at],
                published=published,
                is_weighted=is_weighted,
            )
            for at in range(len(layout.units))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Design:
    """What each unit needs of the layout, as plain values; whole_size: None where not known."""

    size: list[float]
    whole_size: float | None
    df: list[int]
    lonely: list[int]
    is_census: list[bool]
    is_closed: list[bool]
    unmet: list[bool]
    has_clusters: list[bool]

    @classmethod
    def of(cls, layout: Layout) -> "_Design":
        size = layout.size
        whole = float(size.sum())
        return cls(
            size=size.tolist(),
            whole_size=None if isnan(whole) else whole,
            df=layout.df.tolist(),
            lonely=layout.lonely.tolist(),
            is_census=layout.is_census.tolist(),
            is_closed=layout.is_closed.tolist(),
            unmet=layout.unmet.tolist(),
            has_clusters=layout.has_clusters.tolist(),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Counted:
    """People and answers, summed over the cells of each domain."""

    people: Ints
    answered: Ints
    counts: Ints

    @classmethod
    def by(cls, domain: Ints, *, tally: DesignTally, domains: int) -> "_Counted":
        def summed(rows: Ints) -> Ints:
            return summed_rows(rows, place=domain, places=domains)

        return cls(
            people=summed(tally.interviews),
            answered=summed(tally.answered),
            counts=summed(tally.counts),
        )


def _domain(
    counted: _Counted,
    of: Ratios,
    design: _Design,
    at: int,
    *,
    corrected: Floats,
    plain: Floats,
    item_df: Ints,
    published: Published,
    is_weighted: bool,
) -> Domain:
    size = design.size[at]
    estimated = None if isnan(size) else size
    people, is_census = int(counted.people[at]), design.is_census[at]
    # Who were all asked are no census while nobody was asked of another stratum: they stand for it.
    drawn_from = None if design.is_closed[at] and design.unmet[at] else estimated
    return Domain(
        people=people,
        answered=counted.answered[at],
        counts=counted.counts[at],
        estimates=of.estimates[at],
        variances=corrected,
        plain=plain,
        missing=of.missing[at],
        df=design.df[at],
        item_df=item_df,
        lonely=design.lonely[at],
        is_census=is_census,
        population=None if isnan(size) or design.has_clusters[at] else round(size),
        estimated_population=estimated,
        published=_precision(published, at, people=people, size=drawn_from, is_census=is_census),
        is_weighted=is_weighted,
    )


def _precision(
    published: Published, at: int, *, people: int, size: float | None, is_census: bool
) -> Precision:
    return Precision(
        share=float(published.estimates[at]),
        variance=float(published.variances[at]),
        plain=float(published.plain[at]),
        people=int(published.people[at]),
        sampled=min(1.0, people / size) if size else 0.0,
        df=int(published.df[at]),
        is_census=is_census,
    )


def _whole(
    tally: DesignTally,
    of: Ratios,
    design: _Design,
    *,
    corrected: Floats,
    plain: Floats,
    item_df: Ints,
    published: Published,
) -> Domain:
    counted = _Counted.by(of.domain, tally=tally, domains=1)
    people, is_census = int(counted.people[0]), all(design.is_census)
    stands_for_others = all(design.is_closed) and any(design.unmet)
    size = design.whole_size
    drawn_from = None if stands_for_others else size
    return Domain(
        people=people,
        answered=counted.answered[0],
        counts=counted.counts[0],
        estimates=of.estimates[0],
        variances=corrected,
        plain=plain,
        missing=of.missing[0],
        df=sum(design.df),
        item_df=item_df,
        lonely=sum(design.lonely),
        is_census=is_census,
        population=None if size is None or any(design.has_clusters) else round(size),
        estimated_population=size,
        published=_precision(published, -1, people=people, size=drawn_from, is_census=is_census),
        is_weighted=tally.is_weighted,
    )

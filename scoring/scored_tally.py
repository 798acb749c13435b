"""From a tally to the scores of all units and of the whole."""

from collections.abc import Mapping
from dataclasses import replace

from scoring.comparison import (
    Contrast,
    RankRange,
    Standing,
    Versus,
    against_the_whole,
    rank_ranges,
)
from scoring.design_tally import DesignTally
from scoring.domains import Domain, Domains, domains_of
from scoring.effective_sizes import Sizing
from scoring.guaranteed import guaranteed_units, guaranteed_whole
from scoring.indicator import POOLED_SHARE, Indicator
from scoring.intervals import t_quantile, wilson
from scoring.published_indicator import Differences
from scoring.publishing import USUAL_LIMITS, Flag, Limits
from scoring.score_rows import Judging, rows_of
from scoring.score_table import ScoreRow, ScoreTable
from scoring.variance import Population

_ENDLESS = Population()


def score_tally(
    tally: DesignTally,
    *,
    population: Population = _ENDLESS,
    indicator: Indicator = POOLED_SHARE,
    limits: Limits = USUAL_LIMITS,
) -> ScoreTable:
    """Score a tally: estimates, intervals, flags, rank ranges and standing against the whole.

    Strata belong to their unit: the same stratum code in two units is two strata. Flags, ranks
    and standing go by the published indicator and the limits.

    Raises ValueError for the mean of the items of a tally that was not made item by item.
    """
    domains = domains_of(tally, population=population, indicator=indicator)
    sizing = Sizing.of(domains.units, indicator=indicator)
    by = Judging(rule=tally.rule, indicator=indicator, limits=limits)
    units = dict(zip(domains.codes, domains.units, strict=True))
    sizes = {code: sizing.sizes(unit) for code, unit in units.items()}
    guaranteed = guaranteed_units(tally, population=population, indicator=indicator)
    rows = {
        code: replace(row, guaranteed=found) if (found := guaranteed.get(code)) else row
        for code, row in rows_of(units, by=by, sizes=sizes).items()
    }
    whole = {"": domains.whole}
    overall = rows_of(whole, by=by, sizes={"": sizing.sizes(domains.whole)})[""]
    return ScoreTable(
        rule=tally.rule,
        design_effect=sizing.pooled,
        published_design_effect=sizing.published,
        overall=replace(
            overall,
            guaranteed=guaranteed_whole(tally, population=population, indicator=indicator),
        ),
        units=_compared(
            domains, rows=rows, sizes={code: size.published for code, size in sizes.items()}
        ),
        indicator=indicator,
        limits=limits,
    )


def _compared(
    domains: Domains, *, rows: Mapping[str, ScoreRow], sizes: Mapping[str, float | None]
) -> dict[str, ScoreRow]:
    ranks = _ranks(domains, rows=rows, sizes=sizes)
    verdicts = _against_the_whole(domains, rows=rows, sizes=sizes)
    return {
        code: _placed(row, rank=ranks.get(code), versus=verdicts.get(code))
        for code, row in rows.items()
    }


def _placed(row: ScoreRow, *, rank: RankRange | None, versus: Versus | None) -> ScoreRow:
    if rank is None:
        return replace(row, versus_overall=versus)
    return replace(
        row,
        rank=rank.rank,
        rank_low=rank.low,
        rank_high=rank.high,
        versus_overall=versus,
    )


def _ranks(
    domains: Domains, *, rows: Mapping[str, ScoreRow], sizes: Mapping[str, float | None]
) -> dict[str, RankRange]:
    standings = {
        code: Standing(share=unit.published.share, size=size)
        for code, unit in zip(domains.codes, domains.units, strict=True)
        if rows[code].verdict.flag.is_ranked and (size := sizes[code]) is not None
    }
    return dict(zip(standings, rank_ranges(list(standings.values())), strict=True))


def _against_the_whole(
    domains: Domains, *, rows: Mapping[str, ScoreRow], sizes: Mapping[str, float | None]
) -> dict[str, Versus]:
    """Holm over the units that may be shown and have an interval; a lone unit is the whole."""
    if len(domains.codes) < 2:
        return {}
    contrasts = {
        code: _contrast(unit, differences=domains.differences, at=at, size=size)
        for at, (code, unit) in enumerate(zip(domains.codes, domains.units, strict=True))
        if rows[code].verdict.flag is not Flag.SUPPRESSED and (size := sizes[code]) is not None
    }
    return dict(zip(contrasts, against_the_whole(list(contrasts.values())), strict=True))


def _contrast(unit: Domain, *, differences: Differences, at: int, size: float) -> Contrast:
    """The difference with its variance, and degrees of freedom after Satterthwaite (1946).

    A unit where all or none are satisfied has no linearised variance of its own; it gets the
    binomial one at the centre of its Wilson interval (Agresti & Coull 1998, Am. Stat. 52).
    """
    own, others = float(differences.own[at]), float(differences.others[at])
    share, df = unit.published.share, unit.published.df
    if share in (0.0, 1.0) and not unit.is_census:
        bounds = wilson(share, size=size, quantile=t_quantile(df))
        centre = (bounds.low + bounds.high) / 2
        own += (1 - float(differences.part[at])) ** 2 * centre * (1 - centre) / size
    spread = own**2 / max(df, 1) + others**2 / max(int(differences.df_others[at]), 1)
    return Contrast(
        difference=float(differences.difference[at]),
        variance=own + others,
        df=(own + others) ** 2 / spread if spread > 0 else 1.0,
    )

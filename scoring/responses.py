"""Scoring a frame of responses, or the tallies made from it: the door of the score."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from scoring.comparison import (
    Contrast,
    RankRange,
    Standing,
    Versus,
    against_the_whole,
    rank_ranges,
)
from scoring.design_tally import DesignTally, tally_frame
from scoring.domains import Differences, Domain, Domains, domains_of
from scoring.intervals import pooled_design_effect, t_quantile, wilson
from scoring.linearise import POOLED
from scoring.publishing import Flag
from scoring.rule import ScoringRule
from scoring.score_rows import pooled_size, row_of
from scoring.score_table import ScoreRow, ScoreTable
from scoring.variance import Population

_ENDLESS = Population()


def score_responses(
    frame: pd.DataFrame, *, rule: ScoringRule, population: Population = _ENDLESS
) -> ScoreTable:
    """Score a checked frame, one interview a row; its columns are those of `tally_frame`.

    Raises ValueError for a code that the rule does not know.
    """
    return score_tally(tally_frame(frame, rule=rule), population=population)


def score_tally(tally: DesignTally, *, population: Population = _ENDLESS) -> ScoreTable:
    """Score a tally: estimates, intervals, flags, rank ranges and standing against the whole.

    Strata belong to their unit: the same stratum code in two units is two strata.
    """
    domains = domains_of(tally, population=population)
    design_effect = pooled_design_effect([unit.precision for unit in domains.units])
    used = 1.0 if design_effect is None else design_effect
    sizes = [pooled_size(unit.precision, design_effect=used) for unit in domains.units]
    rows = {
        code: row_of(unit, rule=tally.rule, size=size)
        for code, unit, size in zip(domains.codes, domains.units, sizes, strict=True)
    }
    by_code = dict(zip(domains.codes, sizes, strict=True))
    return ScoreTable(
        rule=tally.rule,
        design_effect=design_effect,
        overall=row_of(
            domains.whole,
            rule=tally.rule,
            size=pooled_size(domains.whole.precision, design_effect=used),
        ),
        units=_compared(domains, rows=rows, sizes=by_code),
    )


def _compared(
    domains: Domains, *, rows: Mapping[str, ScoreRow], sizes: Mapping[str, float | None]
) -> dict[str, ScoreRow]:
    ranks = _ranks(domains, rows=rows, sizes=sizes)
    verdicts = _against_the_whole(domains, rows=rows, sizes=sizes)
    compared = dict(rows)
    for code, rank in ranks.items():
        compared[code] = replace(
            compared[code], rank=rank.rank, rank_low=rank.low, rank_high=rank.high
        )
    for code, versus in verdicts.items():
        compared[code] = replace(compared[code], versus_overall=versus)
    return compared


def _ranks(
    domains: Domains, *, rows: Mapping[str, ScoreRow], sizes: Mapping[str, float | None]
) -> dict[str, RankRange]:
    standings = {
        code: Standing(share=float(unit.estimates[POOLED]), size=size)
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
    share = float(unit.estimates[POOLED])
    if share in (0.0, 1.0) and not unit.is_census:
        bounds = wilson(share, size=size, quantile=t_quantile(unit.df))
        centre = (bounds.low + bounds.high) / 2
        own += (1 - float(differences.part[at])) ** 2 * centre * (1 - centre) / size
    spread = own**2 / max(unit.df, 1) + others**2 / max(int(differences.df_others[at]), 1)
    return Contrast(
        difference=float(differences.difference[at]),
        variance=own + others,
        df=(own + others) ** 2 / spread if spread > 0 else 1.0,
    )

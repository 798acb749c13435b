"""The frozen results of scoring; percentages 0..100 and scores unrounded, None where unknowable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.comparison import Versus
from scoring.guaranteed import Guaranteed
from scoring.indicator import POOLED_SHARE, Indicator
from scoring.publishing import USUAL_LIMITS, Limits, Verdict
from scoring.rule import ScoringRule

CENSUS_METHOD = "census"
"""Stands for the method of an interval where everybody was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """An estimate and its linearised standard error, in the same unit."""

    est: float | None
    se: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledEstimate:
    """The pooled share in percent; `se_nofpc` as if the population were endless. design_effect: of
    this one, None where it cannot be told.
    """

    est: float | None
    se: float | None
    se_nofpc: float | None
    design_effect: float | None = None

    @property
    def score10(self) -> float | None:
        """The share on the ten-point scale."""
        return None if self.est is None else self.est / 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorScore:
    """The share of one factor in percent; n_valid people answered at least one of its items."""

    est: float | None
    se: float | None
    n_valid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScore:
    """The share of one item in percent, its interval, and people per level, unweighted.

    share: as a fraction 0..1, exact where everybody weighs 1.
    """

    share: Fraction | None
    est: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None
    n_valid: int
    counts: Mapping[int, int]
    blank: int
    not_applicable: int
    not_asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The interval of a share in percent; n_eff independent answers (None: endless)."""

    low: float | None
    high: float | None
    method: str
    n_eff: float | None

    @property
    def is_census(self) -> bool:
        """Whether everybody was asked, so that it is a point, whatever the flag of the score."""
        return self.method == CENSUS_METHOD


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedScore:
    """The published indicator, in percent, of people who gave a valid answer to its items.

    share, factors: as fractions 0..1, exact where everybody weighs 1, else those that the
    floating-point estimates stand for; what points are made from. None where nothing was answered.
    design_effect: of this one, None where it cannot be told.
    """

    est: float | None
    se: float | None
    interval: Interval
    n_valid: int
    df: int
    share: Fraction | None
    factors: Mapping[str, Fraction | None]
    design_effect: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """All figures of one unit, or of the whole.

    n: interviews. n_valid: people with a valid answer. population: N, None when not known or
    only estimated. answers_…: answers, unweighted. factor_mean over n_factors factors with an
    answer. mean_score on the scale of the answers. interval: of the pooled share. missing_bounds:
    percent, were every blank unsatisfied, or satisfied. verdict, rank… and versus_overall go by
    the published indicator; rank…: None where the rules do not allow a rank. guaranteed: where all
    or none of the answers to it are satisfied, else None.
    """

    n: int
    n_valid: int
    population: int | None
    estimated_population: float | None
    df: int
    answers_valid: int
    answers_satisfied: int
    blank: int
    not_applicable: int
    pooled: PooledEstimate
    factor_mean: Estimate
    n_factors: int
    mean_score: Estimate
    factors: Mapping[str, FactorScore]
    items: Mapping[str, ItemScore]
    interval: Interval
    published: PublishedScore
    missing_bounds: tuple[float | None, float | None]
    verdict: Verdict
    lonely_strata: int
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    versus_overall: Versus | None = None
    guaranteed: Guaranteed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTable:
    """The whole and every unit by code, with the rule and the survey's pooled design effect.

    design_effect, published_design_effect: of the pooled share and of what is published; None when
    no unit could tell it; intervals then use 1 (one independent answer a person), the most there
    can be without clusters. indicator, limits: what
    is published, and the thresholds it was judged by. incomplete: forms per unit that were left
    out for having too few answers; units without any are not listed.
    """

    rule: ScoringRule
    design_effect: float | None
    overall: ScoreRow
    units: Mapping[str, ScoreRow]
    published_design_effect: float | None
    indicator: Indicator = POOLED_SHARE
    limits: Limits = USUAL_LIMITS
    incomplete: Mapping[str, int] = field(default_factory=dict)

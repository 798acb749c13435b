"""What may be told of the scores of a round, and what they mean: all that a comparison looks at."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from scoring.composition import Composition
from scoring.differences import Measured
from scoring.factor_intervals import (
    NOTHING,
    FactorFound,
    factor_design_effect,
    measured_factor,
)
from scoring.hidden_rows import PROTECTS
from scoring.hidden_sums import Hidden
from scoring.indicator import Indicator
from scoring.intervals import Bounds
from scoring.publishing import Flag
from scoring.rule import Factor, ScoringRule
from scoring.score_table import FactorScore, ScoreRow, ScoreTable
from scoring.suppression import Suppression, suppression_of
from scoring.weights import Weighting


class Aspect(StrEnum):
    """In what the meaning of two scores can differ."""

    INDICATOR = "the published figure"
    CRITERIA = "the criteria and their factors"
    SCALE = "the levels of the scale"
    SATISFIED = "the levels that count as satisfied"
    BLANKS = "what a blank counts as"
    VALID_FORMS = "which forms count"
    WEIGHTS = "how people are weighed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What has to be the same for two scores to measure the same.

    levels: code and name of each level of the scale, worst first. The wording of the criteria is
    not among it: whether a new wording asks the same, nobody can compute.
    """

    indicator: Indicator
    factors: tuple[Factor, ...]
    levels: tuple[tuple[int, str], ...]
    satisfied: frozenset[int]
    blank_counts: bool
    valid_from: Fraction
    weighting: Weighting


def meaning_of(
    rule: ScoringRule, *, indicator: Indicator, weighting: Weighting, level_names: Mapping[int, str]
) -> Meaning:
    """Raises KeyError for a level without a name."""
    return Meaning(
        indicator=indicator,
        factors=rule.factors,
        levels=tuple((level, level_names[level]) for level in rule.levels),
        satisfied=rule.satisfied,
        blank_counts=rule.blank_counts,
        valid_from=rule.valid_from,
        weighting=weighting,
    )


def differing(one: Meaning, two: Meaning) -> tuple[Aspect, ...]:
    """In what two meanings differ; empty where the scores measure the same."""
    both = {
        Aspect.INDICATOR: (one.indicator, two.indicator),
        Aspect.CRITERIA: (one.factors, two.factors),
        Aspect.SCALE: (one.levels, two.levels),
        Aspect.SATISFIED: (one.satisfied, two.satisfied),
        Aspect.BLANKS: (one.blank_counts, two.blank_counts),
        Aspect.VALID_FORMS: (one.valid_from, two.valid_from),
        Aspect.WEIGHTS: (one.weighting, two.weighting),
    }
    return tuple(aspect for aspect, (here, there) in both.items() if here != there)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFigures:
    """A unit, a group or the whole: people who answered, and what may be told of them.

    published, factors: without anything where that is hidden. reason: of the flag, as `Verdict`
    has it. hidden: the factors that may not be told, by code.
    """

    people: int
    flag: Flag
    reason: str | None
    published: Measured
    factors: Mapping[str, Measured]
    hidden: frozenset[str]

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of it may be told."""
        return self.flag is Flag.SUPPRESSED


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFigures:
    """A round as far as it may be told; units, groups: those with an interview, by code.

    interviews: how many there are in it. composition: how they were made, and with whom.
    """

    meaning: Meaning
    questionnaire_version: str
    interviews: int
    composition: Composition
    overall: RowFigures
    groups: Mapping[str, RowFigures]
    units: Mapping[str, RowFigures]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFound:
    """A row before its factors have intervals, which all units together decide.

    factors: None for one that is hidden or that nobody answered.
    """

    people: int
    flag: Flag
    reason: str | None
    published: Measured
    factors: Mapping[str, FactorFound | None]
    hidden: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsFound:
    """The rows of a round by code, as they were found somewhere."""

    overall: RowFound
    groups: Mapping[str, RowFound]
    units: Mapping[str, RowFound]


def round_figures(
    rows: RowsFound,
    *,
    meaning: Meaning,
    questionnaire_version: str,
    interviews: int,
    composition: Composition,
) -> RoundFigures:
    """Gives the factors their intervals, by what the units that may be told say of each factor."""
    effects = {
        factor.code: factor_design_effect(
            row.factors.get(factor.code) for row in rows.units.values()
        )
        for factor in meaning.factors
    }
    return RoundFigures(
        meaning=meaning,
        questionnaire_version=questionnaire_version,
        interviews=interviews,
        composition=composition,
        overall=_figures(rows.overall, effects=effects),
        groups={code: _figures(row, effects=effects) for code, row in rows.groups.items()},
        units={code: _figures(row, effects=effects) for code, row in rows.units.items()},
    )


def _figures(row: RowFound, *, effects: Mapping[str, float | None]) -> RowFigures:
    return RowFigures(
        people=row.people,
        flag=row.flag,
        reason=row.reason,
        published=row.published,
        factors={
            code: measured_factor(found, design_effect=effects.get(code))
            for code, found in row.factors.items()
        },
        hidden=row.hidden,
    )


def figures_of_scores(
    table: ScoreTable,
    *,
    groups: Mapping[str, ScoreRow],
    group_of: Mapping[str, str],
    meaning: Meaning,
    composition: Composition,
) -> RoundFigures:
    """The figures of scores that were just computed, less what a publication of them would hide."""
    hides = suppression_of(table, groups=groups, group_of=group_of)
    return round_figures(
        RowsFound(
            overall=_found(table.overall, hides=hides, at=Hidden.of_whole()),
            groups={
                code: _found(row, hides=hides, at=Hidden.of_group(code))
                for code, row in groups.items()
            },
            units={
                code: _found(row, hides=hides, at=Hidden.of_unit(code))
                for code, row in table.units.items()
            },
        ),
        meaning=meaning,
        questionnaire_version=table.rule.version_id,
        interviews=table.overall.n,
        composition=composition,
    )


def _found(row: ScoreRow, *, hides: Suppression, at: Hidden) -> RowFound:
    is_small = row.verdict.flag is Flag.SUPPRESSED
    if is_small or hides.rows.has(at):
        return hidden_row(row, reason=row.verdict.reason if is_small else PROTECTS)
    return shown_row(row, hidden=[code for code, of in hides.factors.items() if of.has(at)])


def shown_row(row: ScoreRow, *, hidden: Collection[str]) -> RowFound:
    """A row of which all may be told but these factors."""
    kept = frozenset(hidden)
    of = row.published
    return RowFound(
        people=of.n_valid,
        flag=row.verdict.flag,
        reason=row.verdict.reason,
        published=measured_share(est=of.est, se=of.se, low=of.interval.low, high=of.interval.high),
        factors={
            code: None if code in kept else _factor(factor, row=row)
            for code, factor in row.factors.items()
        },
        hidden=kept,
    )


def hidden_row(row: ScoreRow, *, reason: str | None) -> RowFound:
    """A row of which nothing but the number of people may be told."""
    return RowFound(
        people=row.n_valid,
        flag=Flag.SUPPRESSED,
        reason=reason,
        published=NOTHING,
        factors=dict.fromkeys(row.factors),
        hidden=frozenset(row.factors),
    )


def _factor(of: FactorScore, *, row: ScoreRow) -> FactorFound | None:
    if of.est is None:
        return None
    return FactorFound(
        est=of.est,
        se=of.se,
        people=of.n_valid,
        df=row.df,
        sampled=_part_sampled(row),
        is_census=row.published.interval.is_census,
    )


def _part_sampled(row: ScoreRow) -> float:
    """How much of its people was asked, 0..1; 0 where their number is not known."""
    return min(1.0, row.n / row.estimated_population) if row.estimated_population else 0.0


def measured_share(
    *, est: float | None, se: float | None, low: float | None, high: float | None
) -> Measured:
    """A published share with its interval, all in percent, as proportions."""
    return Measured(
        share=None if est is None else est / 100,
        se=None if se is None else se / 100,
        bounds=None if low is None or high is None else Bounds(low=low / 100, high=high / 100),
    )

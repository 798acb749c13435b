"""Reads a row of the document of a run: the score that it says, and what it hides.

The other way round from `scoring.run_rows` and `scoring.shown_rows`, so that what shows scores
shows published ones too. Documents of before lack some keys; what they do not say is not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.composition import Composition, together
from scoring.excluded import NOBODY, Excluded
from scoring.group_ranks import GroupRank
from scoring.guaranteed import Guaranteed
from scoring.points import UnitPointsResult
from scoring.points_steps import Number, Step, StepCode
from scoring.published_shapes import (
    EstimateRead,
    ExcludedRead,
    FactorRead,
    FieldworkRead,
    GuaranteedRead,
    IntervalRead,
    ItemRead,
    PointsRead,
    RecheckRead,
    RowRead,
)
from scoring.publishing import Flag, Verdict
from scoring.rounding import exact_behind
from scoring.score_table import (
    Estimate,
    FactorScore,
    Interval,
    ItemScore,
    PooledEstimate,
    PublishedScore,
    ScoreRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRow:
    """A row as it was published.

    score: its figures; what is hidden is None, or 0 where it is a number of people or answers.
    hides_answers: whether the numbers of answers are among that. hidden_factors, hidden_items:
    codes of which nothing is shown. uncounted_items: those of which the share is shown, but not
    how many people gave which answer.
    rank: among the units of its group that are ranked. ranked: of a group, how many these are.
    excluded: interviews that do not count, with_excluded: the percentage with them. left_out,
    uncovered: as in `scoring.run_facts`; incomplete: as in `scoring.score_table`. name: of a unit,
    else "". fieldwork: what became of cases, None where it is not known. composition: of the
    interviews. recheck: without figures where no re-checks were promised.
    """

    score: ScoreRow
    composition: Composition
    name: str = ""
    fieldwork: FieldworkRead | None = None
    recheck: RecheckRead = field(default_factory=RecheckRead)
    decimals: int | None = None
    hides_answers: bool = False
    hidden_factors: frozenset[str] = frozenset()
    hidden_items: frozenset[str] = frozenset()
    uncounted_items: frozenset[str] = frozenset()
    rank: GroupRank | None = None
    ranked: int | None = None
    points: UnitPointsResult | None = None
    excluded: Excluded = NOBODY
    with_excluded: float | None = None
    left_out: int = 0
    incomplete: int = 0
    uncovered: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_hidden(self) -> bool:
        """Whether nothing is shown but how many people there are."""
        return self.score.verdict.flag is Flag.SUPPRESSED


def published_row(content: str) -> PublishedRow:
    """A row from its canonical JSON; raises ValueError for what is no row of a document."""
    return row_of(RowRead.model_validate_json(content))


def row_of(read: RowRead) -> PublishedRow:
    """The same of a row that was read already."""
    place = read.in_group
    return PublishedRow(
        score=_score(read),
        composition=together(
            [Composition(modes=read.composition.mode, origins=read.composition.origin)]
        ),
        name=read.name,
        fieldwork=read.fieldwork,
        decimals=read.decimals,
        hides_answers=read.answers_valid is None,
        hidden_factors=_hidden(read.factors),
        hidden_items=_hidden(read.items),
        uncounted_items=frozenset(
            code for code, one in read.items.items() if one.est is not None and one.n_valid is None
        ),
        rank=None
        if place is None
        else GroupRank(
            rank=place.rank, is_shared=place.is_shared, low=place.rank_low, high=place.rank_high
        ),
        ranked=read.ranked,
        points=None if read.published.points is None else _points(read.published.points),
        recheck=read.recheck,
        excluded=_excluded(read.with_excluded),
        with_excluded=read.with_excluded.est,
        left_out=read.left_out,
        incomplete=read.incomplete,
        uncovered=read.uncovered,
    )


def _excluded(read: ExcludedRead) -> Excluded:
    voided = read.n_excluded if read.n_voided is None else read.n_voided
    return Excluded(voided=voided or 0, invalid=read.n_invalid, unverified=read.n_unverified)


def _hidden(parts: Mapping[str, FactorRead]) -> frozenset[str]:
    """The factors, or the items, of which nothing is shown, although somebody answered them.

    Documents of before say of a hidden factor how many people answered it.
    """
    return frozenset(code for code, one in parts.items() if one.est is None and one.n_valid != 0)


def _score(read: RowRead) -> ScoreRow:
    return ScoreRow(
        n=read.n,
        n_valid=read.n_valid,
        population=read.N,
        estimated_population=read.N_estimated,
        df=read.df,
        answers_valid=read.answers_valid or 0,
        answers_satisfied=read.answers_satisfied or 0,
        blank=read.blank or 0,
        not_applicable=read.not_applicable or 0,
        pooled=PooledEstimate(
            est=read.pooled.est, se=read.pooled.se, se_nofpc=read.pooled.se_nofpc
        ),
        factor_mean=_estimate(read.factor_mean),
        n_factors=read.factor_mean.n_factors or 0,
        mean_score=_estimate(read.mean_score),
        factors={
            code: FactorScore(est=of.est, se=of.se, n_valid=of.n_valid or 0)
            for code, of in read.factors.items()
        },
        items={code: _item(of) for code, of in read.items.items()},
        interval=_interval(read.ci),
        published=_published(read),
        missing_bounds=(read.missing_bounds.low, read.missing_bounds.high),
        verdict=Verdict(flag=read.flag, reason=read.flag_reason),
        lonely_strata=read.lonely_strata,
        rank=read.rank,
        rank_low=read.rank_low,
        rank_high=read.rank_high,
        versus_overall=read.versus_overall,
        guaranteed=_guaranteed(read.guaranteed),
    )


def _published(read: RowRead) -> PublishedScore:
    of, est = read.published, _percent(read)
    return PublishedScore(
        est=est,
        se=of.se,
        interval=_interval(of.ci),
        n_valid=read.n_valid if of.n_valid is None else of.n_valid,
        df=of.df or 0,
        share=_share(est),
        factors={code: _share(factor.est) for code, factor in read.factors.items()},
    )


def _percent(read: RowRead) -> float | None:
    """Documents of before round percentages to two decimals: to print the score from there would
    round it twice.
    """
    of = read.published
    if read.decimals is None or of.score10 is None:
        return of.est
    return float(10 * exact_behind(of.score10))


def _share(percent: float | None) -> Fraction | None:
    """The exact share, 0..1, behind a percentage where there is one."""
    return None if percent is None else exact_behind(percent) / 100


def _estimate(read: EstimateRead) -> Estimate:
    return Estimate(est=read.est, se=read.se)


def _interval(read: IntervalRead) -> Interval:
    return Interval(low=read.low, high=read.high, method=read.method or "", n_eff=read.n_eff)


def _item(read: ItemRead) -> ItemScore:
    """`not_applicable` has those who were not asked because of an earlier answer, too."""
    return ItemScore(
        share=_share(read.est),
        est=read.est,
        se=read.se,
        ci_low=read.ci_low,
        ci_high=read.ci_high,
        n_valid=read.n_valid or 0,
        counts={level: count or 0 for level, count in read.counts.items()},
        blank=read.blank or 0,
        not_applicable=read.not_applicable or 0,
        not_asked=0,
    )


def _guaranteed(read: GuaranteedRead | None) -> Guaranteed | None:
    if read is None or read.confidence is None or read.n is None:
        return None
    return Guaranteed(
        is_all=read.high == 100.0,
        low=read.low,
        high=read.high,
        confidence=read.confidence,
        people=read.n,
        population=read.N,
        reason=read.reason,
    )


def _points(read: PointsRead) -> UnitPointsResult | None:
    if read.maximum is None:
        return None
    return UnitPointsResult(
        points=None if read.points is None else exact_behind(read.points),
        maximum=exact_behind(read.maximum),
        reason=read.reason,
        steps=() if read.steps is None else tuple(_step(one) for one in read.steps),
    )


def _step(read: Mapping[str, int | float | str]) -> Step:
    return Step(
        code=StepCode(str(read["step"])),
        numbers={name: _number(value) for name, value in read.items() if name != "step"},
    )


def _number(value: int | float | str) -> Number:
    return exact_behind(value) if isinstance(value, float) else value

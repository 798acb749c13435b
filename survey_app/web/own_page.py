"""What the page of a unit shows of its published scores."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from field_export.charts import levels, ranking
from survey_app.results.compared import (
    ComparedCriterion,
    ComparedFactor,
    ComparedScore,
    compared_criteria,
    compared_factors,
    compared_score,
    strengths,
    weaknesses,
)
from survey_app.results.coverage import Coverage
from survey_app.results.criteria import Criterion, lowest
from survey_app.results.own_results import OwnResult
from survey_app.results.printed_changes import SCORE, printed
from survey_app.results.ranking import RankedGroup, RankedUnit
from survey_app.results.weighing import Weighing, published_weighing
from survey_app.web.charts.drawn import Drawn, drawn
from survey_app.web.coverage_words import coverage_words
from survey_app.web.how_computed import how_scored, interval_words, rank_sentences
from survey_app.web.how_counted import guaranteed_words, how_criterion, how_factor
from survey_app.web.language import current_language
from survey_app.web.names import group_name
from survey_app.web.own_charts import compared_chart
from survey_app.web.points_words import computed_words
from survey_app.web.score_charts import criteria_chart, level_names
from survey_app.web.score_page import factor_names

LOWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """All that the page says. charts: by name. names: of the unit,
    its group and the whole.

    how: from answers to the score; computed: from the score to points; how_factors, how_criteria:
    by code. guaranteed: what is certain where all or none are satisfied. with_excluded: the score
    with the voided interviews, where it is published.
    lowest: the criteria with the smallest shares, whatever those of others are.
    """

    result: OwnResult
    names: tuple[str, str, str]
    score: ComparedScore
    factors: tuple[ComparedFactor, ...]
    criteria: tuple[ComparedCriterion, ...]
    strengths: tuple[ComparedCriterion, ...]
    weaknesses: tuple[ComparedCriterion, ...]
    lowest: tuple[Criterion, ...]
    group: RankedGroup
    unit: RankedUnit
    how: tuple[str, ...]
    how_factors: Mapping[str, tuple[str, ...]]
    how_criteria: Mapping[str, tuple[str, ...]]
    guaranteed: str | None
    with_excluded: Decimal | None
    computed: tuple[str, ...]
    coverage: tuple[str, ...]
    factor_names: Mapping[str, str]
    texts: Mapping[str, str]
    level_names: tuple[str, ...]
    charts: Mapping[str, Drawn]


def own_page(result: OwnResult) -> OwnPage:
    """The page of a unit in one round."""
    criteria = compared_criteria(result)
    score = compared_score(result)
    factors = compared_factors(result)
    unit, group = _ranked(result, score=score, factors=factors)
    own, weighing = result.own, published_weighing(result.plans.weighting)
    return OwnPage(
        result=result,
        names=_three_names(result),
        score=score,
        factors=factors,
        criteria=criteria,
        strengths=strengths(criteria),
        weaknesses=weaknesses(criteria),
        lowest=lowest([one.own for one in criteria], count=LOWEST),
        group=group,
        unit=unit,
        how=tuple(_how(unit, group=group, result=result, weighing=weighing)),
        how_factors={
            one.code: _how_factor(unit, one.code, result=result, weighing=weighing)
            for one in factors
            if one.own.percent is not None
        },
        how_criteria={
            one.own.code: how_criterion(one.own, of=result, weighing=weighing) for one in criteria
        },
        guaranteed=None
        if own.score.guaranteed is None
        else guaranteed_words(own.score.guaranteed, item=result.plans.indicator.item),
        with_excluded=printed(own.with_excluded, scale=SCORE),
        computed=() if own.points is None else computed_words(own.points, result.plans.points),
        coverage=coverage_words(Coverage(uncovered=own.uncovered, left_out=own.left_out)),
        factor_names=factor_names(result),
        texts={
            one.own.code: result.definition.item(one.own.code).text.in_language(current_language())
            for one in criteria
        },
        level_names=level_names(result),
        charts=dict(_charts(result, score=score, criteria=criteria)),
    )


def _three_names(result: OwnResult) -> tuple[str, str, str]:
    """What the unit, its group and the whole are called."""
    return result.own.name, group_name(result.unit), str(_("The whole"))


def _ranked(
    result: OwnResult, *, score: ComparedScore, factors: Sequence[ComparedFactor]
) -> tuple[RankedUnit, RankedGroup]:
    """The unit and its group as pages of scores know them."""
    group = result.group
    unit = RankedUnit(
        unit=result.unit,
        row=result.own.score,
        shown=score.own,
        rank=result.own.rank,
        factors={one.code: one.own for one in factors},
    )
    return unit, RankedGroup(
        code=result.unit.group_code,
        row=None if group is None else group.score,
        shown=score.group,
        units=(unit,),
        ranked=0 if group is None or group.ranked is None else group.ranked,
    )


def _how(
    one: RankedUnit, *, group: RankedGroup, result: OwnResult, weighing: Weighing
) -> Iterator[str]:
    own, score = result.own, result.own.score
    hides_answers = own.hides_answers or result.plans.indicator.item in own.hidden_items
    if hides_answers and not own.is_hidden:
        yield str(
            _(
                "How many answers there are is not published, because figures of a smaller unit"
                " could be computed from it."
            )
        )
        yield from map(str, interval_words(score, of=result, weighing=weighing))
    else:
        yield from how_scored(score, of=result, weighing=weighing)
    yield from map(str, rank_sentences(one, group=group))


def _how_factor(
    one: RankedUnit, code: str, *, result: OwnResult, weighing: Weighing
) -> tuple[str, ...]:
    items = next(factor.items for factor in result.plans.rule.factors if factor.code == code)
    if result.own.hidden_items.intersection(items):
        return (str(_("Its criteria are not published one by one: too few people answered them.")),)
    return how_factor(one, code, of=result, weighing=weighing)


def _charts(
    result: OwnResult, *, score: ComparedScore, criteria: Sequence[ComparedCriterion]
) -> Iterator[tuple[str, Drawn]]:
    """The charts that there is something for."""
    names, own = _three_names(result), [one.own for one in criteria]
    compared = drawn(
        lambda layout: compared_chart(score, names=names, layout=layout),
        wide=ranking.WIDE,
        narrow=ranking.NARROW,
    )
    by_level = drawn(
        lambda layout: criteria_chart(own, estimates=result, layout=layout),
        wide=levels.WIDE,
        narrow=levels.NARROW,
    )
    for name, chart in (("compared", compared), ("criteria", by_level)):
        if chart is not None:
            yield name, chart

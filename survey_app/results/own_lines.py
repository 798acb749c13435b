"""From the published figures of a unit to the lines of its file."""

from collections.abc import Iterator, Mapping

from field_export.own_results import CRITERION, FACTOR, SCORE, Figure, OwnLine, Place
from survey_app.results.compared import (
    ComparedCriterion,
    ComparedFactor,
    compared_criteria,
    compared_factors,
    compared_score,
)
from survey_app.results.criteria import Criterion, ShareShown
from survey_app.results.own_results import OwnResult
from survey_app.results.ranking import FactorShown, Shown

NOTHING = Figure(value=None)


def own_lines(
    result: OwnResult, *, name: str, factors: Mapping[str, str], texts: Mapping[str, str]
) -> Iterator[OwnLine]:
    """The score, the factors, the criteria; of a hidden row only how many people there are.

    name: of the score; factors, texts: by code.
    """
    score = compared_score(result)
    yield OwnLine(
        kind=SCORE,
        code=result.unit.unit_code,
        name=name,
        people=result.own.score.published.n_valid,
        own=_score(score.own),
        group=_score(score.group),
        whole=_score(score.whole),
    )
    if result.own.is_hidden:
        return
    for factor in compared_factors(result):
        yield _factor_line(factor, name=factors[factor.code])
    for criterion in compared_criteria(result):
        yield _criterion_line(criterion, text=texts[criterion.own.code])


def own_place(result: OwnResult) -> Place:
    """How the score stands."""
    row, rank, group = result.own.score, result.own.rank, result.group
    return Place(
        rank=None if rank is None else rank.rank,
        low=None if rank is None else rank.low,
        high=None if rank is None else rank.high,
        ranked=None if group is None else group.ranked,
        versus_overall=None if row.versus_overall is None else str(row.versus_overall),
        flag=str(row.verdict.flag),
        flag_reason=row.verdict.reason,
    )


def _factor_line(factor: ComparedFactor, *, name: str) -> OwnLine:
    return OwnLine(
        kind=FACTOR,
        code=factor.code,
        name=name,
        people=None if factor.is_hidden else factor.own.people,
        own=_factor(factor.own),
        group=NOTHING if factor.group is None else _factor(factor.group),
        whole=_factor(factor.whole),
    )


def _criterion_line(criterion: ComparedCriterion, *, text: str) -> OwnLine:
    own, is_hidden = criterion.own, criterion.is_hidden
    return OwnLine(
        kind=CRITERION,
        code=own.code,
        name=text,
        people=None if is_hidden else own.people,
        own=_criterion(own),
        group=NOTHING if criterion.group is None else _criterion(criterion.group),
        whole=_criterion(criterion.whole),
        levels=own.levels,
        not_applicable=None if is_hidden else own.not_applicable,
        blank=None if is_hidden else own.blank,
    )


def _score(shown: Shown) -> Figure:
    return Figure(value=shown.score, low=shown.low, high=shown.high)


def _factor(shown: FactorShown) -> Figure:
    return Figure(value=shown.percent)


def _criterion(shown: Criterion | ShareShown) -> Figure:
    return Figure(value=shown.percent, low=shown.low, high=shown.high)

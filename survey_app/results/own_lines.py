"""From the published figures of a unit to the lines of its file."""

from collections.abc import Iterator, Mapping

from field_export.changes import DifferenceCells
from field_export.own_results import CRITERION, FACTOR, SCORE, Against, Figure, OwnLine, Place
from scoring.differences import Difference, Measured
from survey_app.results.change_lines import difference_cells
from survey_app.results.compared import (
    ComparedCriterion,
    ComparedFactor,
    compared_criteria,
    compared_factors,
    compared_score,
)
from survey_app.results.criteria import Criterion, ShareShown
from survey_app.results.own_changes import OwnChange
from survey_app.results.own_results import OwnResult
from survey_app.results.printed_changes import PERCENT, Scale, printed_share
from survey_app.results.printed_changes import SCORE as POINTS
from survey_app.results.ranking import FactorShown, Shown

NOTHING = Figure(value=None)
NOT_COMPARED = Against(
    round="",
    earlier=NOTHING,
    difference=DifferenceCells(value=None, low=None, high=None, change=None),
    reason="no earlier round that is public",
)


def own_lines(
    result: OwnResult,
    *,
    change: OwnChange | None,
    name: str,
    factors: Mapping[str, str],
    texts: Mapping[str, str],
) -> Iterator[OwnLine]:
    """The score, the factors, the criteria; of a hidden row only how many people there are.

    change: since an earlier round, None without one. name: of the score; factors, texts: by code.
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
        against=NOT_COMPARED if change is None else _against_score(change),
    )
    if result.own.is_hidden:
        return
    for factor in compared_factors(result):
        against = None if change is None else _against_factor(change, factor.code)
        yield _factor_line(factor, name=factors[factor.code], against=against)
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


def _against_score(change: OwnChange) -> Against:
    apart, row = change.unit.apart, change.unit.row
    return _against(
        change,
        row.scores[0],
        row.change.published,
        scale=POINTS,
        reason=None if apart is None else str(apart),
    )


def _against_factor(change: OwnChange, code: str) -> Against | None:
    """None where the score has no difference either, or no such factor is in both rounds."""
    row = change.unit.row
    found = row.change.factors.get(code)
    if row.change.published.est is None or found is None or found.est is None:
        return None
    return _against(change, row.factor(code)[0], found, scale=PERCENT, reason=None)


def _against(
    change: OwnChange, earlier: Measured, found: Difference, *, scale: Scale, reason: str | None
) -> Against:
    """Without a difference the earlier figure is not told either, as nobody may subtract it."""
    return Against(
        round=change.compared.earlier.round.code,
        earlier=NOTHING if found.est is None else _score(printed_share(earlier, scale=scale)),
        difference=difference_cells(found, scale=scale),
        reason=reason,
    )


def _factor_line(factor: ComparedFactor, *, name: str, against: Against | None) -> OwnLine:
    return OwnLine(
        kind=FACTOR,
        code=factor.code,
        name=name,
        people=None if factor.is_hidden else factor.own.people,
        own=_factor(factor.own),
        group=NOTHING if factor.group is None else _factor(factor.group),
        whole=_factor(factor.whole),
        against=against,
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

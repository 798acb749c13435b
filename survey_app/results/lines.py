"""From what the database holds to the lines that files are made of."""

from collections.abc import Iterator

from field_export.rankings import CriterionLine, FactorLine, RankingLine
from field_export.responses import ResponseLine
from field_export.score_table import ScoreLine
from scoring.composition import composed
from scoring.publishing import Flag
from scoring.rule import BLANK, NOT_APPLICABLE, NOT_ASKED
from survey_app.db.interviews import ResponseRecord
from survey_app.db.rounds import RoundUnitRecord
from survey_app.results.components import Component, live_components
from survey_app.results.coverage import Coverage
from survey_app.results.criteria import HUNDRED, Criterion, criteria_of
from survey_app.results.ranking import RankedUnit, factors_shown
from survey_app.results.round_estimates import RoundEstimates

NOBODY = composed(())


def score_lines(estimates: RoundEstimates) -> Iterator[ScoreLine]:
    """The rows of the score file: every unit that is surveyed, in the order of the round."""
    components = live_components(estimates)
    for unit in estimates.units:
        if not unit.is_exempt:
            yield _score_line(unit, components[unit.unit_code], estimates=estimates)


def _score_line(
    unit: RoundUnitRecord, component: Component, *, estimates: RoundEstimates
) -> ScoreLine:
    code, table = unit.unit_code, estimates.table
    row, minimum = table.units.get(code), table.limits.minimum_people
    # What is hidden of the score cannot be computed from its counts either.
    shown = None if row is None or row.verdict.flag is Flag.SUPPRESSED else row
    codes = [factor.code for factor in table.rule.factors]
    factors = factors_shown(row, codes=codes, minimum=minimum)
    criteria = criteria_of(row, rule=table.rule, minimum=minimum)
    return ScoreLine(
        unit_code=code,
        unit_name=unit.unit_name,
        unit_group=unit.group_code,
        quota=unit.quota,
        interviews=estimates.received(code),
        incomplete=table.incomplete.get(code, 0),
        left_out=estimates.sample.left_out.get(code, 0),
        people=0 if row is None else row.published.n_valid,
        answers_valid=None if shown is None else shown.answers_valid,
        answers_satisfied=None if shown is None else shown.answers_satisfied,
        component=component.points,
        reason=component.reason,
        share=None if shown is None else shown.published.share,
        factors={name: cell.share for name, cell in factors.items()},
        items={one.code: None if one.share is None else one.share / HUNDRED for one in criteria},
        flag=None if row is None else str(row.verdict.flag),
        flag_reason=None if row is None else row.verdict.reason,
        composition=estimates.compositions.get(code, NOBODY),
    )


def ranking_line(one: RankedUnit, *, coverage: Coverage) -> RankingLine:
    """A unit's row in the file of ranks."""
    row, rank = one.row, one.rank
    return RankingLine(
        unit_group=one.unit.group_code,
        unit_code=one.unit.unit_code,
        unit_name=one.unit.unit_name,
        rank=None if rank is None else rank.rank,
        rank_low=None if rank is None else rank.low,
        rank_high=None if rank is None else rank.high,
        score=one.shown.score,
        low=one.shown.low,
        high=one.shown.high,
        people=0 if row is None else row.published.n_valid,
        versus_overall=None
        if row is None or row.versus_overall is None
        else str(row.versus_overall),
        flag=None if row is None else str(row.verdict.flag),
        flag_reason=None if row is None else row.verdict.reason,
        uncovered_strata=len(coverage.uncovered),
        uncovered_people=coverage.people,
        left_out=coverage.left_out,
    )


def factor_line(one: RankedUnit) -> FactorLine:
    """A unit's row in the file of factors."""
    return FactorLine(
        unit_group=one.unit.group_code,
        unit_code=one.unit.unit_code,
        unit_name=one.unit.unit_name,
        score=one.shown.score,
        factors={code: cell.percent for code, cell in one.factors.items()},
        people={code: cell.people for code, cell in one.factors.items()},
    )


def criterion_line(one: Criterion) -> CriterionLine:
    """A criterion's row."""
    return CriterionLine(
        item=one.code,
        factor=one.factor,
        percent=one.percent,
        low=one.low,
        high=one.high,
        people=one.people,
        levels=one.levels,
        not_applicable=one.not_applicable,
        blank=one.blank,
        not_asked=one.not_asked,
    )


def response_line(record: ResponseRecord) -> ResponseLine:
    """An interview's row in the response file."""
    return ResponseLine(
        uuid=str(record.uuid),
        unit_code=record.unit_code,
        enumerator=record.enumerator,
        levels=tuple(_written(level) for level in record.levels),
        started_at=record.started_at,
        finished_at=record.finished_at,
        mode=record.mode,
        origin=record.origin,
    )


def _written(level: int) -> int | None:
    if level == BLANK:
        return None
    return NOT_APPLICABLE if level == NOT_ASKED else level

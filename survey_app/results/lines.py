"""From what the database holds to the lines that files are made of."""

from field_export.rankings import CriterionLine, FactorLine, RankingLine
from field_export.responses import ResponseLine
from field_export.score_table import ScoreLine
from scoring.rule import BLANK, NOT_APPLICABLE, NOT_ASKED
from survey_app.db.interviews import ResponseRecord
from survey_app.results.coverage import Coverage
from survey_app.results.criteria import Criterion
from survey_app.results.ranking import RankedUnit
from survey_app.results.round_scores import UnitScore


def score_line(score: UnitScore) -> ScoreLine:
    """A unit's row in the score file."""
    return ScoreLine(
        unit_code=score.unit.unit_code,
        unit_name=score.unit.unit_name,
        unit_group=score.unit.group_code,
        quota=score.unit.quota,
        interviews=score.interviews,
        share=score.share,
        component=score.component,
        factors=score.factors,
        items=score.items,
        composition=score.composition,
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

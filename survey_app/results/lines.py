"""From what the database holds to the lines that files are made of."""

from field_export.responses import ResponseLine
from field_export.score_table import ScoreLine
from scoring.rule import BLANK, NOT_APPLICABLE, NOT_ASKED
from survey_app.db.interviews import ResponseRecord
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

"""Records of the database as programs are told them."""

from decimal import Decimal

from scoring.rounding import half_up
from survey_app.access.public_rounds import ReadRound
from survey_app.api.reading.index_shapes import DecisionShape, IndexPublicationShape
from survey_app.api.reading.shapes import Names, PublicationShape, RoundShape, RoundUnitShape
from survey_app.db.public_indices import PublicIndex
from survey_app.db.published_scores import PublicScores
from survey_app.db.rounds import RoundUnitRecord


def publication_told(found: PublicScores, *, round_code: str) -> PublicationShape:
    """A publication; who published is not told."""
    return PublicationShape(
        round=round_code,
        run=found.run_id,
        state=found.state,
        published_at=found.published_at,
        reason=found.reason,
        ended_at=found.ended_at,
        ended_reason=found.ended_reason,
        interviews=found.interviews,
        result_sha256=found.result_sha256,
        questionnaire_version=found.questionnaire_version_id,
        scoring_plan=found.scoring_plan_id,
        points_plan=found.points_plan_id,
    )


def index_told(found: PublicIndex, *, round_code: str) -> IndexPublicationShape:
    """A published index; who published is not told."""
    return IndexPublicationShape(
        round=round_code,
        number=found.number,
        state=found.state,
        decision_number=found.decision_number,
        decided_on=found.decided_on,
        published_at=found.published_at,
        reason=found.reason,
        ended_at=found.ended_at,
        ended_reason=found.ended_reason,
        run=found.run_id,
        scores_state=found.scores_state,
        content_sha256=found.content_sha256,
    )


def decision_told(found: PublicIndex) -> DecisionShape:
    """By what an index is public that stands."""
    return DecisionShape(
        number=found.decision_number,
        decided_on=found.decided_on,
        published_at=found.published_at,
        content_sha256=found.content_sha256,
    )


def round_told(found: ReadRound) -> RoundShape:
    """A round with the publication that stands, else the last one."""
    of_round, told = found.round, found.told
    return RoundShape(
        code=of_round.code,
        name=Names(vi=of_round.name_vi, en=of_round.name_en),
        year=of_round.year,
        period_start=of_round.period_start,
        period_end=of_round.period_end,
        state=of_round.state,
        is_simulated=of_round.is_simulated,
        publication=None if told is None else publication_told(told, round_code=of_round.code),
    )


def round_unit_told(unit: RoundUnitRecord) -> RoundUnitShape:
    """A unit of a round."""
    return RoundUnitShape(
        code=unit.unit_code,
        name=unit.unit_name,
        group=unit.group_code,
        group_name=Names(vi=unit.group_name_vi, en=unit.group_name_en),
        is_exempt=unit.is_exempt,
        maximum_points=points_told(unit.maximum_points),
        component_maximum=points_told(unit.component_maximum),
    )


def points_told(value: Decimal) -> str:
    """Two decimals, half up."""
    return f"{half_up(value):f}"

"""The scoring plan and the points plan that a round keeps."""

from collections.abc import Mapping

from scoring.plans.points_plan import PointsPlan
from scoring.plans.scoring_plan import ScoringPlan
from scoring.plans.shipped import USUAL_PLAN, points_plan, scoring_plan
from survey_app.db.plans import PlanRecord

SCORING, POINTS = "scoring", "points"
"""The kinds under which they are kept."""


def rules_of(kept: Mapping[str, PlanRecord]) -> tuple[ScoringPlan, PointsPlan]:
    """The plans of a round as it keeps them; a round of before goes by the usual ones."""
    scoring, points = kept.get(SCORING), kept.get(POINTS)
    return (
        scoring_plan(USUAL_PLAN)
        if scoring is None
        else ScoringPlan.model_validate_json(scoring.content),
        points_plan(USUAL_PLAN)
        if points is None
        else PointsPlan.model_validate_json(points.content),
    )

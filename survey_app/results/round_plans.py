"""By which rules a round is scored."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from questionnaires import Definition
from scoring.indicator import Indicator
from scoring.plans.fitting import indicator_by, rule_by
from scoring.plans.points_plan import PointsPlan
from scoring.plans.scoring_plan import ScoringPlan
from scoring.rule import ScoringRule
from scoring.weights import Weighting
from survey_app.db import plans
from survey_app.db.plans import PlanRecord
from survey_app.db.publications import RunBasis
from survey_app.db.published_scores import PublicScores
from survey_app.db.score_plans import POINTS, SCORING, rules_of
from survey_app.db.tally_statements import Counting


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlans:
    """By which rules a round is scored, and the tallying rule they come to."""

    scoring: ScoringPlan
    points: PointsPlan
    rule: ScoringRule

    @property
    def indicator(self) -> Indicator:
        """The figure that is published."""
        return indicator_by(self.scoring)

    @property
    def weighting(self) -> Weighting:
        """Whether everybody counts once."""
        return Weighting(self.scoring.weights)

    def counting(self, definition: Definition) -> Counting:
        """How the answers to this questionnaire are counted."""
        return Counting.of(definition, rule=self.rule)


def plans_of_round(session: Session, round_id: int, *, definition: Definition) -> RoundPlans:
    """The rules that the round keeps; one of before goes by the usual ones.

    Raises PlanRefused for a plan that does not fit the questionnaire, which a round is not given.
    """
    return _fitted(plans.plans_of(session, round_id), definition=definition)


def plans_of_run(
    session: Session, basis: RunBasis | PublicScores, *, definition: Definition
) -> RoundPlans:
    """The rules by which a run was made, whatever its round goes by now."""
    numbers = {SCORING: basis.scoring_plan_id, POINTS: basis.points_plan_id}
    kept = {
        kind: PlanRecord(id=number, content=plans.plan_content(session, number, kind=kind))
        for kind, number in numbers.items()
    }
    return _fitted(kept, definition=definition)


def _fitted(kept: Mapping[str, PlanRecord], *, definition: Definition) -> RoundPlans:
    scoring, points = rules_of(kept)
    return RoundPlans(scoring=scoring, points=points, rule=rule_by(scoring, definition=definition))

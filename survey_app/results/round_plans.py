"""By which rules a round is scored."""

from dataclasses import dataclass

from questionnaires import Definition
from scoring.rule import ScoringRule, rule_of
from scoring.weights import Weighting
from survey_app.db.tally_statements import Counting


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlans:
    """By which rules a round is scored."""

    rule: ScoringRule
    weighting: Weighting

    def counting(self, definition: Definition) -> Counting:
        """How the answers to this questionnaire are counted."""
        return Counting.of(definition, rule=self.rule)


def plans_of(definition: Definition) -> RoundPlans:
    """The rules of a round with this questionnaire.

    Raises ValueError for a questionnaire whose criteria are not of one scale.
    """
    return RoundPlans(rule=rule_of(definition), weighting=Weighting.NONE)

"""By what scores were made: what those who show them have to know, of today or as published."""

from typing import Protocol

from questionnaires import Definition
from scoring.score_table import ScoreTable
from survey_app.results.round_plans import RoundPlans


class ScoredBy(Protocol):
    """Scores with the questionnaire and the rules they were made by."""

    @property
    def definition(self) -> Definition:
        """The questionnaire."""
        ...

    @property
    def plans(self) -> RoundPlans:
        """The rules."""
        ...

    @property
    def table(self) -> ScoreTable:
        """The scores; of a publication, those that are shown."""
        ...

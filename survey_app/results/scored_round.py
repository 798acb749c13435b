"""A round by its code, scored and put into the index, for commands."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from questionnaires import Definition
from survey_app.access.objects import round_named
from survey_app.db import rounds
from survey_app.db.definitions import definition_of
from survey_app.results.round_index import RoundIndex, index_of
from survey_app.results.round_scores import UnitScore, score_units


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredRound:
    """A round with its scores and its index."""

    round: rounds.RoundRecord
    definition: Definition
    scores: tuple[UnitScore, ...]
    index: RoundIndex


def scored_round(session: Session, code: str) -> ScoredRound:
    """The round with this code; an unknown one raises Problem with the known ones."""
    found = round_named(session, code)
    definition = definition_of(session, found.questionnaire_version_id)
    scores = score_units(session, found.id, definition=definition)
    return ScoredRound(
        round=found,
        definition=definition,
        scores=scores,
        index=index_of(session, found, scores=scores),
    )

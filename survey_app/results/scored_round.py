"""A round by its code, scored and put into the index, for commands."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from survey_app.access.objects import round_named
from survey_app.results.full_index import FullIndex, full_index
from survey_app.results.round_estimates import RoundEstimates, estimate_round
from survey_app.results.round_index import RoundIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredRound:
    """A round with its scores of now and its index."""

    estimates: RoundEstimates
    full: FullIndex

    @property
    def index(self) -> RoundIndex:
        """The tables of its index."""
        return self.full.index


def scored_round(session: Session, code: str) -> ScoredRound:
    """The round with this code; an unknown one raises Problem with the known ones.

    The session reads at one moment.
    """
    estimates = estimate_round(session, round_named(session, code))
    return ScoredRound(estimates=estimates, full=full_index(session, estimates))

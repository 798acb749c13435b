"""Lots of re-checks, in the way of `objects`: the person may see one, or it does not exist."""

from sqlalchemy.orm import Session

from survey_app.access.objects import round_for
from survey_app.access.people import Person
from survey_app.access.policy import Verb, may
from survey_app.db import lot_decisions, rounds
from survey_app.problems import Code, Problem


def rechecked_round_for(session: Session, person: Person, *, code: str) -> rounds.RoundRecord:
    """A round, for whoever may read what its re-checks found."""
    found = round_for(session, person, code=code)
    if not may(person.role, Verb.RECHECK_READ):
        raise Problem(Code.NOT_FOUND)
    return found


def lot_for(
    session: Session, person: Person, *, round_code: str, lot_code: str
) -> tuple[rounds.RoundRecord, lot_decisions.LotHead]:
    """A lot of such a round."""
    of_round = rechecked_round_for(session, person, code=round_code)
    for found in lot_decisions.lot_heads(session, of_round.id):
        if found.code == lot_code:
            return of_round, found
    raise Problem(Code.NOT_FOUND)

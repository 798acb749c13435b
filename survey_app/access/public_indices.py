"""Published indices for programs that read, also those that do not stand any more."""

from sqlalchemy.orm import Session

from survey_app.access.public_rounds import WITHDRAWN, ReadRound
from survey_app.db.public_indices import PublicIndex, public_indices
from survey_app.problems import Code, Problem


def indices_to_read(session: Session, of_round: ReadRound) -> tuple[PublicIndex, ...]:
    """Every index of a round that was published, the newest first."""
    return public_indices(session, [of_round.round.id]).get(of_round.round.id, ())


def index_to_read(session: Session, of_round: ReadRound, *, number: int) -> PublicIndex:
    """The published index of this round with this number. Withdrawn ones raise Problem."""
    code = of_round.round.code
    every = indices_to_read(session, of_round)
    found = next((one for one in every if one.number == number), None)
    if found is None:
        raise Problem(Code.PUBLIC_INDEX_UNKNOWN, {"round": code, "number": str(number)})
    return _unless_withdrawn(found, round_code=code)


def decided_index(session: Session, of_round: ReadRound) -> PublicIndex | None:
    """The published index of this round that stands; None where no decision ever published one.

    Where the last one was withdrawn, raises Problem: what came before it is not public any more.
    """
    newest = next(iter(indices_to_read(session, of_round)), None)
    return None if newest is None else _unless_withdrawn(newest, round_code=of_round.round.code)


def _unless_withdrawn(found: PublicIndex, *, round_code: str) -> PublicIndex:
    if found.state == WITHDRAWN and found.ended_at is not None:
        details = {
            "round": round_code,
            "decision": found.decision_number,
            "at": found.ended_at.date().isoformat(),
            "reason": found.ended_reason or "",
        }
        raise Problem(Code.INDEX_WITHDRAWN, details)
    return found

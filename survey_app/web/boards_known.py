"""Where the lots of a round stand is found out again only after something to them was written."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy.orm import Session

from survey_app.db.audit_states import newest_behind, recheck_state
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.lot_board import Board, board_at, board_of

KEPT = "hailong_boards"
FAR = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The board of a round in some state of the database. behind: from where on it is looked at."""

    round: RoundRecord
    behind: int
    state: tuple[int, int]
    board: Board

    @property
    def is_far(self) -> bool:
        """Whether so much was written since that looking through it would be felt."""
        return self.state[1] > FAR


def install(app: Flask) -> None:
    """Gives the application a place for boards, one entry a round."""
    app.extensions[KEPT] = {}


def known_board(session: Session, of_round: RoundRecord, *, at: datetime) -> Board:
    """The lots of a round, with what is overdue at this moment.

    Every change is written down in the audit log in the transaction that makes it. The state is
    read first: the board may be newer than it, never older. Raises Problem where no re-checks are
    promised.
    """
    kept: dict[int, Known] = current_app.extensions[KEPT]
    known = kept.get(of_round.id)
    behind = newest_behind(session) if known is None or known.is_far else known.behind
    state = recheck_state(session, behind=behind)
    if known is None or (known.round, known.behind, known.state) != (of_round, behind, state):
        board = board_of(session, of_round, at=at)
        known = Known(round=of_round, behind=behind, state=state, board=board)
        kept[of_round.id] = known
    return board_at(known.board, at=at)

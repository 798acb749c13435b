"""Where the lots of a round stand is found out again only after something was written down."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy.orm import Session

from survey_app.db import audit
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.lot_board import Board, board_at, board_of

KEPT = "hailong_boards"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The board of a round in some state of the database."""

    state: tuple[object, ...]
    board: Board


def install(app: Flask) -> None:
    """Gives the application a place for boards, one entry a round."""
    app.extensions[KEPT] = {}


def known_board(session: Session, of_round: RoundRecord, *, at: datetime) -> Board:
    """The lots of a round, with what is overdue at this moment.

    Every change is written down in the audit log in the transaction that makes it, as
    `estimates_known` has it. Raises Problem where no re-checks are promised.
    """
    state = (*audit.state(session), of_round)
    kept: dict[int, Known] = current_app.extensions[KEPT]
    known = kept.get(of_round.id)
    if known is None or known.state != state:
        known = Known(state=state, board=board_of(session, of_round, at=at))
        kept[of_round.id] = known
    return board_at(known.board, at=at)

"""Where the lots of a round stand is found out again only after something to them was written."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy.orm import Session

from survey_app.db.audit_states import (
    RecheckEvent,
    newest_behind,
    recheck_events,
    recheck_state,
    state_of,
)
from survey_app.db.changed_lots import changed_lots
from survey_app.db.claims import interviewed_claims
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.board_after import board_after
from survey_app.fieldwork.rechecks.lot_board import Board, board_at, board_of

KEPT = "hailong_boards"
FAR = 1_000
"""After so many changes the log is looked through from further on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The board of a round in some state of the database. behind: from where on it is looked at.
    seen: what is written down behind it. interviewed: claims that do not count any more, as an
    interview came; that one came is written down, too, but of too many to look at each.
    """

    round: RoundRecord
    interviewed: frozenset[UUID]
    behind: int
    state: tuple[int, int]
    seen: frozenset[RecheckEvent]
    board: Board


def install(app: Flask) -> None:
    """Gives the application a place for boards, one entry a round."""
    app.extensions[KEPT] = {}


def known_board(session: Session, of_round: RoundRecord, *, at: datetime) -> Board:
    """The lots of a round, with what is overdue at this moment.

    Every change is written down in the audit log in the transaction that makes it. What is written
    there is read first: the board may be newer than it, never older. Raises Problem where no
    re-checks are promised.
    """
    kept: dict[int, Known] = current_app.extensions[KEPT]
    interviewed = interviewed_claims(session, of_round.id)
    known = kept.get(of_round.id)
    if known is not None and (known.round, known.interviewed) != (of_round, interviewed):
        known = None
    if known is None or recheck_state(session, behind=known.behind) != known.state:
        known = kept[of_round.id] = _looked_at(
            session, of_round, known=known, interviewed=interviewed, at=at
        )
    return board_at(known.board, at=at)


def _looked_at(
    session: Session,
    of_round: RoundRecord,
    *,
    known: Known | None,
    interviewed: frozenset[UUID],
    at: datetime,
) -> Known:
    """Anew, of what is known only the lots of which something was written down since."""
    near_enough = None if known is None or len(known.seen) > FAR else known.behind
    behind = newest_behind(session) if near_enough is None else near_enough
    events = recheck_events(session, behind=behind if known is None else known.behind)
    near = frozenset(one for one in events if one.id > behind)
    # What was seen and is gone was of a transaction that did not end well.
    lots = (
        changed_lots(session, events - known.seen)
        if known is not None and known.seen <= events
        else None
    )
    board = (
        board_of(session, of_round, at=at)
        if known is None or lots is None
        else board_after(session, of_round, known.board, lots=lots, at=at)
    )
    return Known(
        round=of_round,
        interviewed=interviewed,
        behind=behind,
        state=state_of(near),
        seen=near,
        board=board,
    )

"""Accepts many lots at once that the plan accepts: one reason, one signature, all or none.

A round has hundreds of lots, and of nearly all the plan says accept; signed one by one, nobody
would read the few of which it does not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from questionnaires import Fault
from scoring.recheck.lot_standing import Says
from survey_app.access.people import Person
from survey_app.db.rounds import RoundRecord, locked_round
from survey_app.fieldwork.rechecks.deciding import (
    ACCEPTED,
    DecisionRequest,
    against_deciding,
    choices_of,
    sign,
)
from survey_app.fieldwork.rechecks.decision_problems import DecisionCode
from survey_app.fieldwork.rechecks.lot_board import Board, LotOnBoard, board_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceRequest:
    """seen: what the page showed of each lot, by its code, as `mark_of` gives it."""

    seen: Mapping[str, str]
    reason: str
    by: Person
    at: datetime


def acceptable_of(board: Board) -> tuple[LotOnBoard, ...]:
    """The lots that wait for a decision and that the plan accepts, with no sign beside it."""
    return tuple(one for one in board.every if _is_acceptable(one))


def accept_lots(
    session: Session, found: RoundRecord, request: AcceptanceRequest
) -> tuple[Fault, ...]:
    """Signs all of them, or says all that stands against any; then none was signed."""
    state = locked_round(session, found.id).state
    board = board_of(session, found, at=request.at)
    faults = tuple(_against(board, request, state=state))
    if faults:
        return faults
    lots = [one for one in board.every if one.head.code in request.seen]
    decision = _one("", request, seen="")
    sign(session, found, [(lot, []) for lot in lots], request=decision)
    return ()


def _against(board: Board, request: AcceptanceRequest, *, state: str) -> Iterator[Fault]:
    if not request.seen:
        yield DecisionCode.NONE_TICKED.at("lots")
    of_reason: dict[str, Fault] = {}
    for code, seen in sorted(request.seen.items()):
        lot = board.lot(code)
        if lot is None or not _is_acceptable(lot):
            yield DecisionCode.NOT_TO_ACCEPT.at(f"lot.{code}", lot=code)
            continue
        one = _one(code, request, seen=seen)
        # An acceptable lot has nothing excluded: that follows a rejection only.
        for fault in against_deciding(lot, one, state=state, excluded=0):
            if fault.where == "reason":
                of_reason[fault.code] = fault
            else:
                yield DecisionCode.SEEN_OTHER_OF.at(f"lot.{code}", lot=code)
    yield from of_reason.values()


def _is_acceptable(lot: LotOnBoard) -> bool:
    return (
        lot.is_to_decide
        and lot.standing.says is Says.ACCEPT
        and ACCEPTED in choices_of(lot)
        and lot.high_chance is None
        and not lot.confirmed_false
    )


def _one(code: str, request: AcceptanceRequest, *, seen: str) -> DecisionRequest:
    return DecisionRequest(
        lot=code,
        decision=ACCEPTED,
        reason=request.reason,
        seen=seen,
        by=request.by,
        at=request.at,
    )

"""Where every lot stands after something changed in a few of them: only these are read anew."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from survey_app.db.lot_decisions import lot_heads
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.comparing import ComparedRound, compared_after
from survey_app.fieldwork.rechecks.lot_board import (
    Board,
    Kept,
    LotOnBoard,
    board_of,
    claims_of,
    lots_on_board,
    with_chances,
)
from survey_app.fieldwork.rechecks.lot_members import figures_of


def board_after(
    session: Session, found: RoundRecord, board: Board, *, lots: Collection[int], at: datetime
) -> Board:
    """As `board_of`, where since `board` something changed in these lots and in no other.

    A re-check changes the figures of its enumerator and of the whole round, so that these are
    computed anew from all re-checks; what is read is of these lots. There are few lots of claims:
    of them all are read once one of them is concerned.
    """
    drawn = {one.head.id for one in board.lots if one.findings}
    of_claims = {one.head.id for one in board.claim_lots}
    if not drawn | of_claims >= set(lots):
        return board_of(session, found, at=at)
    compared, every = board.compared, board.lots
    own = drawn.intersection(lots)
    if own:
        compared = compared_after(session, found, compared, lots=own)
        changed = {one.head.id: one for one in _read(session, found, compared, lots=own, at=at)}
        every = tuple(changed.get(one.head.id, one) for one in every)
    claims, claim_lots = board.claims, board.claim_lots
    if of_claims.intersection(lots):
        kept = Kept.of(session, found)
        claims, claim_lots = claims_of(session, found, compared, kept=kept, at=at)
    return Board(
        compared=compared,
        lots=with_chances(every, compared),
        claims=claims,
        claim_lots=claim_lots,
    )


def _read(
    session: Session,
    found: RoundRecord,
    compared: ComparedRound,
    *,
    lots: Collection[int],
    at: datetime,
) -> tuple[LotOnBoard, ...]:
    findings = [one for one in compared.findings if one.lot_id in lots]
    keys = {str(one.uuid) for one in findings}
    ended = [one for one in compared.interviews if one.key in keys]
    return lots_on_board(
        lot_heads(session, found.id, lot_ids=lots),
        of=figures_of(findings, ended, plan=compared.plan.acceptance),
        kept=Kept.of(session, found, lots=lots),
        at=at,
    )

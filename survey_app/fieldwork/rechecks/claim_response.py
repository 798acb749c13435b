"""The response rate of a round, with all claims and without those that were proved false."""

from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from scoring.recheck.claim_comparison import cases_without_false
from scoring.recheck.claim_lots import ClaimKind
from scoring.response_rates import response_rates
from survey_app.db.claims import kinds_now
from survey_app.db.outcome_counts import outcome_counts
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.progress.tally import rates_of, tally
from survey_app.fieldwork.rechecks.lot_board import Board, against_by_others


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimResponse:
    """rate, without: AAPOR RR2 of all cases, 0..1, None without any. proved: claims left out."""

    rate: Fraction | None
    without: Fraction | None
    proved: int


def claim_response(session: Session, found: RoundRecord, board: Board) -> ClaimResponse:
    """As the cases of the round stand now."""
    cases = rates_of(tally(outcome_counts(session, found.id)), only_tried=False).cases
    proved = kinds_now(session, found.id, proved_false(board))
    left = cases_without_false(
        cases,
        refused=proved.get(ClaimKind.REFUSED.value, 0),
        not_met=proved.get(ClaimKind.NOT_MET.value, 0),
    )
    return ClaimResponse(
        rate=response_rates(cases).rr2,
        without=response_rates(left).rr2,
        proved=sum(proved.values()),
    )


def proved_false(board: Board) -> frozenset[UUID]:
    """Every claim that is not as recorded and against which a second source speaks, of lots that
    are confirmed.
    """
    return frozenset(
        uuid
        for lot in board.claim_lots
        if lot.last is not None and lot.last.decision == "confirmed"
        for uuid in against_by_others(lot.evidence) & lot.rechecked.keys()
        if lot.rechecked[uuid].is_defective
    )

"""The response rate of a round, with all claims and without those that were proved false."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from scoring.recheck.claim_comparison import cases_without_false
from scoring.recheck.claim_lots import ClaimKind
from scoring.response_rates import response_rates
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
    proved = Counter(proved_false(board))
    left = cases_without_false(
        cases, refused=proved[ClaimKind.REFUSED], not_met=proved[ClaimKind.NOT_MET]
    )
    return ClaimResponse(
        rate=response_rates(cases).rr2,
        without=response_rates(left).rr2,
        proved=proved.total(),
    )


def proved_false(board: Board) -> Iterator[ClaimKind]:
    """The kind of every claim that is not as recorded and against which a second source speaks, of
    lots that are confirmed; a case that was interviewed after all is no claim any more.
    """
    defective = {one.key: one for one in board.claims.claims if one.is_defective}
    standing = {str(one.uuid) for one in board.claims.findings if one.counts}
    for lot in board.claim_lots:
        if lot.last is not None and lot.last.decision == "confirmed":
            against = {str(uuid) for uuid in against_by_others(lot.evidence)}
            own = {str(uuid) for uuid in lot.rechecked}
            for key in sorted(against & own & standing & defective.keys()):
                yield defective[key].kind

"""Closes the lots of claims that are due, and draws from them with the promised seed."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scoring.recheck.claim_lots import (
    Claim,
    ClaimKind,
    ClaimsBefore,
    claim_uuid,
    form_claim_lots,
)
from scoring.recheck.recheck_plan import ClaimsPlan, RecheckPlan
from survey_app.clock import ZONE
from survey_app.db import claims, recheck_lots
from survey_app.db.claims import WaitingClaim
from survey_app.db.recheck_lots import CLAIMS, LotRecord
from survey_app.fieldwork.rechecks.forming import drawn_lot, enumerator_code


def draw_claims(
    session: Session,
    round_id: int,
    *,
    plan: ClaimsPlan,
    seed: str,
    is_over: bool,
    by: int | None,
    at: datetime,
) -> tuple[LotRecord, ...]:
    """Closes what is due into lots of claims, draws and keeps both; whoever calls holds the round.

    A claim is what stands now: of a case that was interviewed meanwhile there is none.
    """
    waiting = claims.waiting_claims(session, round_id, is_over=is_over)
    known = {UUID(claim_uuid(str(one.interview_uuid))): one for one in waiting}
    formed = form_claim_lots(
        [_claim(uuid, one) for uuid, one in known.items()],
        plan=plan,
        today=at.astimezone(ZONE).date(),
        is_over=is_over,
        before=_before(session, round_id),
    )
    lots = tuple(drawn_lot(one, seed=seed, kind=CLAIMS) for one in formed)
    if lots:
        claims.store_claim_lots(session, round_id, lots, claims=known, by=by, at=at)
    return lots


def claims_to_close(session: Session, round_id: int, *, plan: RecheckPlan) -> int:
    """How many claims of a closed round are in no lot yet; none where the plan re-checks none."""
    if plan.claims is None:
        return 0
    return len(claims.waiting_claims(session, round_id, is_over=True))


def _claim(uuid: UUID, one: WaitingClaim) -> Claim:
    return Claim(
        uuid=str(uuid),
        enumerator=enumerator_code(one.enumerator_id),
        kind=ClaimKind(one.kind),
        day=one.last_attempt_at.astimezone(ZONE).date(),
    )


def _before(session: Session, round_id: int) -> ClaimsBefore:
    drawn: Mapping[int, int] = claims.claims_drawn(session, round_id)
    lots: Counter[tuple[str, str]] = Counter()
    for one in recheck_lots.lot_counts(session, round_id, kind=CLAIMS):
        lots[enumerator_code(one.enumerator_id), one.week] = one.lots
    return ClaimsBefore(
        drawn={enumerator_code(number): count for number, count in drawn.items()}, lots=lots
    )

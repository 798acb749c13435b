"""A person of Home Affairs decides about a lot and signs; the plan only says what follows by it.

Whoever decides locks the round first and reads afterwards, so that two who decide at once, and
whoever gives out work meanwhile, are judged one after the other. A later decision takes the place
of an earlier one, and all are kept; what was drawn stays drawn.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires import Fault
from scoring.recheck.further_draw import next_in_lot
from survey_app.access.people import Person
from survey_app.db import audit, lot_decisions
from survey_app.db.claim_draws import draw_claims_further, undrawn_claims
from survey_app.db.interview_exclusions import exclusions_of_round
from survey_app.db.lot_decisions import NewDecision, UndrawnRecord
from survey_app.db.rounds import RoundRecord, locked_round
from survey_app.fieldwork.rechecks.comparing import is_waiting
from survey_app.fieldwork.rechecks.decision_problems import DecisionCode
from survey_app.fieldwork.rechecks.lot_board import Board, LotOnBoard, against_by_others, board_of
from survey_app.fieldwork.rechecks.promising import promised, seed_of
from survey_app.fieldwork.round_states import LONGEST_REASON, is_reason
from survey_app.problems import Code, Problem

DECIDES_IN = ("open", "closed", "published")
ACCEPTED, EXTENDED, REJECTED = "accepted", "extended", "rejected"
CLEARED, CONFIRMED = "cleared", "confirmed"
LONGER_REASON = 40
"""Letters of a reason that goes against the plan: a sentence, not a word."""
CAN_FOLLOW: dict[str | None, tuple[str, ...]] = {
    None: (ACCEPTED, EXTENDED, REJECTED),
    EXTENDED: (ACCEPTED, EXTENDED, REJECTED),
    ACCEPTED: (EXTENDED, REJECTED),
    REJECTED: (CLEARED, CONFIRMED, ACCEPTED),
    CLEARED: (CONFIRMED,),
    CONFIRMED: (CLEARED,),
}
"""Which decisions may follow the one that stands. Accepting a rejected lot withdraws that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRequest:
    """What is decided of which lot. more: how many are drawn besides, where it is extended.

    with_others: every other lot of the enumerator that is not decided against is rejected too.
    seen: what the page showed, as `mark_of` gives it.
    """

    lot: str
    decision: str
    reason: str
    seen: str
    by: Person
    at: datetime
    more: int | None = None
    with_others: bool = False


def mark_of(lot: LotOnBoard) -> str:
    """By which a page tells whether it shows the lot as it is now."""
    standing = lot.standing
    numbers = (
        len(lot.decisions),
        len(lot.evidence),
        len(lot.findings),
        len(lot.rechecked),
        standing.checked,
        standing.defective,
        standing.not_happened,
    )
    return "-".join(map(str, numbers))


def decide(
    session: Session, found: RoundRecord, request: DecisionRequest, *, secret_key: str
) -> tuple[Fault, ...]:
    """Signs a decision and draws whom it asks for, or says all that stands against it."""
    state = locked_round(session, found.id).state
    board = board_of(session, found, at=request.at)
    lot = board.lot(request.lot)
    if lot is None:
        raise Problem(Code.NOT_FOUND)
    excluded = sum(one.lot == lot.head.code for one in exclusions_of_round(session, found.id))
    faults = tuple(against_deciding(lot, request, state=state, excluded=excluded))
    if faults:
        return faults
    lots = [lot, *(others_of(lot, board) if request.with_others else ())]
    undrawn_of = undrawn_claims if lot.head.is_of_claims else lot_decisions.undrawn_of
    undrawn = undrawn_of(session, [one.head.id for one in lots])
    drawn: list[tuple[LotOnBoard, list[UUID]]] = []
    for one in lots:
        own = [each for each in undrawn if each.lot_id == one.head.id]
        drawn.append((one, _drawn(session, found, own, lot=one, of=request, secret_key=secret_key)))
    sign(session, found, drawn, request=request)
    return ()


def against_deciding(
    lot: LotOnBoard, request: DecisionRequest, *, state: str, excluded: int
) -> Iterator[Fault]:
    """Why this cannot be decided of the lot as it stands. excluded: interviews of it that are."""
    if request.seen != mark_of(lot):
        yield DecisionCode.SEEN_OTHER.at("lot")
    if state not in DECIDES_IN:
        yield DecisionCode.ROUND_OVER.at("lot")
    if request.decision not in choices_of(lot):
        yield DecisionCode.NOT_NOW.at("decision")
    yield from _against_reason(lot, request)
    if request.decision == EXTENDED and not 1 <= (request.more or 0) <= lot.undrawn:
        yield DecisionCode.MORE_UNFIT.at("more", maximum=str(lot.undrawn))
    if request.decision in (CLEARED, CONFIRMED):
        yield from _against_ending(lot, decision=request.decision)
    if excluded and request.decision in (CLEARED, ACCEPTED):
        yield DecisionCode.EXCLUDED.at("decision", count=str(excluded))
    if request.with_others and not (request.decision == REJECTED and lot.confirmed_false):
        yield DecisionCode.OTHERS_UNCONFIRMED.at("with_others")


def choices_of(lot: LotOnBoard) -> tuple[str, ...]:
    """The decisions that may follow the one that stands."""
    return CAN_FOLLOW[None if lot.last is None else lot.last.decision]


def is_by_plan(decision: str, *, by_plan: str) -> bool:
    """Whether a decision is what the plan said; of how a verification ends it says nothing."""
    return decision in (CLEARED, CONFIRMED) or decision == by_plan


def others_of(lot: LotOnBoard, board: Board) -> tuple[LotOnBoard, ...]:
    """The other lots of its enumerator and kind that can be rejected."""
    return tuple(
        one
        for one in (board.claim_lots if lot.head.is_of_claims else board.lots)
        if one.head.enumerator_id == lot.head.enumerator_id
        and one.head.id != lot.head.id
        and REJECTED in choices_of(one)
    )


def _against_reason(lot: LotOnBoard, request: DecisionRequest) -> Iterator[Fault]:
    if not is_reason(request.reason):
        yield DecisionCode.REASON_MISSING.at("reason", maximum=str(LONGEST_REASON))
    elif (
        not is_by_plan(request.decision, by_plan=lot.standing.says.value)
        and len(request.reason.strip()) < LONGER_REASON
    ):
        yield DecisionCode.REASON_SHORT.at("reason", minimum=str(LONGER_REASON))


def _against_ending(lot: LotOnBoard, *, decision: str) -> Iterator[Fault]:
    waiting = sum(is_waiting(one) for one in lot.findings)
    if waiting:
        yield DecisionCode.STILL_VERIFIED.at("decision", count=str(waiting))
    if decision != CONFIRMED:
        return
    defective = {uuid for uuid, one in lot.rechecked.items() if one.is_defective}
    if not defective:
        yield DecisionCode.NOTHING_FOUND.at("decision")
    if not any(one.kind == "hearing" for one in lot.evidence):
        yield DecisionCode.NOT_HEARD.at("decision")
    if defective and not defective & against_by_others(lot.evidence):
        yield DecisionCode.NO_SECOND_SOURCE.at("decision")


def _drawn(
    session: Session,
    found: RoundRecord,
    undrawn: Iterable[UndrawnRecord],
    *,
    lot: LotOnBoard,
    of: DecisionRequest,
    secret_key: str,
) -> list[UUID]:
    """Whom a decision has re-checked besides: the next in the order, or everybody else."""
    uuids = [one.uuid for one in undrawn]
    if of.decision == REJECTED:
        return uuids
    if of.decision != EXTENDED or of.more is None:
        return []
    seed = seed_of(promised(session, found), found, secret_key=secret_key)
    texts = [str(uuid) for uuid in uuids]
    return [UUID(one) for one in next_in_lot(texts, lot_id=lot.head.code, seed=seed, more=of.more)]


def sign(
    session: Session,
    found: RoundRecord,
    drawn: Iterable[tuple[LotOnBoard, list[UUID]]],
    *,
    request: DecisionRequest,
) -> None:
    """Writes down what nothing stands against, of each lot with whom it has re-checked besides."""
    reason, by, at = request.reason.strip(), request.by.account_id, request.at
    pairs = list(drawn)
    decisions = [
        NewDecision(
            lot_id=lot.head.id,
            number=len(lot.decisions) + 1,
            decision=request.decision,
            by_plan=lot.standing.says.value,
            checked=lot.standing.checked,
            defective=lot.standing.defective,
            more=len(uuids),
            reason=reason,
        )
        for lot, uuids in pairs
    ]
    lot_decisions.add_decisions(session, decisions, by=by, at=at)
    selection = "more" if request.decision == EXTENDED else "verification"
    interviews = [uuid for lot, uuids in pairs if not lot.head.is_of_claims for uuid in uuids]
    if interviews:
        lot_decisions.draw_further(session, interviews, selection=selection, by=by, at=at)
    claims = [uuid for lot, uuids in pairs if lot.head.is_of_claims for uuid in uuids]
    draw_claims_further(session, claims, selection=selection, by=by, at=at)
    events = [
        audit.Event(
            action="lot.decided",
            object_kind="lot",
            object_id=str(lot.head.id),
            details={
                "round": found.code,
                "lot": lot.head.code,
                "decision": new.decision,
                "by_plan": new.by_plan,
                "checked": str(new.checked),
                "defective": str(new.defective),
                "more": str(new.more),
            },
        )
        for (lot, _), new in zip(pairs, decisions, strict=True)
    ]
    audit.record_all(session, events, account_id=by, at=at)

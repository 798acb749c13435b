"""Closes the lots of a round that are due, and draws from them with the promised seed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from scoring.recheck.lot_forming import (
    DrawnBefore,
    FinishedInterview,
    FormedLot,
    Moment,
    form_lots,
)
from scoring.recheck.recheck_plan import RecheckPlan
from survey_app.access.people import Person
from survey_app.clock import ZONE
from survey_app.db import recheck_lots, recheck_promises
from survey_app.db.recheck_lots import LotRecord, WaitingRecord
from survey_app.db.recheck_topping_up import draw_more
from survey_app.db.rounds import RoundRecord, locked_round, units_of_round
from survey_app.fieldwork.rechecks.below_minimum import strata_to_raise
from survey_app.fieldwork.rechecks.drawing_claims import draw_claims
from survey_app.fieldwork.rechecks.forming import drawn_lot, enumerator_code
from survey_app.fieldwork.rechecks.promising import promised, record, seed_of
from survey_app.problems import Code, Problem

DRAWS_IN = ("open", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLots:
    """What a draw came to. waiting: interviews whose day or week is not over yet. more: drawn
    from lots of before, of a closed round, for enumerators below the minimum of the plan. claims:
    lots of refusals and absences that were closed.
    """

    lots: tuple[LotRecord, ...]
    waiting: int
    more: int = 0
    claims: tuple[LotRecord, ...] = ()


def draw(
    session: Session, found: RoundRecord, *, by: Person | None, secret_key: str, at: datetime
) -> DrawnLots:
    """Closes what is due into lots, draws, and keeps both; nothing due is no fault.

    Of a closed round more is drawn from lots of before where an enumerator has fewer re-checks
    than the plan promises.
    """
    state = locked_round(session, found.id).state
    if state not in DRAWS_IN:
        raise Problem(Code.RECHECK_NO_DRAWS, {"round": found.code})
    promise = promised(session, found)
    if promise.seed is not None:
        raise Problem(Code.RECHECK_SEED_SHOWN, {"round": found.code})
    seed = seed_of(promise, found, secret_key=secret_key)
    plan = RecheckPlan.model_validate_json(promise.plan_content)
    is_over = state == "closed"
    waiting = [_finished(one) for one in recheck_lots.waiting_interviews(session, found.id)]
    lots: tuple[LotRecord, ...] = ()
    if waiting:
        moment = Moment(
            first_day=promise.first_day or min(one.day for one in waiting),
            today=at.astimezone(ZONE).date(),
            is_over=is_over,
        )
        formed = form_lots(waiting, plan=plan, moment=moment, before=_before(session, found.id))
        lots = _kept(session, found, formed, seed=seed, first_day=moment.first_day, by=by, at=at)
    more = _topped_up(session, found, plan=plan, by=by, at=at) if is_over else 0
    claimed = _claims(session, found, plan=plan, seed=seed, is_over=is_over, by=by, at=at)
    closed = sum(len(one.members) for one in lots)
    return DrawnLots(lots=lots, waiting=len(waiting) - closed, more=more, claims=claimed)


def _kept(
    session: Session,
    found: RoundRecord,
    formed: Sequence[FormedLot],
    *,
    seed: str,
    first_day: date,
    by: Person | None,
    at: datetime,
) -> tuple[LotRecord, ...]:
    """Draws from these lots and keeps them."""
    units = {one.unit_code: one.id for one in units_of_round(session, found.id)}
    lots = tuple(drawn_lot(one, seed=seed, units=units) for one in formed)
    if lots:
        recheck_promises.fix_first_day(session, found.id, day=first_day)
        account = None if by is None else by.account_id
        recheck_lots.store_lots(session, found.id, lots, by=account, at=at)
        details = {
            "interviews": str(sum(len(one.members) for one in lots)),
            "drawn": str(sum(part.drawn for one in lots for part in one.strata)),
            **{one.code: one.list_sha256 for one in lots},
        }
        record(session, "recheck.lots_drawn", found, by=by, at=at, details=details)
    return lots


def _claims(
    session: Session,
    found: RoundRecord,
    *,
    plan: RecheckPlan,
    seed: str,
    is_over: bool,
    by: Person | None,
    at: datetime,
) -> tuple[LotRecord, ...]:
    """Closes the lots of claims that are due and draws; none where the plan has none."""
    if plan.claims is None:
        return ()
    account = None if by is None else by.account_id
    lots = draw_claims(
        session, found.id, plan=plan.claims, seed=seed, is_over=is_over, by=account, at=at
    )
    if lots:
        details = {
            "claims": str(sum(len(one.members) for one in lots)),
            "drawn": str(sum(part.drawn for one in lots for part in one.strata)),
            **{one.code: one.list_sha256 for one in lots},
        }
        record(session, "recheck.claims_drawn", found, by=by, at=at, details=details)
    return lots


def _topped_up(
    session: Session, found: RoundRecord, *, plan: RecheckPlan, by: Person | None, at: datetime
) -> int:
    """How many more were drawn from lots that were closed before."""
    raised = strata_to_raise(session, found.id, plan=plan)
    if not raised:
        return 0
    more = sum(one.more for one in raised)
    numbers = [(one.kept.lot_id, one.kept.name, one.drawn) for one in raised]
    draw_more(session, found.id, numbers, at=at)
    strata = {f"{one.kept.lot} / {one.kept.name}": str(one.drawn) for one in raised}
    details = {"drawn": str(more), **strata}
    record(session, "recheck.topped_up", found, by=by, at=at, details=details)
    return more


def _finished(one: WaitingRecord) -> FinishedInterview:
    return FinishedInterview(
        uuid=str(one.uuid),
        enumerator=enumerator_code(one.enumerator_id),
        unit=one.unit_code,
        day=one.finished_at.astimezone(ZONE).date(),
    )


def _before(session: Session, round_id: int) -> DrawnBefore:
    of_enumerator: Counter[str] = Counter()
    of_week: Counter[tuple[str, str]] = Counter()
    of_unit: Counter[str] = Counter()
    for one in recheck_lots.drawn_counts(session, round_id):
        name = enumerator_code(one.enumerator_id)
        of_enumerator[name] += one.drawn
        of_week[name, one.week] += one.drawn
        of_unit[one.unit_code] += one.drawn
    lots = {
        (enumerator_code(one.enumerator_id), one.week): one.lots
        for one in recheck_lots.lot_counts(session, round_id)
    }
    return DrawnBefore(of_enumerator=of_enumerator, of_week=of_week, of_unit=of_unit, lots=lots)

"""Closes the lots of a round that are due, and draws from them with the promised seed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scoring.recheck.lot_draw import LotDraw, LotInterview, draw_lot
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
from survey_app.db.recheck_lots import LotRecord, MemberRecord, StratumRecord, WaitingRecord
from survey_app.db.recheck_topping_up import draw_more
from survey_app.db.rounds import RoundRecord, locked_round, units_of_round
from survey_app.fieldwork.rechecks.below_minimum import strata_to_raise
from survey_app.fieldwork.rechecks.promising import promised, record, seed_of
from survey_app.problems import Code, Problem

DRAWS_IN = ("open", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLots:
    """What a draw came to. waiting: interviews whose day or week is not over yet. more: drawn
    from lots of before, of a closed round, for enumerators below the minimum of the plan.
    """

    lots: tuple[LotRecord, ...]
    waiting: int
    more: int = 0


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
    closed = sum(len(one.members) for one in lots)
    return DrawnLots(lots=lots, waiting=len(waiting) - closed, more=more)


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
    lots = tuple(_drawn(one, seed=seed, units=units) for one in formed)
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


def enumerator_code(account_id: int) -> str:
    """How lots name an enumerator in public: by number."""
    return f"e{account_id}"


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


def _drawn(formed: FormedLot, *, seed: str, units: Mapping[str, int]) -> LotRecord:
    interviews = [
        LotInterview(uuid=uuid, stratum=one.name) for one in formed.strata for uuid in one.uuids
    ]
    rules = {one.name: one.rule for one in formed.strata}
    made = draw_lot(interviews, lot_id=formed.code, seed=seed, rule=rules)
    return LotRecord(
        code=formed.code,
        enumerator_id=int(formed.enumerator.removeprefix("e")),
        week=formed.week,
        number=formed.number,
        round_unit_id=units[formed.unit] if formed.unit else None,
        is_opening=formed.is_opening,
        list_sha256=made.lot_sha256,
        strata=tuple(
            StratumRecord(
                name=one.name,
                interviews=len(one.uuids),
                share_percent=one.share_percent,
                minimum=one.minimum,
                drawn=one.drawn,
            )
            for one in formed.strata
        ),
        members=_members(made),
    )


def _members(made: LotDraw) -> tuple[MemberRecord, ...]:
    return tuple(
        MemberRecord(
            uuid=UUID(one.uuid),
            stratum=one.stratum,
            place=one.place,
            selection="random" if one.is_drawn else None,
        )
        for one in made.placed
    )

"""Simulated rounds: from finished interviews through lots, draws and decisions to verification.

Everybody in them is invented. Two of eighteen enumerators make 30 % of their interviews up; of all
other interviews 5 % have an honest mistake in a fact. Everybody who is re-checked is reached.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import NAMESPACE_OID, uuid5

import numpy as np

from scoring.quality.examination import examine
from scoring.quality.interview_table import InterviewFacts
from scoring.quality.rules import quality_rules
from scoring.recheck.acceptance_plan import AcceptancePlan
from scoring.recheck.comparison import Comparison, compare_interviews
from scoring.recheck.interviews import RecheckedInterview
from scoring.recheck.lot_decision import Verdict, decide_lot
from scoring.recheck.lot_draw import LotInterview, PlacedInterview, draw_lot
from scoring.recheck.lot_forming import (
    DrawnBefore,
    FinishedInterview,
    FormedLot,
    Moment,
    form_lots,
)
from scoring.recheck.recheck_plan import RecheckPlan, recheck_plan
from scoring.rule import NOT_ASKED
from tests.scoring.quality.campaign import COPIER, INVENTOR, RULE, START, campaign

PLAN = recheck_plan()
MISTAKES = 0.05
FIRST_DAY = START.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """interviews, made_up and mistaken by the uuid of the interview."""

    interviews: Mapping[str, InterviewFacts]
    made_up: frozenset[str]
    mistaken: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A lot with its interviews in the order in which they are re-checked."""

    formed: FormedLot
    order: tuple[str, ...]
    drawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What an acceptance plan made of a lot. checked: re-checks before the decision."""

    enumerator: str
    interviews: int
    defective: int
    made_up: int
    verdict: Verdict
    was_extended: bool
    checked: int
    uuids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedRound:
    """excess_z: by enumerator."""

    work: Work
    closed: tuple[Closed, ...]
    excess_z: Mapping[str, float]

    def decided(self, acceptance: AcceptancePlan) -> tuple[Decided, ...]:
        """All lots, by this plan."""
        return tuple(_decided(one, work=self.work, plan=acceptance) for one in self.closed)

    def verified(self, lots: Sequence[Decided]) -> Comparison:
        """What the re-checks of all interviews of these lots say of facts."""
        again = [_asked_again(uuid, work=self.work) for one in lots for uuid in one.uuids]
        return compare_interviews(again, rule=RULE, items=())


def is_false(enumerator: str) -> bool:
    """Whether they make interviews up."""
    return enumerator in {COPIER, INVENTOR}


def simulated_round(seed: int) -> SimulatedRound:
    """Everything until the lots are drawn, night after night."""
    work = _work(seed)
    found = examine(tuple(work.interviews.values()), rule=RULE, rules=quality_rules())
    return SimulatedRound(
        work=work,
        closed=tuple(_closed_lots(work, plan=PLAN, seed=f"{seed:032x}")),
        excess_z={one.enumerator: one.excess_z or 0.0 for one in found.enumerators},
    )


def _work(seed: int) -> Work:
    made = campaign(seed)
    random = np.random.default_rng([seed, 1])
    uuids = {one.key: str(uuid5(NAMESPACE_OID, f"{seed}/{one.key}")) for one in made.interviews}
    mistakes = random.random(len(uuids)) < MISTAKES
    return Work(
        interviews={uuids[one.key]: replace(one, key=uuids[one.key]) for one in made.interviews},
        made_up=frozenset(uuids[key] for key in made.false),
        mistaken=frozenset(
            uuids[key]
            for key, has in zip(uuids, mistakes.tolist(), strict=True)
            if has and key not in made.false
        ),
    )


def _closed_lots(work: Work, *, plan: RecheckPlan, seed: str) -> Iterator[Closed]:
    waiting = [_finished(uuid, one) for uuid, one in work.interviews.items()]
    units = {one.uuid: one.unit for one in waiting}
    last = max(one.day for one in waiting)
    of_enumerator: Counter[str] = Counter()
    of_week: Counter[tuple[str, str]] = Counter()
    of_unit: Counter[str] = Counter()
    lots: Counter[tuple[str, str]] = Counter()
    for today in (FIRST_DAY + timedelta(days=n) for n in range((last - FIRST_DAY).days + 2)):
        moment = Moment(first_day=FIRST_DAY, today=today, is_over=today > last)
        before = DrawnBefore(
            of_enumerator=of_enumerator, of_week=of_week, of_unit=of_unit, lots=lots
        )
        arrived = [one for one in waiting if one.day < today]
        for formed in form_lots(arrived, plan=plan, moment=moment, before=before):
            closed = _drawn(formed, seed=seed)
            yield closed
            inside = {uuid for part in formed.strata for uuid in part.uuids}
            waiting = [one for one in waiting if one.uuid not in inside]
            of_enumerator[formed.enumerator] += closed.drawn
            of_week[formed.enumerator, formed.week] += closed.drawn
            of_unit.update(units[uuid] for uuid in closed.order[: closed.drawn])
            lots[formed.enumerator, formed.week] += 1


def _finished(uuid: str, one: InterviewFacts) -> FinishedInterview:
    assert one.finished_at is not None
    day: date = one.finished_at.date()
    return FinishedInterview(uuid=uuid, enumerator=one.enumerator, unit=one.unit, day=day)


def _drawn(formed: FormedLot, *, seed: str) -> Closed:
    """Those drawn first, then the others in the order of their hashes."""
    made = draw_lot(
        [
            LotInterview(uuid=uuid, stratum=part.name)
            for part in formed.strata
            for uuid in part.uuids
        ],
        lot_id=formed.code,
        seed=seed,
        rule={part.name: part.rule for part in formed.strata},
    )
    order = sorted(made.placed, key=_turn)
    return Closed(formed=formed, order=tuple(one.uuid for one in order), drawn=formed.drawn)


def _turn(one: PlacedInterview) -> tuple[bool, str]:
    return not one.is_drawn, one.key


def _decided(lot: Closed, *, work: Work, plan: AcceptancePlan) -> Decided:
    """Re-checks as many as the plan asks for, in the order of the draw."""
    faulty = work.made_up | work.mistaken
    size, checked, verdict = len(lot.order), 0, Verdict.MORE
    stages = 0
    while verdict is Verdict.MORE:
        found = sum(uuid in faulty for uuid in lot.order[:checked])
        decision = decide_lot(plan, interviews=size, checked=checked, defective=found)
        verdict = decision.verdict
        checked += decision.more
        stages += decision.more > 0
    return Decided(
        enumerator=lot.formed.enumerator,
        interviews=size,
        defective=sum(uuid in faulty for uuid in lot.order),
        made_up=sum(uuid in work.made_up for uuid in lot.order),
        verdict=verdict,
        was_extended=stages > 1,
        checked=checked,
        uuids=lot.order,
    )


def _asked_again(uuid: str, *, work: Work) -> RecheckedInterview:
    """The facts are as they are; what people think is asked elsewhere."""
    one = work.interviews[uuid]
    return RecheckedInterview(
        key=uuid,
        enumerator=one.enumerator,
        supervisor="S1",
        is_contacted=True,
        has_happened=uuid not in work.made_up,
        checks={"month_ok": uuid not in work.mistaken},
        first=one.levels,
        again=[NOT_ASKED] * len(one.levels),
    )

"""Simulated rounds of refusals and absences: recorded, closed by week, drawn, asked, decided.

Everybody in them is invented. Two of eighteen enumerators make 30 % of what they record up; of what
the others record respondents have forgotten 3 %, and say that nobody came. Everybody is reached.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_OID, uuid5

import numpy as np

from scoring.recheck.acceptance_risk import risk_point
from scoring.recheck.claim_comparison import NEVER_AT_HOME, NOBODY, ClaimSaid, claim_verdict
from scoring.recheck.claim_lots import (
    Claim,
    ClaimKind,
    ClaimsBefore,
    claim_uuid,
    form_claim_lots,
)
from scoring.recheck.lot_decision import Verdict, decide_lot
from scoring.recheck.lot_draw import LotInterview, draw_lot
from scoring.recheck.lot_forming import FormedLot
from scoring.recheck.recheck_plan import ClaimsPlan, recheck_plan

ENUMERATORS, WEEKS, REFUSED, NOT_MET = 18, 4, 8, 4
FALSE, MADE_UP, FORGOTTEN = 2, 0.3, 0.03
FIRST = date(2022, 10, 3)


def claims_plan() -> ClaimsPlan:
    """Of the shipped plan that re-checks claims."""
    plan = recheck_plan("hai-long-2").claims
    assert plan is not None
    return plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """made_up: nobody went there. is_defective: the respondent says otherwise than recorded."""

    claim: Claim
    made_up: bool
    is_defective: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedLot:
    """checked: asked before the decision. chance: that its plan rejects it, computed."""

    enumerator: str
    claims: int
    checked: int
    is_rejected: bool
    made_up: int
    chance: float


def makes_up(enumerator: str) -> bool:
    """Whether they record what was not."""
    return enumerator in {f"e{n}" for n in range(1, FALSE + 1)}


def simulated_claims(seed: int) -> tuple[DecidedLot, ...]:
    """All lots of a round, week after week, each by the plan."""
    recorded = {one.claim.uuid: one for one in _recorded(seed)}
    waiting = [one.claim for one in recorded.values()]
    plan, lots, drawn = claims_plan(), [], {}
    numbers: dict[tuple[str, str], int] = {}
    for week in range(1, WEEKS + 1):
        formed = form_claim_lots(
            waiting,
            plan=plan,
            today=FIRST + timedelta(weeks=week),
            is_over=False,
            before=ClaimsBefore(drawn=drawn, lots=numbers),
        )
        for one in formed:
            drawn[one.enumerator] = drawn.get(one.enumerator, 0) + one.drawn
            numbers[one.enumerator, one.week] = one.number
            lots.append(_decided(one, recorded, plan=plan, seed=f"{seed:032x}"))
        inside = {uuid for one in formed for part in one.strata for uuid in part.uuids}
        waiting = [one for one in waiting if one.uuid not in inside]
    return tuple(lots)


def _recorded(seed: int) -> Iterator[Recorded]:
    random = np.random.default_rng([seed, 23])
    kinds = [ClaimKind.REFUSED] * REFUSED + [ClaimKind.NOT_MET] * NOT_MET
    for number in range(1, ENUMERATORS + 1):
        who = f"e{number}"
        for week in range(WEEKS):
            for turn, kind in enumerate(kinds):
                made_up = makes_up(who) and random.random() < MADE_UP
                says_nobody = made_up or random.random() < FORGOTTEN
                case = str(uuid5(NAMESPACE_OID, f"{seed}/{who}/{week}/{turn}"))
                yield Recorded(
                    claim=Claim(
                        uuid=claim_uuid(case),
                        enumerator=who,
                        kind=kind,
                        day=FIRST + timedelta(weeks=week, days=turn % 6),
                    ),
                    made_up=made_up,
                    is_defective=says_nobody and _is_defective(kind),
                )


def _is_defective(kind: ClaimKind) -> bool:
    said = ClaimSaid(came=NEVER_AT_HOME, answer=None, other=NOBODY)
    return claim_verdict(said, kind=kind, was_spoken_to=False).is_defective


def _decided(
    lot: FormedLot, recorded: Mapping[str, Recorded], *, plan: ClaimsPlan, seed: str
) -> DecidedLot:
    """Those drawn first are all asked; then the next of the whole lot, as long as the plan asks."""
    members = [LotInterview(uuid=u, stratum=part.name) for part in lot.strata for u in part.uuids]
    rules = {part.name: part.rule for part in lot.strata}
    made = draw_lot(members, lot_id=lot.code, seed=seed, rule=rules)
    order = [one.uuid for one in sorted(made.placed, key=lambda one: (not one.is_drawn, one.key))]
    checked, verdict = lot.drawn, Verdict.MORE
    while verdict is Verdict.MORE:
        found = sum(recorded[uuid].is_defective for uuid in order[:checked])
        decision = decide_lot(
            plan.acceptance, interviews=len(order), checked=checked, defective=found
        )
        verdict, checked = decision.verdict, checked + decision.more
    defective = sum(recorded[uuid].is_defective for uuid in order)
    point = risk_point(plan.acceptance, interviews=len(order), defective=defective)
    return DecidedLot(
        enumerator=lot.enumerator,
        claims=len(order),
        checked=checked,
        is_rejected=verdict is Verdict.REJECTED,
        made_up=sum(recorded[uuid].made_up for uuid in order),
        chance=float(point.rejected),
    )

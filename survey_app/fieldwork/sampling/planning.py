"""What a sampling plan comes to, unit by unit, before anything is drawn."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from scoring.allocation import AllocationRule, stratum_name
from scoring.draw_plan import DrawPlan, Method
from scoring.frame_list import FrameCase
from scoring.sampling_plan import SamplingRules, SizeRule, UnitSample, unit_sample
from survey_app.db.rounds import RoundUnitRecord
from survey_app.db.samples import CaseCount, ListedCase
from survey_app.fieldwork.round_description import SamplingPlan

HUNDRED = 100
ORDER = "returned_on"
"""What a systematic draw sorts by: the day on which the result was given."""

Populations: TypeAlias = dict[str, Counter[str]]
"""Cases by unit and stratum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedUnit:
    """A unit and the sample that is to be drawn from it."""

    unit: RoundUnitRecord
    sample: UnitSample


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDraw:
    """All units of a draw, in the order of the round; `cases` is the list to draw from."""

    units: tuple[PlannedUnit, ...]
    cases: tuple[FrameCase, ...]
    plan: SamplingPlan

    @property
    def counts(self) -> tuple[int, int, int]:
        """Cases, official and reserve of all units."""
        return counts_of(self.units)

    def as_draw_plan(self, list_name: str) -> DrawPlan:
        """Method and targets, under the name of the list."""
        return DrawPlan(
            list_name=list_name,
            method=method_of(self.plan),
            targets=tuple(target for one in self.units for target in one.sample.targets),
            order=order_of(self.plan),
        )


def counts_of(units: Sequence[PlannedUnit]) -> tuple[int, int, int]:
    """Cases, official and reserve of these units: what somebody confirms before drawing."""
    found = [one.sample for one in units]
    return (
        sum(one.population for one in found),
        sum(one.official.n for one in found),
        sum(one.reserve.n for one in found),
    )


def method_of(plan: SamplingPlan) -> Method:
    """How the list of all units is drawn from: a simple sample of each unit is one by strata."""
    return Method.SYSTEMATIC if plan.method == "systematic" else Method.STRATIFIED


def order_of(plan: SamplingPlan) -> str:
    """What the order key of a case is."""
    return ORDER if method_of(plan) is Method.SYSTEMATIC else ""


def rules_of(plan: SamplingPlan) -> SamplingRules:
    """The plan as numbers."""
    return SamplingRules(
        size=SizeRule(plan.size),
        error=Fraction(plan.margin_percent, HUNDRED),
        rule=AllocationRule(plan.rule),
        minimum=plan.minimum,
        reserve=Fraction(plan.reserve_percent, HUNDRED),
    )


def planned_draw(
    units: Sequence[RoundUnitRecord], cases: Sequence[ListedCase], *, plan: SamplingPlan
) -> PlannedDraw:
    """Shares the sample of every unit out to its strata, for the draw itself."""
    listed = tuple(frame_case(case, plan=plan) for case in cases)
    counts: Populations = {unit.unit_code: Counter() for unit in units}
    for case, as_drawn in zip(cases, listed, strict=True):
        counts[case.unit_code][as_drawn.stratum] += 1
    return PlannedDraw(units=planned_units(units, counts, plan=plan), cases=listed, plan=plan)


def populations(counts: Sequence[CaseCount], *, plan: SamplingPlan) -> Populations:
    """Cases by unit and stratum, from what the database counted; units without are absent."""
    found: Populations = {}
    for one in counts:
        found.setdefault(one.unit_code, Counter())[_stratum(one, plan=plan)] += one.cases
    return found


def planned_units(
    units: Sequence[RoundUnitRecord], counts: Populations, *, plan: SamplingPlan
) -> tuple[PlannedUnit, ...]:
    """What the plan comes to in each of these units."""
    rules = rules_of(plan)
    return tuple(
        PlannedUnit(
            unit=unit, sample=unit_sample(counts[unit.unit_code], quota=unit.quota, rules=rules)
        )
        for unit in units
    )


def frame_case(case: ListedCase, *, plan: SamplingPlan) -> FrameCase:
    """The case as it is published: an opaque id, its stratum, and what it is sorted by."""
    return FrameCase(
        case_id=str(case.public_id),
        stratum=_stratum(case, plan=plan),
        order_key=case.returned_on.isoformat() if order_of(plan) else "",
    )


def _stratum(case: ListedCase | CaseCount, *, plan: SamplingPlan) -> str:
    parts = {"field": case.field, "district": case.district, "channel": case.channel}
    return stratum_name([case.unit_code, *(parts[name] for name in plan.strata)])

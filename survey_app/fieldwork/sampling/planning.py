"""What a sampling plan comes to, unit by unit, before anything is drawn."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.allocation import AllocationRule, stratum_name
from scoring.draw_plan import DrawPlan, Method
from scoring.frame_list import FrameCase
from scoring.sampling_plan import SamplingRules, SizeRule, UnitSample, unit_sample
from survey_app.db.rounds import RoundUnitRecord
from survey_app.db.samples import ListedCase
from survey_app.fieldwork.round_description import SamplingPlan

HUNDRED = 100
ORDER = "returned_on"
"""What a systematic draw sorts by: the day on which the result was given."""


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

    def as_draw_plan(self, list_name: str) -> DrawPlan:
        """Method and targets, under the name of the list."""
        return DrawPlan(
            list_name=list_name,
            method=method_of(self.plan),
            targets=tuple(target for one in self.units for target in one.sample.targets),
            order=order_of(self.plan),
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
    """Shares the sample of every unit out to its strata."""
    listed = tuple(frame_case(case, plan=plan) for case in cases)
    counts: dict[str, Counter[str]] = {unit.unit_code: Counter() for unit in units}
    for case, as_drawn in zip(cases, listed, strict=True):
        counts[case.unit_code][as_drawn.stratum] += 1
    return PlannedDraw(
        units=tuple(_planned(unit, counts[unit.unit_code], plan=plan) for unit in units),
        cases=listed,
        plan=plan,
    )


def _planned(
    unit: RoundUnitRecord, populations: Mapping[str, int], *, plan: SamplingPlan
) -> PlannedUnit:
    sample = unit_sample(populations, quota=unit.quota, rules=rules_of(plan))
    return PlannedUnit(unit=unit, sample=sample)


def frame_case(case: ListedCase, *, plan: SamplingPlan) -> FrameCase:
    """The case as it is published: an opaque id, its stratum, and what it is sorted by."""
    parts = {"field": case.field, "district": case.district, "channel": case.channel}
    return FrameCase(
        case_id=str(case.public_id),
        stratum=stratum_name([case.unit_code, *(parts[name] for name in plan.strata)]),
        order_key=case.returned_on.isoformat() if order_of(plan) else "",
    )

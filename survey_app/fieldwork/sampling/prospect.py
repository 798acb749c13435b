"""What a round would draw now: by its plan, from the units that have no sample yet."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from survey_app.db import plans, rounds, samples
from survey_app.db.rounds import RoundRecord, RoundUnitRecord
from survey_app.fieldwork.round_description import SamplingPlan
from survey_app.fieldwork.sampling.planning import (
    PlannedDraw,
    PlannedUnit,
    counts_of,
    planned_draw,
    planned_units,
    populations,
)
from survey_app.problems import Code, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What the plan comes to in the units that can be drawn from, in the order of the round.

    without_cases: surveyed units without a sample of which the frame has no case.
    """

    plan: SamplingPlan
    units: tuple[PlannedUnit, ...]
    without_cases: tuple[RoundUnitRecord, ...]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Cases, official and reserve of all units."""
        return counts_of(self.units)


def prospect(session: Session, found: RoundRecord, *, unit_codes: Collection[str] = ()) -> Prospect:
    """What would be drawn from these units, or from every surveyed unit without a sample.

    Counted by the database: no case is read, and nothing is drawn.
    """
    plan = sampling_plan_of(session, found)
    units = units_to_draw(session, found, unit_codes)
    counted = samples.count_cases(session, [unit.id for unit in units])
    counts = populations(counted, plan=plan)
    there = [unit for unit in units if unit.unit_code in counts]
    return Prospect(
        plan=plan,
        units=planned_units(there, counts, plan=plan),
        without_cases=tuple(unit for unit in units if unit.unit_code not in counts),
    )


def plan_sample(
    session: Session, found: RoundRecord, *, unit_codes: Collection[str] = ()
) -> tuple[PlannedUnit, ...]:
    """The same; Problem names the units without cases."""
    expected = prospect(session, found, unit_codes=unit_codes)
    _refuse_without_cases({unit.unit_code for unit in expected.without_cases})
    return expected.units


def plan_draw(
    session: Session, found: RoundRecord, *, unit_codes: Collection[str] = ()
) -> PlannedDraw:
    """The same with every case, for the draw itself."""
    plan = sampling_plan_of(session, found)
    units = units_to_draw(session, found, unit_codes)
    cases = samples.cases_of_units(session, [unit.id for unit in units])
    _refuse_without_cases({unit.unit_code for unit in units} - {case.unit_code for case in cases})
    return planned_draw(units, cases, plan=plan)


def sampling_plan_of(session: Session, found: RoundRecord) -> SamplingPlan:
    """The sampling plan that the round goes by; Problem where it has none."""
    kept = plans.plans_of(session, found.id).get("sampling")
    if kept is None:
        raise Problem(Code.ROUND_WITHOUT_SAMPLING_PLAN, {"round": found.code})
    return SamplingPlan.model_validate_json(kept.content)


def units_to_draw(
    session: Session, found: RoundRecord, unit_codes: Collection[str] = ()
) -> tuple[RoundUnitRecord, ...]:
    """The units to draw from, in the order of the round; Problem where there is none."""
    surveyed = [one for one in rounds.units_of_round(session, found.id) if not one.is_exempt]
    unknown = set(unit_codes) - {one.unit_code for one in surveyed}
    if unknown:
        raise Problem(Code.UNIT_UNKNOWN, {"unit": ", ".join(sorted(unknown))})
    drawn = {code for one in samples.draws_of_round(session, found.id) for code in one.unit_codes}
    if drawn & set(unit_codes):
        named = ", ".join(sorted(drawn & set(unit_codes)))
        raise Problem(Code.SAMPLE_UNITS_DRAWN, {"units": named})
    wanted = set(unit_codes) or {one.unit_code for one in surveyed} - drawn
    if not wanted:
        raise Problem(Code.SAMPLE_NO_UNITS)
    return tuple(one for one in surveyed if one.unit_code in wanted)


def _refuse_without_cases(unit_codes: Collection[str]) -> None:
    if unit_codes:
        raise Problem(Code.SAMPLE_WITHOUT_CASES, {"units": ", ".join(sorted(unit_codes))})

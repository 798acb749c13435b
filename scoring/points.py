"""From published shares to points of the administrative reform index, by a points plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from scoring.mixed_shares import Counted, mixed
from scoring.plans.points_plan import PerFactor, PointsPlan, Relative
from scoring.points_rules import Shares, by_rule
from scoring.points_steps import NoPoints, Step, StepCode, step


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitInputs:
    """What the points of one unit are made from.

    shares: its own. people: with a valid answer. group: relative points compare within it.
    maximum: of this unit, where it is not that of the plan; points are then scaled to it.
    adjustments: cases by the code of the adjustment; needed for each that the plan has.
    """

    shares: Shares
    people: int
    group: str = ""
    is_exempt: bool = False
    maximum: Decimal | None = None
    adjustments: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPointsResult:
    """The points of a unit, unrounded, or why it has none.

    maximum: points of the survey it could have; 0 when exempt. steps: the computation, in order.
    """

    points: Fraction | None
    maximum: Fraction
    reason: NoPoints | None
    steps: tuple[Step, ...]


def points_of(plan: PointsPlan, inputs: UnitInputs) -> UnitPointsResult:
    """The points of a unit on its own: it is its whole group, and no others are known."""
    return points_of_units(plan, {"": inputs})[""]


def points_of_units(
    plan: PointsPlan, units: Mapping[str, UnitInputs]
) -> Mapping[str, UnitPointsResult]:
    """The points of every unit by code.

    Units below others lend them their own shares. What relative points compare with are the
    shares of the units of a group that count: surveyed, and with enough people.
    """
    counted = {code: _counted(plan, code, units=units) for code in units}
    references = _references(plan, units, counted=counted)
    return {
        code: _result(plan, unit, counted=counted[code], reference=references.get(unit.group))
        for code, unit in units.items()
    }


def _counted(plan: PointsPlan, code: str, *, units: Mapping[str, UnitInputs]) -> Counted:
    unit = units[code]
    if reason := _hindrance(plan, unit):
        return Counted(shares=unit.shares, reason=reason, steps=())
    named = plan.mix.below.get(code, ()) if plan.mix is not None else ()
    if plan.mix is not None and named:
        below = [units[one] for one in named if one in units]
        lent = [one.shares for one in below if _hindrance(plan, one) is None]
        return mixed(plan.mix, unit.shares, below=lent, named=len(named))
    is_whole = unit.shares.share is not None and not isinstance(plan.rule, PerFactor)
    percent = 100 * (unit.shares.share or Fraction(0))
    steps = (step(StepCode.OWN_SHARE, percent=percent),) if is_whole else ()
    return Counted(shares=unit.shares, reason=None, steps=steps)


def _hindrance(plan: PointsPlan, unit: UnitInputs) -> NoPoints | None:
    if unit.is_exempt:
        return NoPoints.EXEMPT
    return NoPoints.TOO_FEW_PEOPLE if unit.people < plan.minimum_people else None


def _references(
    plan: PointsPlan, units: Mapping[str, UnitInputs], *, counted: Mapping[str, Counted]
) -> Mapping[str, Fraction]:
    """The share that relative points of each group compare with."""
    if not isinstance(plan.rule, Relative) or plan.rule.reference == "target":
        return {}
    of_group: dict[str, list[Fraction]] = {}
    for code, unit in units.items():
        found = counted[code]
        if found.reason is None and found.shares.share is not None:
            of_group.setdefault(unit.group, []).append(found.shares.share)
    is_best = plan.rule.reference == "best"
    return {
        group: max(shares) if is_best else sum(shares, Fraction(0)) / len(shares)
        for group, shares in of_group.items()
    }


def _result(
    plan: PointsPlan, unit: UnitInputs, *, counted: Counted, reference: Fraction | None
) -> UnitPointsResult:
    maximum = Fraction(plan.maximum if unit.maximum is None else unit.maximum)
    if counted.reason is not None:
        return _without(counted.reason, maximum=maximum, steps=counted.steps)
    outcome = by_rule(plan, counted.shares, reference=reference)
    steps = [*counted.steps, *outcome.steps]
    if any(one.code not in unit.adjustments for one in plan.adjustments):
        reason = NoPoints.ADJUSTMENT_NOT_GIVEN
        return _without(outcome.reason or reason, maximum=maximum, steps=tuple(steps))
    if outcome.points is None:
        reason = outcome.reason or NoPoints.NO_ANSWERS
        return _without(reason, maximum=maximum, steps=tuple(steps))
    points, scale = outcome.points, maximum / Fraction(plan.maximum)
    if scale != 1:
        points *= scale
        whole = Fraction(plan.maximum)
        steps.append(step(StepCode.SCALED, from_maximum=whole, to_maximum=maximum, points=points))
    points = _adjusted(plan, points, unit=unit, maximum=maximum, steps=steps)
    return UnitPointsResult(
        points=points,
        maximum=maximum,
        reason=None,
        steps=tuple(steps),
    )


def _adjusted(
    plan: PointsPlan, points: Fraction, *, unit: UnitInputs, maximum: Fraction, steps: list[Step]
) -> Fraction:
    """Adds and takes away, then keeps the points between the lowest and the maximum."""
    for one in plan.adjustments:
        cases = unit.adjustments[one.code]
        cases = cases if one.at_most is None else min(cases, one.at_most)
        each = Fraction(one.points)
        points += cases * each
        steps.append(step(StepCode.ADJUSTED, code=one.code, cases=cases, each=each, points=points))
    lowest = Fraction(plan.lowest)
    if points < lowest:
        steps.append(step(StepCode.RAISED_TO, points=lowest))
        return lowest
    if points > maximum:
        steps.append(step(StepCode.CUT_TO, points=maximum))
        return maximum
    return points


def _without(reason: NoPoints, *, maximum: Fraction, steps: tuple[Step, ...]) -> UnitPointsResult:
    is_exempt = reason is NoPoints.EXEMPT
    return UnitPointsResult(
        points=None,
        maximum=Fraction(0) if is_exempt else maximum,
        reason=reason,
        steps=steps,
    )

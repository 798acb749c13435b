"""The rules by which a share becomes points, each exact and with the steps it took."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.plans.points_plan import Bands, Linear, PerFactor, PointsPlan, Relative
from scoring.points_steps import NoPoints, Step, StepCode, step


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """The published share of a unit and of its factors, 0..1; None where nobody answered."""

    share: Fraction | None
    factors: Mapping[str, Fraction | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Points, or why there are none, and the steps so far."""

    points: Fraction | None
    reason: NoPoints | None
    steps: tuple[Step, ...]


def by_rule(plan: PointsPlan, shares: Shares, *, reference: Fraction | None) -> Outcome:
    """Points of shares before anything is added or taken away.

    reference: the share, 0..1, that relative points compare with.
    """
    if isinstance(plan.rule, PerFactor):
        return _per_factor(plan.rule, shares)
    if shares.share is None:
        return without(NoPoints.NO_ANSWERS)
    percent, maximum = 100 * shares.share, Fraction(plan.maximum)
    if isinstance(plan.rule, Linear):
        return _linear(plan.rule, percent, maximum=maximum)
    if isinstance(plan.rule, Bands):
        return _bands(plan.rule, percent)
    return _relative(plan.rule, percent, maximum=maximum, reference=reference)


def without(reason: NoPoints) -> Outcome:
    """No points, for a reason."""
    return Outcome(points=None, reason=reason, steps=())


def _with(points: Fraction, *steps: Step) -> Outcome:
    return Outcome(points=points, reason=None, steps=steps)


def _linear(rule: Linear, percent: Fraction, *, maximum: Fraction) -> Outcome:
    floor = Fraction(rule.floor_percent)
    if percent < floor:
        return _with(Fraction(0), step(StepCode.BELOW_FLOOR, percent=percent, floor=floor))
    points = percent * maximum / 100
    return _with(points, step(StepCode.LINEAR, percent=percent, maximum=maximum, points=points))


def _bands(rule: Bands, percent: Fraction) -> Outcome:
    band = next(band for band in rule.bands if percent >= Fraction(band.from_percent))
    points, start = Fraction(band.points), Fraction(band.from_percent)
    return _with(points, step(StepCode.BAND, percent=percent, from_percent=start, points=points))


def _per_factor(rule: PerFactor, shares: Shares) -> Outcome:
    total, steps = Fraction(0), []
    for code, most in sorted(rule.factors.items()):
        share = shares.factors.get(code)
        if share is None:
            return without(NoPoints.NO_ANSWERS)
        maximum = Fraction(most)
        total += share * maximum
        steps.append(
            step(
                StepCode.FACTOR,
                factor=code,
                percent=100 * share,
                maximum=maximum,
                points=share * maximum,
            )
        )
    return _with(total, *steps, step(StepCode.SUM, points=total))


def _relative(
    rule: Relative, percent: Fraction, *, maximum: Fraction, reference: Fraction | None
) -> Outcome:
    against = reference
    if rule.target_percent is not None:
        against = Fraction(rule.target_percent) / 100
    if not against:
        return without(NoPoints.NO_REFERENCE)
    points = min(percent / (100 * against), Fraction(1)) * maximum
    return _with(
        points,
        step(
            StepCode.RELATIVE,
            percent=percent,
            reference=100 * against,
            kind=rule.reference,
            maximum=maximum,
            points=points,
        ),
    )

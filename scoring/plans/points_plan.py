"""How the published share becomes points: a points plan, as frozen, checked data."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from questionnaires.items import PartCode
from questionnaires.text import Frozen, Line, NonEmpty
from scoring.plans.plan_parts import (
    Names,
    NotNegative,
    Percent,
    PlanId,
    Positive,
    Signed,
    UnitCode,
    Whole,
)
from scoring.plans.plan_problems import PlanCode, PlanFault, PlanRefused, fault


class Linear(Frozen):
    """Share × maximum; 0 below `floor_percent`."""

    kind: Literal["linear"]
    floor_percent: Percent = Decimal(0)


class PointsBand(Frozen):
    """From `from_percent` (included) up to the next better band: these points."""

    from_percent: Percent
    points: NotNegative


class Bands(Frozen):
    """Points by steps; bands from the best to the worst, the last one from 0."""

    kind: Literal["bands"]
    bands: NonEmpty[PointsBand]


class PerFactor(Frozen):
    """The sum of share × maximum of each factor; the maxima make the maximum of the plan."""

    kind: Literal["per_factor"]
    factors: dict[PartCode, Positive]


class Relative(Frozen):
    """Share / reference × maximum, at most the maximum.

    The reference is the best share of the group, the mean of the shares of its units, or a target.
    """

    kind: Literal["relative"]
    reference: Literal["best", "mean", "target"]
    target_percent: Annotated[Percent, Field(gt=0)] | None = None


Rule = Annotated[Linear | Bands | PerFactor | Relative, Field(discriminator="kind")]


class Mix(Frozen):
    """The share of a unit with others below it: its own desk and the mean of theirs.

    own, of_below: weights of the two, in any proportion. below: the codes of the units below each
    unit; a unit that is not named keeps its own share.
    """

    own: Positive
    of_below: Positive
    below: dict[UnitCode, NonEmpty[UnitCode]]


class Adjustment(Frozen):
    """Points that are added or, where negative, taken away for each case of something.

    at_most: cases that count; left out: all.
    """

    code: PartCode
    name: Names
    points: Signed
    at_most: Annotated[Whole, Field(ge=1)] | None = None


class PointsPlan(Frozen):
    """The points of the survey, with the document that says so.

    maximum: of the survey, within a total of `total`. exempt_total: of units that cannot be
    surveyed, whose index is a share of it; left out: that of the index plan. Units of a round have
    these totals where nothing else is said of them. lowest: points never fall
    below it, whatever is taken away; they never rise above the maximum. minimum_people: with fewer
    people there are no points.

    A plan that contradicts itself is refused with PlanRefused inside pydantic's ValidationError.
    """

    kind: Literal["points"]
    id: PlanId
    source: Line
    maximum: Positive
    total: Positive = Decimal(100)
    exempt_total: Positive | None = None
    rule: Rule
    mix: Mix | None = None
    adjustments: tuple[Adjustment, ...] = ()
    lowest: Signed = Decimal(0)
    minimum_people: Whole = 0

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        faults = tuple(_faults(self))
        if faults:
            raise PlanRefused(faults)
        return self


def _faults(plan: PointsPlan) -> Iterator[PlanFault]:
    maximum, total = str(plan.maximum), str(plan.total)
    if plan.maximum > plan.total:
        yield fault(PlanCode.MAXIMUM_ABOVE_TOTAL, "maximum", maximum=maximum, total=total)
    if plan.exempt_total is not None and plan.exempt_total > plan.total:
        exempt = str(plan.exempt_total)
        yield fault(PlanCode.EXEMPT_ABOVE_TOTAL, "exempt_total", exempt=exempt)
    if plan.lowest >= plan.maximum:
        lowest = str(plan.lowest)
        yield fault(PlanCode.LOWEST_ABOVE_MAXIMUM, "lowest", lowest=lowest, maximum=maximum)
    if isinstance(plan.rule, Bands):
        yield from _band_faults(plan.rule, maximum=plan.maximum)
    if isinstance(plan.rule, PerFactor) and sum(plan.rule.factors.values()) != plan.maximum:
        points = str(sum(plan.rule.factors.values()))
        path = ("rule", "factors")
        yield fault(PlanCode.FACTORS_NOT_MAXIMUM, *path, points=points, maximum=maximum)
    if isinstance(plan.rule, Relative):
        yield from _relative_faults(plan.rule)
    for unit, below in (plan.mix.below if plan.mix else {}).items():
        yield from _below_faults(unit, below)
    codes = Counter(adjustment.code for adjustment in plan.adjustments)
    for code in (code for code, times in codes.items() if times > 1):
        yield fault(PlanCode.CODE_TWICE, "adjustments", code=code)


def _band_faults(rule: Bands, *, maximum: Decimal) -> Iterator[PlanFault]:
    first, last, path = rule.bands[0], rule.bands[-1], ("rule", "bands")
    for at, (better, worse) in enumerate(pairwise(rule.bands), start=1):
        if worse.from_percent >= better.from_percent:
            yield fault(PlanCode.BANDS_NOT_FALLING, *path, at, "from_percent")
        if worse.points > better.points:
            yield fault(PlanCode.WORSE_BAND_HAS_MORE, *path, at, "points")
    if last.from_percent != 0:
        percent, at = str(last.from_percent), len(rule.bands) - 1
        yield fault(PlanCode.BANDS_WITHOUT_END, *path, at, "from_percent", percent=percent)
    if first.points != maximum:
        words = {"points": str(first.points), "maximum": str(maximum)}
        yield fault(PlanCode.BEST_BAND_NOT_MAXIMUM, *path, 0, "points", **words)


def _relative_faults(rule: Relative) -> Iterator[PlanFault]:
    if rule.reference == "target" and rule.target_percent is None:
        yield fault(PlanCode.TARGET_MISSING, "rule", "reference")
    if rule.reference != "target" and rule.target_percent is not None:
        path = ("rule", "target_percent")
        yield fault(PlanCode.TARGET_NOT_USED, *path, reference=rule.reference)


def _below_faults(unit: str, below: tuple[str, ...]) -> Iterator[PlanFault]:
    path = ("mix", "below", unit)
    if unit in below:
        yield fault(PlanCode.MIX_OF_ITSELF, *path, unit=unit)
    for code, times in Counter(below).items():
        if times > 1:
            yield fault(PlanCode.CODE_TWICE, *path, code=code)

"""How answers become the published share: a scoring plan, as frozen, checked data."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from questionnaires.items import ItemCode, PartCode
from questionnaires.text import Frozen, Line, NonEmpty
from scoring.effect_limits import EffectLimits
from scoring.indicator import Estimator
from scoring.plans.plan_parts import Names, Percent, PlanId, Positive
from scoring.plans.plan_problems import PlanCode, PlanFault, PlanRefused, fault
from scoring.publishing import Limits


class PlanFactor(Frozen):
    """A factor as the plan forms it, not as the questionnaire does."""

    code: PartCode
    name: Names
    items: NonEmpty[ItemCode]


class ScoringPlan(Frozen):
    """What is published of the answers to a questionnaire, with the document that says so.

    questionnaire: the id of the one it fits; left out: any. items: the criteria that count; left
    out: all that the questionnaire counts in its index. factors: if the plan forms them anew; left
    out: the sections of the questionnaire. satisfied: codes; left out: those of the scale.
    blanks: left out of both sums, or counted as not satisfied. weights: everybody counts once, or
    by the chance of being drawn. valid_from_percent: a form counts when so much of what was asked
    and applied is answered; 0: every form. limits: from when a score is shown and ranked.
    exclusion: from when on interviews that were excluded make it provisional, and of how many lots
    of re-checks one is made.

    A plan that contradicts itself is refused with PlanRefused inside pydantic's ValidationError.
    """

    kind: Literal["scoring"]
    id: PlanId
    source: Line
    questionnaire: PlanId | None = None
    items: tuple[ItemCode, ...] = ()
    factors: tuple[PlanFactor, ...] = ()
    estimator: Estimator
    factor_weights: dict[PartCode, Positive] = Field(default_factory=dict)
    overall_item: ItemCode | None = None
    satisfied: tuple[Annotated[int, Field(strict=True, ge=0, le=100)], ...] = ()
    blanks: Literal["left_out", "unsatisfied"]
    weights: Literal["none", "design"]
    valid_from_percent: Percent = Decimal(0)
    limits: Limits = Limits()
    exclusion: EffectLimits = EffectLimits()

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        faults = tuple(_faults(self))
        if faults:
            raise PlanRefused(faults)
        return self


def _faults(plan: ScoringPlan) -> Iterator[PlanFault]:
    yield from _item_faults(plan)
    yield from _estimator_faults(plan)
    for code in _repeated(plan.satisfied):
        yield fault(PlanCode.CODE_TWICE, "satisfied", code=str(code))
    limits = plan.limits
    if limits.people_to_rank < limits.minimum_people:
        rank, show = str(limits.people_to_rank), str(limits.minimum_people)
        yield fault(PlanCode.LIMITS_CROSSED, "limits", "people_to_rank", rank=rank, show=show)


def _item_faults(plan: ScoringPlan) -> Iterator[PlanFault]:
    if plan.items and plan.factors:
        yield fault(PlanCode.ITEMS_AND_FACTORS, "items")
    for item in _repeated(plan.items):
        yield fault(PlanCode.ITEM_TWICE, "items", item=str(item))
    seen: set[str] = set()
    codes: set[str] = set()
    for at, factor in enumerate(plan.factors):
        if factor.code in codes:
            yield fault(PlanCode.FACTOR_TWICE, "factors", at, "code", factor=factor.code)
        codes.add(factor.code)
        for place, item in enumerate(factor.items):
            if item in seen:
                yield fault(PlanCode.ITEM_TWICE, "factors", at, "items", place, item=item)
            seen.add(item)


def _estimator_faults(plan: ScoringPlan) -> Iterator[PlanFault]:
    estimator = plan.estimator
    if estimator is Estimator.WEIGHTED_FACTORS and not plan.factor_weights:
        yield fault(PlanCode.WEIGHTS_MISSING, "estimator")
    if estimator is not Estimator.WEIGHTED_FACTORS and plan.factor_weights:
        yield fault(PlanCode.WEIGHTS_NOT_USED, "factor_weights", estimator=estimator)
    if estimator is Estimator.OVERALL_ITEM and plan.overall_item is None:
        yield fault(PlanCode.OVERALL_ITEM_MISSING, "estimator")
    if estimator is not Estimator.OVERALL_ITEM and plan.overall_item is not None:
        yield fault(PlanCode.OVERALL_ITEM_NOT_USED, "overall_item", estimator=estimator)


def _repeated(values: tuple[object, ...]) -> list[object]:
    return [value for value, times in Counter(values).items() if times > 1]

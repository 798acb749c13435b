"""A scoring plan on a questionnaire: whether it fits, and the tallying rule that comes of it."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from questionnaires import Definition
from questionnaires.tree import Path
from scoring.indicator import Estimator, Indicator
from scoring.plans.plan_problems import PlanCode, PlanFault, PlanRefused, fault
from scoring.plans.points_plan import PerFactor, PointsPlan
from scoring.plans.scoring_plan import ScoringPlan
from scoring.rule import Factor, NotOneScale, ScoringRule, rule_of


def fitting_faults(plan: ScoringPlan, *, definition: Definition) -> tuple[PlanFault, ...]:
    """Everything that stands against scoring answers to this questionnaire by this plan."""
    try:
        found = _rule_of(definition)
    except PlanRefused as refused:
        return refused.faults
    return tuple(_faults(plan, of_questionnaire=found))


def rule_by(plan: ScoringPlan, *, definition: Definition) -> ScoringRule:
    """How answers are tallied by the plan.

    Raises PlanRefused when the plan does not fit the questionnaire.
    """
    found = _rule_of(definition)
    faults = tuple(_faults(plan, of_questionnaire=found))
    if faults:
        raise PlanRefused(faults)
    return ScoringRule(
        questionnaire=found.questionnaire,
        version_id=found.version_id,
        factors=_factors(plan, of_questionnaire=found),
        levels=found.levels,
        satisfied=frozenset(plan.satisfied) or found.satisfied,
        not_applicable=found.not_applicable,
        blank_counts=plan.blanks == "unsatisfied",
        valid_from=Fraction(plan.valid_from_percent) / 100,
        by_item=plan.estimator is Estimator.MEAN_OF_ITEMS,
    )


def indicator_by(plan: ScoringPlan) -> Indicator:
    """The figure that the plan publishes."""
    return Indicator(
        estimator=plan.estimator,
        weights=tuple(
            (code, Fraction(weight)) for code, weight in sorted(plan.factor_weights.items())
        ),
        item=plan.overall_item or "",
    )


def pair_faults(points: PointsPlan, *, rule: ScoringRule) -> tuple[PlanFault, ...]:
    """What stands against points by this plan for scores that are tallied by that rule."""
    if not isinstance(points.rule, PerFactor):
        return ()
    known = {factor.code for factor in rule.factors}
    path, words = ("rule", "factors"), _list(known)
    unknown = [code for code in points.rule.factors if code not in known]
    missing = sorted(known - set(points.rule.factors))
    return (
        *(
            fault(PlanCode.POINTS_OF_UNKNOWN_FACTOR, *path, code, factor=code, known=words)
            for code in unknown
        ),
        *(
            fault(PlanCode.FACTOR_WITHOUT_POINTS, *path, factor=code, known=words)
            for code in missing
        ),
    )


def _rule_of(definition: Definition) -> ScoringRule:
    """Its own rule; raises PlanRefused where no plan fits it."""
    try:
        return rule_of(definition)
    except NotOneScale as error:
        words = {"questionnaire": definition.id}
        raise PlanRefused((fault(PlanCode.NOT_ONE_SCALE, "questionnaire", **words),)) from error


def _factors(plan: ScoringPlan, *, of_questionnaire: ScoringRule) -> tuple[Factor, ...]:
    if plan.factors:
        return tuple(Factor(code=factor.code, items=factor.items) for factor in plan.factors)
    if not plan.items:
        return of_questionnaire.factors
    wanted = set(plan.items)
    kept = (
        Factor(code=factor.code, items=tuple(item for item in factor.items if item in wanted))
        for factor in of_questionnaire.factors
    )
    return tuple(factor for factor in kept if factor.items)


def _faults(plan: ScoringPlan, *, of_questionnaire: ScoringRule) -> Iterator[PlanFault]:
    found = of_questionnaire
    if plan.questionnaire is not None and plan.questionnaire != found.questionnaire:
        words = {"expected": plan.questionnaire, "found": found.questionnaire}
        yield fault(PlanCode.OTHER_QUESTIONNAIRE, "questionnaire", **words)
    yield from _unknown_items(plan, known=found.items)
    factors = _factors(plan, of_questionnaire=found)
    items = [item for factor in factors for item in factor.items]
    if plan.overall_item is not None and plan.overall_item not in items:
        words = {"item": plan.overall_item, "known": _list(items)}
        yield fault(PlanCode.OVERALL_ITEM_OUTSIDE, "overall_item", **words)
    if plan.factor_weights:
        yield from _weight_faults(plan, codes=[factor.code for factor in factors])
    yield from _satisfied_faults(plan, levels=found.levels)


def _unknown_items(plan: ScoringPlan, *, known: tuple[str, ...]) -> Iterator[PlanFault]:
    places: list[tuple[Path, str]] = [(("items", at), item) for at, item in enumerate(plan.items)]
    places += [
        (("factors", number, "items", at), item)
        for number, factor in enumerate(plan.factors)
        for at, item in enumerate(factor.items)
    ]
    for path, item in places:
        if item not in known:
            yield fault(PlanCode.NOT_AN_INDEX_ITEM, *path, item=item, known=_list(known))


def _weight_faults(plan: ScoringPlan, *, codes: list[str]) -> Iterator[PlanFault]:
    for code in plan.factor_weights:
        if code not in codes:
            path = ("factor_weights", code)
            words = {"factor": code, "known": _list(codes)}
            yield fault(PlanCode.WEIGHT_OF_UNKNOWN_FACTOR, *path, **words)
    for code in codes:
        if code not in plan.factor_weights:
            yield fault(PlanCode.FACTOR_WITHOUT_WEIGHT, "factor_weights", factor=code)


def _satisfied_faults(plan: ScoringPlan, *, levels: tuple[int, ...]) -> Iterator[PlanFault]:
    for at, code in enumerate(plan.satisfied):
        if code not in levels:
            words = {"code": str(code), "known": ", ".join(map(str, levels))}
            yield fault(PlanCode.SATISFIED_NOT_OFFERED, "satisfied", at, **words)
    if set(plan.satisfied) >= set(levels):
        yield fault(PlanCode.ALL_SATISFIED, "satisfied")


def _list(codes: Iterable[str]) -> str:
    return ", ".join(sorted(codes))

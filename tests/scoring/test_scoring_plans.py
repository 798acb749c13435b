"""Scoring plans: what they come to on a questionnaire, and what is wrong with them."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from questionnaires import shipped_definition
from scoring.indicator import POOLED_SHARE
from scoring.plans.canonical import canonical_plan, plan_version
from scoring.plans.fitting import fitting_faults, indicator_by, rule_by
from scoring.plans.plan_problems import PlanCode, PlanRefused
from scoring.plans.scoring_plan import ScoringPlan
from scoring.plans.shipped import USUAL_PLAN, scoring_plan, scoring_plan_ids
from scoring.rule import rule_of

VERSIONS = {"commune-2023": "38b6d5063d00", "ha-nam-2022": "4b6b0a6eb33f"}
"""How rounds and results of before name these plans."""


def plan_of(**changes: object) -> ScoringPlan:
    return ScoringPlan.model_validate(
        {
            "kind": "scoring",
            "id": "thu",
            "source": "Kế hoạch thử",
            "estimator": "pooled",
            "blanks": "left_out",
            "weights": "none",
            **changes,
        }
    )


def refused(**changes: object) -> set[PlanCode]:
    with pytest.raises(ValidationError) as caught:
        plan_of(**changes)
    cause = caught.value.errors()[0]["ctx"]["error"]
    assert isinstance(cause, PlanRefused)
    return {one.code for one in cause.faults}


def test_shipped__scoring_plans__fit_the_shipped_questionnaire_and_say_their_source() -> None:
    definition = shipped_definition("sipas-22")

    assert scoring_plan_ids() == ("commune-2023", "ha-nam-2022")
    for plan_id in scoring_plan_ids():
        plan = scoring_plan(plan_id)
        assert plan.id == plan_id
        assert "Quyết định" in plan.source or "Kế hoạch" in plan.source
        assert fitting_faults(plan, definition=definition) == ()


def test_plan_version__shipped_plans__are_those_of_before_limits_of_exclusion() -> None:
    versions = {plan_id: plan_version(scoring_plan(plan_id))[:12] for plan_id in scoring_plan_ids()}

    assert versions == VERSIONS
    plain = plan_of()
    assert plan_version(plan_of(exclusion={"most_percent": 5})) == plan_version(plain)
    assert plan_version(plan_of(exclusion={"most_percent": 6})) != plan_version(plain)


def test_rule_by__usual_plan__the_rule_of_the_questionnaire() -> None:
    definition = shipped_definition("sipas-22")

    assert rule_by(scoring_plan(USUAL_PLAN), definition=definition) == rule_of(definition)
    assert indicator_by(scoring_plan(USUAL_PLAN)) == POOLED_SHARE


def test_rule_by__items_and_levels_of_the_plan__only_those() -> None:
    definition = shipped_definition("sipas-22")
    plan = plan_of(
        items=["q11", "q12", "q51"],
        estimator="mean_of_items",
        satisfied=[5],
        blanks="unsatisfied",
        valid_from_percent="80",
    )

    rule = rule_by(plan, definition=definition)

    assert {factor.code: factor.items for factor in rule.factors} == {
        "F1": ("q11", "q12"),
        "F5": ("q51",),
    }
    assert (rule.satisfied, rule.blank_counts, rule.by_item) == (frozenset({5}), True, True)
    assert rule.valid_from == Fraction(4, 5)


def test_rule_by__factors_of_the_plan__its_items_in_its_order() -> None:
    factors = [
        {"code": "K1", "name": {"vi": "Con người", "en": "People"}, "items": ["q31", "q11"]},
        {"code": "K2", "name": {"vi": "Kết quả", "en": "Result"}, "items": ["q41"]},
    ]
    plan = plan_of(factors=factors, estimator="weighted_factors", factor_weights={"K1": 2, "K2": 3})

    rule = rule_by(plan, definition=shipped_definition("sipas-22"))

    assert rule.items == ("q31", "q11", "q41")
    assert indicator_by(plan).weights == (("K1", Fraction(2)), ("K2", Fraction(3)))


def test_fitting_faults__plan_for_something_else__all_said_at_once() -> None:
    plan = plan_of(
        questionnaire="khac",
        items=["q11", "q99"],
        estimator="weighted_factors",
        factor_weights={"F9": 1},
        satisfied=[4, 7],
    )

    faults = fitting_faults(plan, definition=shipped_definition("sipas-22"))

    assert [one.code for one in faults] == [
        PlanCode.OTHER_QUESTIONNAIRE,
        PlanCode.NOT_AN_INDEX_ITEM,
        PlanCode.WEIGHT_OF_UNKNOWN_FACTOR,
        PlanCode.FACTOR_WITHOUT_WEIGHT,
        PlanCode.SATISFIED_NOT_OFFERED,
    ]
    with pytest.raises(PlanRefused, match="q99"):
        rule_by(plan, definition=shipped_definition("sipas-22"))


def test_fitting_faults__overall_item_outside_the_plan__said() -> None:
    plan = plan_of(items=["q11"], estimator="overall_item", overall_item="q12")

    faults = fitting_faults(plan, definition=shipped_definition("sipas-22"))

    assert [one.code for one in faults] == [PlanCode.OVERALL_ITEM_OUTSIDE]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"items": ["q11", "q11"]}, PlanCode.ITEM_TWICE),
        ({"estimator": "weighted_factors"}, PlanCode.WEIGHTS_MISSING),
        ({"factor_weights": {"F1": 1}}, PlanCode.WEIGHTS_NOT_USED),
        ({"estimator": "overall_item"}, PlanCode.OVERALL_ITEM_MISSING),
        ({"overall_item": "q11"}, PlanCode.OVERALL_ITEM_NOT_USED),
        ({"satisfied": [4, 4]}, PlanCode.CODE_TWICE),
        ({"limits": {"people_to_rank": 5}}, PlanCode.LIMITS_CROSSED),
    ],
)
def test_scoring_plan__contradicts_itself__refused(
    changes: dict[str, object], code: PlanCode
) -> None:
    assert refused(**changes) == {code}


def test_canonical_plan__same_rules_written_otherwise__same_version() -> None:
    plan = plan_of(valid_from_percent="80.0", limits={"minimum_people": 10})
    same = plan_of(valid_from_percent=80)
    other = plan_of(valid_from_percent=81)

    assert plan_version(plan) == plan_version(same) != plan_version(other)
    assert ScoringPlan.model_validate_json(canonical_plan(plan)) == plan

"""The plan of re-checks: the shipped one, and what is wrong with others, all at once."""

import json
from importlib import resources

import pytest

from scoring.plans.canonical import plan_version
from scoring.plans.reading import read_plan
from scoring.recheck.acceptance_plan import acceptance_plan
from scoring.recheck.recheck_plan import RecheckPlan, recheck_plan, recheck_plan_ids

SHIPPED = (resources.files("scoring.recheck") / "plans" / "hai-long-1.json").read_text("utf-8")


def faults(text: str) -> list[str]:
    reading = read_plan(text.encode())
    assert reading.plan is None
    return [f"{fault.where}: {fault.code}" for fault in reading.faults]


def changed(**parts: object) -> str:
    """The shipped plan on one line a key, with other parts."""
    content = {**json.loads(SHIPPED), **parts}
    return "\n".join(f"{key}: {json.dumps(value)}" for key, value in content.items())


def test_shipped__numbers__those_that_were_proposed() -> None:
    plan = recheck_plan()

    assert recheck_plan_ids() == ("hai-long-1", "hai-long-2", "hai-long-three-stages")
    assert (plan.share_percent, plan.opening.share_percent, plan.opening.days) == (10, 20, 5)
    assert (plan.opening.minimum_days, plan.opening.minimum_per_enumerator) == (3, 3)
    assert (plan.minimum_per_enumerator, plan.minimum_per_enumerator_week) == (10, 1)
    assert (plan.minimum_per_unit, plan.unit_lot_from, plan.risk_percent) == (3, 20, 5)
    assert (plan.deadline.hours, plan.deadline.latest_days) == (48, 7)
    assert (len(plan.facts), plan.opinion_items) == (6, 8)
    assert plan.acceptance == acceptance_plan()


def test_read_plan__shipped_file__as_it_is_loaded_and_canonical() -> None:
    reading = read_plan(SHIPPED.encode())
    in_yaml = read_plan(changed().encode())

    assert isinstance(reading.plan, RecheckPlan)
    assert reading.plan == in_yaml.plan == recheck_plan("hai-long-1")
    assert plan_version(recheck_plan("hai-long-1")) == plan_version(reading.plan)
    assert plan_version(recheck_plan("hai-long-1")) != plan_version(
        recheck_plan("hai-long-1").model_copy(update={"share_percent": 11})
    )


def test_read_plan__faults_of_shape__all_with_their_lines() -> None:
    text = changed(
        share_percent=0,
        minimum_per_unit="3",
        risk_percent=True,
        opening={"days": 5, "share_prcent": 20, "minimum_days": 3, "minimum_per_enumerator": 3},
        facts=[],
        opinion_rotation="by_hand",
    )

    assert faults(text) == [
        "share_percent (line 4): outside_limits",
        "opening, share_percent (line 5): missing_key",
        "opening, share_prcent (line 5): unknown_key",
        "minimum_per_unit (line 8): wrong_kind",
        "risk_percent (line 10): wrong_kind",
        "facts (line 14): empty_list",
        "opinion_rotation (line 16): not_one_of",
    ]
    repairs = " ".join(fault.repair_text for fault in read_plan(text.encode()).faults)
    assert "“share_percent”" in repairs


def test_read_plan__contradictions__all_with_their_lines() -> None:
    text = changed(
        opening={"days": 2, "share_percent": 5, "minimum_days": 3, "minimum_per_enumerator": 11},
        deadline={"hours": 48, "latest_days": 1},
        contact={"attempts": 1, "days": 2},
        facts=["person_ok", "person_ok"],
    )

    assert faults(text) == [
        "opening, share_percent (line 5): opening_is_less",
        "opening, minimum_days (line 5): opening_too_short",
        "opening, minimum_per_enumerator (line 5): opening_above_all",
        "deadline, latest_days (line 11): latest_before_usual",
        "contact, days (line 12): more_days_than_attempts",
        "facts (line 14): code_twice",
    ]


@pytest.mark.parametrize(
    ("part", "value", "found"),
    [
        ("good", "3 %", "acceptance, good (line 18): bad_code"),
        ("good", "0.3", "acceptance (line 18): malformed"),
        ("stages", [{"checked": 10, "accept": 0}], "acceptance, stages, 1, reject (line 18): "),
    ],
)
def test_read_plan__acceptance_that_is_none__at_its_place(part, value, found) -> None:
    acceptance = {**json.loads(SHIPPED)["acceptance"], part: value}

    (fault,) = faults(changed(acceptance=acceptance))

    assert fault.startswith(found)

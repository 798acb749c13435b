"""Files of plans: what is wrong with them, all at once, with place and repair."""

from importlib import resources

import pytest

from questionnaires import shipped_definition
from scoring.plans.fitting import fitting_faults, pair_faults
from scoring.plans.points_plan import PointsPlan
from scoring.plans.reading import read_plan
from scoring.plans.scoring_plan import ScoringPlan
from scoring.plans.shipped import points_plan, scoring_plan
from scoring.rule import rule_of

SCORING = """\
kind: scoring
id: thu-2026
source: Quyết định 12/QĐ-UBND
estimator: weighted_factors
factor_weights: {F1: 1, F2: 1, F3: 2.5, F4: 1, F5: 0.5}
blanks: left_out
weights: design
valid_from_percent: 80
limits: {people_to_rank: 50}
"""
POINTS = """\
kind: points
id: thu-2026
source: Quyết định 12/QĐ-UBND
maximum: 10
rule:
  kind: bands
  bands:
    - {from_percent: 90, points: 10}
    - {from_percent: 0, points: 0}
"""


def faults(text: str) -> list[str]:
    reading = read_plan(text.encode())
    assert reading.plan is None
    return [f"{fault.where}: {fault.code}" for fault in reading.faults]


def test_read_plan__sound_files__plans() -> None:
    scoring, points = read_plan(SCORING.encode()), read_plan(POINTS.encode())

    assert (scoring.faults, points.faults) == ((), ())
    assert isinstance(scoring.plan, ScoringPlan)
    assert isinstance(points.plan, PointsPlan)
    assert scoring.plan.limits.people_to_rank == 50


@pytest.mark.parametrize("folder", ["scoring_plans", "points_plans"])
def test_read_plan__shipped_files__as_they_are_loaded(folder: str) -> None:
    for entry in (resources.files("scoring.plans") / folder).iterdir():
        plan_id = entry.name.removesuffix(".json")
        shipped = scoring_plan(plan_id) if folder == "scoring_plans" else points_plan(plan_id)

        assert read_plan(entry.read_bytes()).plan == shipped


def test_read_plan__many_faults_of_shape__each_with_its_line() -> None:
    text = SCORING.replace("id: thu-2026", "id: Thử")
    text = text.replace("estimator: weighted_factors", "estimator: pooling")
    text = text.replace("left_out", "leftout").replace("weights: design\n", "")
    text = text.replace("F3: 2.5", "F3: 0").replace("people_to_rank", "people_to_rnk")

    found = faults(text)

    assert found == [
        "weights (line 1): missing_key",
        "id (line 2): bad_code",
        "estimator (line 4): not_one_of",
        "factor_weights, F3 (line 5): outside_limits",
        "blanks (line 6): not_one_of",
        "limits, people_to_rnk (line 8): unknown_key",
    ]
    repairs = " ".join(fault.repair_text for fault in read_plan(text.encode()).faults)
    assert "“pooled”" in repairs
    assert "“people_to_rank”" in repairs


def test_read_plan__contradictions__each_with_its_line() -> None:
    text = POINTS.replace("points: 10}", "points: 8}").replace("percent: 0", "percent: 95")

    assert faults(text) == [
        "rule, bands, 1, points (line 8): best_band_not_maximum",
        "rule, bands, 2, from_percent (line 9): bands_not_falling",
        "rule, bands, 2, from_percent (line 9): bands_without_end",
    ]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("{kind: lineal}", "rule (line 5): not_one_of"),
        ("{floor_percent: 5}", "rule (line 5): missing_key"),
        ("{kind: linear, floor: 5}", "rule, floor (line 5): unknown_key"),
        ("{kind: linear, floor_percent: true}", "rule, floor_percent (line 5): wrong_kind"),
        ("{kind: per_factor, factors: {1F: 10}}", "rule, factors, 1F (line 5): bad_code"),
        ("[]", "rule (line 5): wrong_kind"),
    ],
)
def test_read_plan__rule_of_points__fault_at_its_place(rule: str, found: str) -> None:
    text = POINTS[: POINTS.index("rule:")] + f"rule: {rule}\n"

    assert faults(text) == [found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "line 1: file_empty"),
        ("- 1\n", "kind (line 1): unknown_kind"),
        ("kind: index\n", "kind (line 1): unknown_kind"),
        ("kind: [", "line 1: yaml_syntax"),
    ],
)
def test_read_plan__no_plan_at_all__said(text: str, found: str) -> None:
    assert faults(text) == [found]


def test_located__plan_that_does_not_fit__faults_at_their_lines() -> None:
    text = SCORING.replace("F5: 0.5", "F6: 0.5") + "items: [q11, q99]\n"
    reading = read_plan(text.encode())
    assert isinstance(reading.plan, ScoringPlan)

    found = fitting_faults(reading.plan, definition=shipped_definition("sipas-22"))

    places = [f"{one.where}: {one.code}" for one in reading.located(found)]
    assert places[0] == "items, 2 (line 10): not_an_index_item"
    assert "factor_weights, F6 (line 5): weight_of_unknown_factor" in places


def test_pair_faults__points_of_other_factors__said() -> None:
    text = POINTS[: POINTS.index("rule:")] + "rule: {kind: per_factor, factors: {F1: 4, FX: 6}}\n"
    reading = read_plan(text.encode())
    assert isinstance(reading.plan, PointsPlan)

    found = pair_faults(reading.plan, rule=rule_of(shipped_definition("sipas-22")))

    assert [one.details["factor"] for one in found] == ["FX", "F2", "F3", "F4", "F5"]

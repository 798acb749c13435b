"""Points from shares: every rule by hand, its steps, and what holds for any share."""

import csv
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scoring.plans.plan_problems import PlanCode, PlanRefused
from scoring.plans.points_plan import PointsPlan
from scoring.plans.shipped import USUAL_PLAN, points_plan, points_plan_ids
from scoring.points import UnitInputs, UnitPointsResult, points_of, points_of_units
from scoring.points_rules import Shares
from scoring.points_steps import NoPoints, StepCode, step
from scoring.rounding import half_up

DATA = Path(__file__).parent.parent / "data"
BANDS = {
    "kind": "bands",
    "bands": [
        {"from_percent": 90, "points": 10},
        {"from_percent": 80, "points": "7.5"},
        {"from_percent": 0, "points": 0},
    ],
}


def plan_of(rule: Mapping[str, object], **changes: object) -> PointsPlan:
    return PointsPlan.model_validate(
        {
            "kind": "points",
            "id": "thu",
            "source": "Quyết định thử",
            "maximum": 10,
            "rule": rule,
            **changes,
        }
    )


def refused(rule: Mapping[str, object], **changes: object) -> set[PlanCode]:
    with pytest.raises(ValidationError) as caught:
        plan_of(rule, **changes)
    cause = caught.value.errors()[0]["ctx"]["error"]
    assert isinstance(cause, PlanRefused)
    return {one.code for one in cause.faults}


def inputs(percent: object, **changes: object) -> UnitInputs:
    share = None if percent is None else Fraction(str(percent)) / 100
    given: dict[str, object] = {
        "shares": Shares(share=share, factors={}),
        "people": 100,
        **changes,
    }
    return UnitInputs(**given)


def points(plan: PointsPlan, percent: object, **changes: object) -> Fraction | None:
    return points_of(plan, inputs(percent, **changes)).points


def test_points_of__hanam_2022__the_published_points_of_all_22_units_exactly() -> None:
    """The shares that the published points stand for give them back, to the last digit."""
    with (DATA / "hanam-2022-points.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    plan = points_plan(USUAL_PLAN)
    units = {
        row["unit_code"]: inputs(
            Fraction(row["satisfaction_points"]) * 10 if row["satisfaction_points"] else None,
            group=row["unit_group"],
            is_exempt=not row["satisfaction_points"],
        )
        for row in rows
    }

    results = points_of_units(plan, units)

    surveyed = [row for row in rows if row["satisfaction_points"]]
    assert (len(surveyed), len(rows)) == (22, 25)
    for row in rows:
        result = results[row["unit_code"]]
        if row["satisfaction_points"]:
            assert str(half_up(result.points or Fraction(0))) == row["satisfaction_points"]
            assert result.maximum == 10
        else:
            assert (result.points, result.reason) == (None, NoPoints.EXEMPT)
            assert (result.maximum, plan.exempt_total) == (0, Fraction(row["max_points"]))


def test_points_of__linear__exact_until_print_with_its_steps() -> None:
    plan = points_plan(USUAL_PLAN)
    share = Fraction(1291, 1350)

    result = points_of(plan, UnitInputs(shares=Shares(share=share, factors={}), people=60))

    assert result == UnitPointsResult(
        points=10 * share,
        maximum=Fraction(10),
        reason=None,
        steps=(
            step(StepCode.OWN_SHARE, percent=100 * share),
            step(
                StepCode.LINEAR,
                percent=100 * share,
                maximum=Fraction(10),
                points=10 * share,
            ),
        ),
    )


@pytest.mark.parametrize(
    ("percent", "expected"),
    [("59.99", 0), (60, 6), ("95.5", Fraction("9.55")), (100, 10)],
)
def test_points_of__linear_with_a_floor__nothing_below_it(
    percent: object, expected: Fraction
) -> None:
    plan = plan_of({"kind": "linear", "floor_percent": 60})

    assert points(plan, percent) == expected


@pytest.mark.parametrize(
    ("percent", "expected"),
    [(100, 10), (90, 10), ("89.999", Fraction("7.5")), (80, Fraction("7.5")), ("79.9", 0), (0, 0)],
)
def test_points_of__bands__their_lower_end_belongs_to_them(
    percent: object, expected: Fraction
) -> None:
    assert points(plan_of(BANDS), percent) == expected


def test_points_of__per_factor__sum_of_the_factors() -> None:
    """0.9 × 4 + 0.75 × 6 = 8.1, whatever the share of the whole."""
    plan = plan_of({"kind": "per_factor", "factors": {"F1": 4, "F2": 6}})
    shares = Shares(share=Fraction(1, 2), factors={"F1": Fraction(9, 10), "F2": Fraction(3, 4)})

    result = points_of(plan, UnitInputs(shares=shares, people=50))

    assert result.points == Fraction("8.1")
    assert [one.code for one in result.steps] == [
        StepCode.FACTOR,
        StepCode.FACTOR,
        StepCode.SUM,
    ]
    assert result.steps[1].numbers == {
        "factor": "F2",
        "percent": 75,
        "maximum": 6,
        "points": Fraction("4.5"),
    }


def test_points_of__factor_nobody_answered__no_points() -> None:
    plan = plan_of({"kind": "per_factor", "factors": {"F1": 4, "F2": 6}})
    shares = Shares(share=Fraction(1, 2), factors={"F1": Fraction(1, 2), "F2": None})

    result = points_of(plan, UnitInputs(shares=shares, people=50))

    assert (result.points, result.reason) == (None, NoPoints.NO_ANSWERS)


def test_points_of_units__relative_to_the_best__within_the_group() -> None:
    plan = plan_of({"kind": "relative", "reference": "best"})

    results = points_of_units(
        plan,
        {
            "A": inputs(80, group="department"),
            "B": inputs(60, group="department"),
            "C": inputs(90, group="district"),
            "D": inputs(100, group="department", is_exempt=True),
        },
    )

    assert {code: one.points for code, one in results.items()} == {
        "A": 10,
        "B": Fraction("7.5"),
        "C": 10,
        "D": None,
    }


def test_points_of_units__relative_to_the_mean__no_more_than_the_maximum() -> None:
    """The mean of 90, 80 and 70 is 80; 70/80 of 10 is 8.75."""
    plan = plan_of({"kind": "relative", "reference": "mean"})

    results = points_of_units(plan, {"A": inputs(90), "B": inputs(80), "C": inputs(70)})

    assert [one.points for one in results.values()] == [10, 10, Fraction("8.75")]


def test_points_of__relative_to_a_target__of_the_plan() -> None:
    plan = plan_of({"kind": "relative", "reference": "target", "target_percent": 95})

    assert (points(plan, 76), points(plan, 97)) == (8, 10)


def test_points_of_units__best_of_the_group_is_nothing__nothing_to_compare_with() -> None:
    plan = plan_of({"kind": "relative", "reference": "best"})

    result = points_of(plan, inputs(0))

    assert (result.points, result.reason) == (None, NoPoints.NO_REFERENCE)


def test_points_of_units__units_too_small__do_not_set_the_mark() -> None:
    plan = plan_of({"kind": "relative", "reference": "best"}, minimum_people=30)

    results = points_of_units(plan, {"A": inputs(100, people=29), "B": inputs(80, people=30)})

    assert (results["A"].points, results["A"].reason) == (None, NoPoints.TOO_FEW_PEOPLE)
    assert results["B"].points == 10


def adjusted(**changes: object) -> PointsPlan:
    adjustments = [
        {"code": "late", "name": {"vi": "Muộn", "en": "Late"}, "points": "-0.25", "at_most": 4},
        {"code": "prize", "name": {"vi": "Thưởng", "en": "Prize"}, "points": 1},
    ]
    return plan_of({"kind": "linear"}, adjustments=adjustments, **changes)


@pytest.mark.parametrize(
    ("percent", "late", "prize", "expected"),
    [
        (80, 0, 0, Fraction(8)),
        (80, 3, 0, Fraction("7.25")),
        (80, 9, 0, Fraction(7)),
        (80, 1, 1, Fraction("8.75")),
        (95, 0, 2, Fraction(10)),
        (5, 4, 0, Fraction(0)),
    ],
)
def test_points_of__bonus_and_penalty__counted_up_to_their_limits(
    percent: object, late: int, prize: int, expected: Fraction
) -> None:
    assert points(adjusted(), percent, adjustments={"late": late, "prize": prize}) == expected


def test_points_of__failing_condition__points_below_nothing_where_the_plan_says_so() -> None:
    """As in QĐ 619/QĐ-TTg 2017: a condition that is not met scores 0 and minus 0.25."""
    plan = adjusted(lowest="-0.25")

    result = points_of(plan, inputs(0, adjustments={"late": 2, "prize": 0}))

    assert result.points == Fraction("-0.25")
    assert result.steps[-1] == step(StepCode.RAISED_TO, points=Fraction("-0.25"))


def test_points_of__cases_nobody_counted__no_points_rather_than_none_taken_away() -> None:
    result = points_of(adjusted(), inputs(90, adjustments={"late": 0}))

    assert (result.points, result.reason) == (None, NoPoints.ADJUSTMENT_NOT_GIVEN)


def mixing(**changes: object) -> PointsPlan:
    mix = {"own": 60, "of_below": 40, "below": {"H": ["X1", "X2", "X3"]}}
    return plan_of({"kind": "linear"}, mix=mix, **changes)


def test_points_of_units__district_with_communes__own_desk_and_the_mean_of_theirs() -> None:
    """0.6 × 90 + 0.4 × mean(80, 70) = 84; X3 is too small to lend its share."""
    units = {
        "H": inputs(90, group="district"),
        "X1": inputs(80),
        "X2": inputs(70),
        "X3": inputs(10, people=5),
    }

    results = points_of_units(mixing(minimum_people=10), units)

    assert results["H"].points == Fraction("8.4")
    assert results["X1"].points == 8
    assert results["H"].steps[0] == step(
        StepCode.MIXED_SHARE,
        own=Fraction(90),
        own_weight=Fraction(60),
        below=Fraction(75),
        below_weight=Fraction(40),
        units=2,
        of_units=3,
        percent=Fraction(84),
    )


@pytest.mark.parametrize(
    ("own", "below", "reason"),
    [(90, None, NoPoints.NOTHING_BELOW), (None, 80, NoPoints.NO_ANSWERS)],
)
def test_points_of_units__one_side_of_the_mix_missing__no_points(
    own: object, below: object, reason: NoPoints
) -> None:
    results = points_of_units(mixing(), {"H": inputs(own), "X1": inputs(below)})

    assert (results["H"].points, results["H"].reason) == (None, reason)


def test_points_of_units__mix_factor_by_factor__blended_before_the_points() -> None:
    mix = {"own": 1, "of_below": 1, "below": {"H": ["X1"]}}
    plan = plan_of({"kind": "per_factor", "factors": {"F1": 10}}, mix=mix)
    of = [
        UnitInputs(shares=Shares(share=share, factors={"F1": share}), people=50)
        for share in (Fraction(1), Fraction(1, 2))
    ]

    results = points_of_units(plan, {"H": of[0], "X1": of[1]})

    assert (results["H"].points, results["X1"].points) == (Fraction("7.5"), 5)


def test_points_of__unit_with_another_maximum__scaled_to_it_and_said() -> None:
    result = points_of(plan_of(BANDS), inputs(85, maximum=20))

    assert (result.points, result.maximum) == (15, 20)
    assert result.steps[-1] == step(
        StepCode.SCALED,
        from_maximum=Fraction(10),
        to_maximum=Fraction(20),
        points=Fraction(15),
    )


@pytest.mark.parametrize(("people", "reason"), [(29, NoPoints.TOO_FEW_PEOPLE), (30, None)])
def test_points_of__commune_plan__24_points_from_30_people_on(
    people: int, reason: NoPoints | None
) -> None:
    result = points_of(points_plan("commune-2023"), inputs("87.5", people=people))

    assert (result.points, result.reason) == (None if reason else 21, reason)


def test_points_of__nobody_answered__no_points() -> None:
    assert points_of(points_plan(USUAL_PLAN), inputs(None)).reason is NoPoints.NO_ANSWERS


RULES = [
    {"kind": "linear"},
    {"kind": "linear", "floor_percent": 60},
    BANDS,
    {"kind": "relative", "reference": "target", "target_percent": 90},
]
percents = st.fractions(min_value=0, max_value=100, max_denominator=500)


@given(st.sampled_from(RULES), percents, percents)
def test_points_of__better_share__never_fewer_points(
    rule: dict[str, object], one: Fraction, two: Fraction
) -> None:
    plan = plan_of(rule)
    worse, better = (points(plan, percent) for percent in sorted((one, two)))

    assert worse is not None
    assert better is not None
    assert 0 <= worse <= better <= 10


@given(st.lists(percents, min_size=1, max_size=8))
def test_points_of_units__relative_to_the_best__the_best_has_the_maximum(
    shares: list[Fraction],
) -> None:
    plan = plan_of({"kind": "relative", "reference": "best"})

    results = points_of_units(plan, {str(n): inputs(one) for n, one in enumerate(shares)})

    best = max(range(len(shares)), key=shares.__getitem__)
    assert results[str(best)].points == (10 if shares[best] else None)


def test_shipped__points_plans__have_a_source_and_are_sound() -> None:
    assert points_plan_ids() == ("commune-2023", "ha-nam-2022")
    for plan_id in points_plan_ids():
        assert points_plan(plan_id).id == plan_id
        assert "Quyết định" in points_plan(plan_id).source


def bands(*pairs: tuple[object, object]) -> dict[str, object]:
    return {
        "kind": "bands",
        "bands": [{"from_percent": start, "points": most} for start, most in pairs],
    }


@pytest.mark.parametrize(
    ("rule", "changes", "codes"),
    [
        (bands((90, 10), (90, 5), (0, 0)), {}, {PlanCode.BANDS_NOT_FALLING}),
        (bands((90, 10), (50, 0)), {}, {PlanCode.BANDS_WITHOUT_END}),
        (bands((90, 10), (50, 3), (0, 4)), {}, {PlanCode.WORSE_BAND_HAS_MORE}),
        (bands((90, 8), (0, 0)), {}, {PlanCode.BEST_BAND_NOT_MAXIMUM}),
        ({"kind": "per_factor", "factors": {"F1": 4}}, {}, {PlanCode.FACTORS_NOT_MAXIMUM}),
        ({"kind": "relative", "reference": "target"}, {}, {PlanCode.TARGET_MISSING}),
        (
            {"kind": "relative", "reference": "best", "target_percent": 90},
            {},
            {PlanCode.TARGET_NOT_USED},
        ),
        (
            {"kind": "linear"},
            {"total": 8, "exempt_total": 60, "lowest": 10},
            {
                PlanCode.MAXIMUM_ABOVE_TOTAL,
                PlanCode.EXEMPT_ABOVE_TOTAL,
                PlanCode.LOWEST_ABOVE_MAXIMUM,
            },
        ),
        (
            {"kind": "linear"},
            {"mix": {"own": 1, "of_below": 1, "below": {"H": ["H", "X", "X"]}}},
            {PlanCode.MIX_OF_ITSELF, PlanCode.CODE_TWICE},
        ),
    ],
)
def test_points_plan__contradicts_itself__every_fault(
    rule: dict[str, object], changes: dict[str, object], codes: set[PlanCode]
) -> None:
    assert refused(rule, **changes) == codes

"""How the points of a unit were computed, on its page."""

from fractions import Fraction

import pytest

from scoring.plans.canonical import canonical_plan
from scoring.plans.points_plan import PointsPlan
from scoring.points import UnitInputs, points_of_units
from scoring.points_rules import Shares
from scoring.points_steps import StepCode
from survey_app.db import plans, rounds
from survey_app.db.engine import transaction
from survey_app.web.points_words import STEPS

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = "/results/rounds/thu-2022/units/SXD"
ADJUSTMENTS = [{"code": "late", "name": {"vi": "Muộn", "en": "Late"}, "points": -1}]


def plan(rule, **changes):
    """A points plan of 20 points with this rule."""
    return PointsPlan.model_validate(
        {
            "kind": "points",
            "id": "thu",
            "source": "Quyết định thử",
            "maximum": 20,
            "rule": rule,
            **changes,
        }
    )


@pytest.fixture
def unit_page(world, read, interviewed):
    """The page of a unit with 140 of 180 satisfied answers, in words; by a points plan."""

    def page(chosen=None):
        interviewed(*[{"q11": 1, "q12": 2, "q13": 3, "q14": 1}] * 10, unit="SXD")
        if chosen is not None:
            with transaction(world.engine) as session:
                content = canonical_plan(chosen)
                number = plans.keep_plan(session, kind="points", content=content, at=world.clock())
                found = rounds.round_coded(session, "thu-2022")
                plans.set_plans(session, found.id, {"points": number})
        return " ".join(read(world.client("noivu").get(PAGE)).text.split())

    return page


def test_unit__usual_plan__says_share_times_maximum(unit_page):
    text = unit_page()

    assert "Cách tính số điểm này" in text
    assert "Tỷ lệ được công bố: 77,78 %. 77,78 % × 10,00 điểm = 7,78." in text


@pytest.mark.parametrize(
    ("rule", "changes", "words"),
    [
        ({"kind": "linear", "floor_percent": 90}, {}, "77,78 % thấp hơn 90,00 %: 0 điểm."),
        (
            {"kind": "linear"},
            {},
            "77,78 % × 20,00 điểm = 15,56. Quy từ tối đa 20,00 sang 10,00 của cơ quan này: 7,78",
        ),
        ({"kind": "relative", "reference": "best"}, {}, "77,78 % so với 77,78 %"),
        (
            {"kind": "linear"},
            {"mix": {"own": 1, "of_below": 1, "below": {"SXD": ["STP"]}}},
            "Không có điểm: chưa đơn vị cấp dưới nào có tỷ lệ.",
        ),
        (
            {"kind": "linear"},
            {"adjustments": ADJUSTMENTS},
            "cộng hoặc trừ điểm cho những trường hợp chưa ai đếm.",
        ),
        ({"kind": "linear"}, {"minimum_people": 11}, "số người ít hơn mức phương án"),
    ],
)
def test_unit__points_plan_of_the_round__says_its_steps(unit_page, rule, changes, words):
    text = unit_page(plan(rule, **changes))

    assert words in text
    assert "Phương án tính điểm thu: Quyết định thử" in text


def test_words__every_step_and_reason__has_a_sentence_that_its_numbers_fill(world):
    shares = Shares(share=Fraction(4, 5), factors={"F1": Fraction(4, 5)})
    bands = [{"from_percent": 50, "points": 20}, {"from_percent": 0, "points": 0}]
    mix = {"own": 1, "of_below": 1, "below": {"A": ["B"]}}
    of_factor = {"kind": "per_factor", "factors": {"F1": 20}}
    adjusted = {"adjustments": [{**ADJUSTMENTS[0], "points": 30}]}
    chosen = (
        (plan({"kind": "linear"}, mix=mix), {}),
        (plan({"kind": "linear", "floor_percent": 90}), {}),
        (plan({"kind": "bands", "bands": bands}, **adjusted), {"late": 1}),
        (plan(of_factor, adjustments=ADJUSTMENTS), {"late": 99}),
        (plan({"kind": "relative", "reference": "mean"}), {}),
    )
    seen = set()
    for one, cases in chosen:
        units = {
            code: UnitInputs(shares=shares, people=50, maximum=10, adjustments=cases)
            for code in ("A", "B")
        }
        for result in points_of_units(one, units).values():
            for step in result.steps:
                seen.add(step.code)
                filled = STEPS[step.code] % {**step.numbers, "name": "x"}
                assert "%(" not in filled

    assert seen == set(StepCode) == set(STEPS)

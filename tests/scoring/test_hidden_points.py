"""Points of one unit do not give away the hidden share of another."""

import json

import pytest

from scoring.composition import Composition
from scoring.frame_tally import tally_frame
from scoring.groups import score_groups
from scoring.plans.points_plan import PointsPlan
from scoring.plans.shipped import scoring_plan
from scoring.points import points_of_units
from scoring.publication import run_document
from scoring.published_json import ByPlan
from scoring.run_facts import RunFacts, UnitInRun
from scoring.scored_tally import score_tally
from scoring.unit_inputs import inputs_of
from scoring.variance import Population
from tests.scoring.conftest import RULE

GOOD, BAD = "5 4 5 4 4 4", "1 2 5 2 4 1"
PEOPLE = {"A": (4, 2), "B": (20, 15), "C": (60, 10), "D": (60, 20), "E": (50, 30), "F": (50, 10)}
"""Good and bad answers. A has too few people, and B is hidden with it."""
LINEAR, TELLS = {"kind": "linear"}, "tells_of_hidden"
ABOVE = {"D": ["A", "C"], "E": ["C", "F"], "F": ["B", "E"]}
"""D has A below it, F has B, and E none of the two."""


def plan_of(rule, **more):
    said = {"kind": "points", "id": "p", "source": "x", "maximum": 10, "rule": rule, **more}
    return PointsPlan.model_validate(said)


def mix(below):
    return {"own": 60, "of_below": 40, "below": below}


@pytest.fixture
def points(make_frame):
    """What the document says of the points of every unit, by code."""

    def of(plan, people=PEOPLE, group_of=None, answers=None):
        said = dict.fromkeys(people, (GOOD, BAD)) | (answers or {})
        rows = [
            f"{code}// {answer}"
            for code, numbers in people.items()
            for answer, number in zip(said[code], numbers, strict=True)
            for _ in range(number)
        ]
        tally = tally_frame(make_frame(*rows), rule=RULE)
        table = score_tally(tally)
        groups = group_of or dict.fromkeys(table.units, "G")
        inputs = {code: inputs_of(row, group=groups[code]) for code, row in table.units.items()}
        by = ByPlan(
            scoring_plan=scoring_plan("ha-nam-2022"),
            points_plan=plan,
            points=points_of_units(plan, inputs),
        )
        document = run_document(
            RunFacts(
                about={},
                table=table,
                groups=score_groups(tally, population=Population(), group_of=groups, like=table),
                units={code: UnitInRun(name=code, group=groups[code]) for code in table.units},
                by=by,
                compositions=dict.fromkeys(table.units, Composition(modes={}, origins={})),
                with_excluded=table,
                groups_with_excluded={},
                excluded={},
            )
        )
        units = json.loads(document.canonical)["units"]
        return {code: row["published"]["points"] for code, row in units.items()}

    return of


def hidden(found):
    """The units whose row is shown without points, each wholly without them and told why."""
    without = {code for code, one in found.items() if one["reason"] == "tells_of_hidden"}
    for code in without:
        assert found[code] == {
            "points": None,
            "maximum": 10,
            "reason": "tells_of_hidden",
            "steps": None,
        }
    return without


def test_run_document__unit_above_a_hidden_one__has_no_points(points):
    """0.6 own + 0.4 (A + C)/2: with its points and those of C the share of A would be known."""
    found = points(plan_of(LINEAR, mix=mix(ABOVE)))

    assert hidden(found) == {"D", "F"}
    assert (found["A"]["points"], found["B"]["points"]) == (None, None)
    assert found["E"]["points"] is not None
    assert [one["step"] for one in found["E"]["steps"]] == ["mixed_share", "linear"]


def test_run_document__hidden_unit_that_lends_nothing__hides_no_points(points):
    """With fewer than 10 people a unit is in nobody's points; B, hidden to protect it, still is."""
    found = points(plan_of(LINEAR, mix=mix(ABOVE), minimum_people=10))

    assert hidden(found) == {"F"}


def test_run_document__points_relative_to_a_mean_with_a_hidden_unit__none_of_its_group(points):
    groups = dict.fromkeys("ABC", "G") | dict.fromkeys("DEF", "H")

    found = points(plan_of({"kind": "relative", "reference": "mean"}), group_of=groups)

    assert hidden(found) == {"C"}
    assert all(found[code]["points"] is not None for code in "DEF")


@pytest.mark.parametrize(("good", "expected"), [(6, {"C", "D", "E", "F"}), (3, set())])
def test_run_document__points_relative_to_the_best__hidden_where_that_one_is(
    points, good, expected
):
    people = {**PEOPLE, "A": (good, 6 - good)}

    found = points(plan_of({"kind": "relative", "reference": "best"}), people)

    assert hidden(found) == expected


def test_run_document__points_relative_to_a_target__tell_of_nobody_else(points):
    rule = {"kind": "relative", "reference": "target", "target_percent": 90}

    assert hidden(points(plan_of(rule))) == set()


def test_run_document__points_of_each_factor__hidden_where_a_factor_is(points):
    few = {"A": (20, 5), "B": (30, 0), "C": (60, 0)}
    rule = {"kind": "per_factor", "factors": {"F1": 4, "F2": 3, "F3": 3}}
    answers = {"A": ("5 4 5 4 4 9", "5 4 5 4 4 4"), "B": (GOOD, BAD), "C": (GOOD, BAD)}

    assert hidden(points(plan_of(rule), few, answers=answers)) == {"A", "B"}
    assert hidden(points(plan_of(LINEAR), few, answers=answers)) == set()


def test_run_document__no_points_anyway__keeps_why_and_hides_the_steps(points):
    """Nobody counted the cases that the plan rewards: whoever counts them would see the steps."""
    bonus = {"code": "online", "name": {"vi": "Trực tuyến", "en": "Online"}, "points": 1}
    plan = plan_of({"kind": "relative", "reference": "mean"}, adjustments=[bonus])

    found = points(plan)

    why = {"points": None, "maximum": 10, "reason": "adjustment_not_given", "steps": None}
    assert [found[code] for code in "CDEF"] == [why] * 4

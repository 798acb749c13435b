"""The scoring plan and the points plan of a round: named, checked, kept, pinned, copied."""

from decimal import Decimal

import pytest

from scoring.plans.points_plan import PointsPlan
from scoring.plans.shipped import points_plan, scoring_plan
from survey_app.db import plans, rounds, setting_up
from survey_app.db.score_plans import rules_of
from survey_app.fieldwork.description_checks import description_faults
from survey_app.fieldwork.next_round import CopyRequest, copy_round
from survey_app.fieldwork.round_changes import ChangeRequest, change_settings, settings_of
from survey_app.fieldwork.round_description import RoundDescription, in_words
from survey_app.fieldwork.round_rules import keep_plan_file
from survey_app.fieldwork.round_setup import create_round, keep_missing_plans, known_here
from survey_app.results.round_estimates import estimate_round
from survey_app.results.round_index import index_of

DESCRIBED = {
    "code": "thu-2026",
    "name": {"vi": "Đợt 2026", "en": "Round 2026"},
    "year": 2026,
    "questionnaire": "sipas-22",
    "index_plan": "ha-nam-2022",
    "period": {"start": "2026-01-01", "end": "2026-10-31"},
    "erase_days": 90,
    "units": [
        {"code": "SXD", "group": "department", "quota": 60},
        {"code": "TTRA", "group": "department", "exempt": True},
    ],
}


def _made(world, office, **changes):
    with office() as (session, person):
        described = RoundDescription.model_validate({**DESCRIBED, **changes})
        create_round(session, described, by=person, at=world.clock())


def test_create__commune_plans__their_points_are_the_maximum_of_the_units(world, office):
    _made(world, office, scoring_plan="commune-2023", points_plan="commune-2023")

    with office() as (session, _):
        found = rounds.round_coded(session, "thu-2026")
        units = rounds.units_of_round(session, found.id)
        settings = settings_of(session, found)
    assert (settings.scoring_plan, settings.points_plan) == ("commune-2023", "commune-2023")
    usual = [unit.component_maximum for unit in units if not unit.is_exempt]
    assert usual
    assert set(usual) == {24}


def _totals(world):
    """Maximum points and points of the survey of each unit of the round."""
    return {
        code: (whole, component)
        for code, whole, component in world.rows(
            "SELECT unit.code, maximum_points, component_maximum FROM round_unit"
            " JOIN unit ON unit.id = unit_id JOIN round ON round.id = round_id"
            " WHERE round.code = 'thu-2026' ORDER BY position"
        )
    }


def test_round__totals_of_its_points_plan__are_those_of_its_units_and_of_the_index(world, office):
    """42 of 70 points are 60 %; the unit with points of its own keeps them."""
    plan = PointsPlan.model_validate(
        {
            "kind": "points",
            "id": "thu",
            "source": "Quyết định thử",
            "maximum": 20,
            "total": 120,
            "exempt_total": 70,
            "rule": {"kind": "linear"},
        }
    )
    own = {"code": "STP", "group": "department", "quota": 9, "maximum_points": 90}
    _made(world, office, units=[*DESCRIBED["units"], own])
    before = _totals(world)

    with office() as (session, person):
        number = keep_plan_file(session, plan, by=person, at=world.clock())
        found = rounds.round_coded(session, "thu-2026")
        settings = settings_of(session, found).model_copy(update={"points_plan": number})
        request = ChangeRequest(by=person, at=world.clock(), reason="")
        faults = change_settings(session, found.id, settings, request)
        exempt = rounds.units_of_round(session, found.id)[1]
        setting_up.add_appraised_points(session, {exempt.id: Decimal(42)}, source="Thử")
        index = index_of(session, estimate_round(session, found))

    assert faults == ()
    assert before == {"SXD": (100, 10), "TTRA": (60, 0), "STP": (90, 10)}
    assert _totals(world) == {"SXD": (120, 20), "TTRA": (70, 0), "STP": (90, 10)}
    [row] = index.groups[0].rows
    assert (row.unit_code, row.maximum, row.percent) == ("TTRA", 70, 60)


def test_create__plan_that_is_kept__is_named_by_its_version(world, office):
    plan = scoring_plan("ha-nam-2022").model_copy(update={"id": "thu", "weights": "design"})
    with office() as (session, person):
        number = keep_plan_file(session, plan, by=person, at=world.clock())

    _made(world, office, scoring_plan=number)

    with office() as (session, _):
        found = rounds.round_coded(session, "thu-2026")
        assert settings_of(session, found).scoring_plan == number
        scoring, points = rules_of(plans.plans_of(session, found.id))
    assert (scoring, points) == (plan, points_plan("ha-nam-2022"))
    assert "plan.kept" in world.actions()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scoring_plan": "khong"}, ["scoring_plan: rules_unknown"]),
        ({"points_plan": "khong"}, ["points_plan: rules_unknown"]),
        (
            {"scoring_plan": "khong", "points_plan": "khong"},
            ["scoring_plan: rules_unknown", "points_plan: rules_unknown"],
        ),
    ],
)
def test_create__plan_nobody_knows__is_said(world, office, changes, said):
    with office() as (session, _):
        described = RoundDescription.model_validate({**DESCRIBED, **changes})
        found = description_faults(described, known=known_here(session), where=in_words)
        faults = [f"{fault.where}: {fault.code}" for _path, fault in found]

    assert faults == said


def test_create__points_for_other_factors__is_said(world, office):
    plan = PointsPlan.model_validate(
        {
            "kind": "points",
            "id": "thu",
            "source": "Quyết định thử",
            "maximum": 10,
            "rule": {"kind": "per_factor", "factors": {"F1": 10}},
        }
    )
    with office() as (session, person):
        number = keep_plan_file(session, plan, by=person, at=world.clock())
        described = RoundDescription.model_validate({**DESCRIBED, "points_plan": number})
        found = description_faults(described, known=known_here(session), where=in_words)
        faults = [(fault.where, fault.code, fault.details["factor"]) for _path, fault in found]

    assert faults == [
        ("points_plan", "factor_without_points", factor) for factor in ("F2", "F3", "F4", "F5")
    ]


def test_open__round_of_before__keeps_the_usual_plans_from_then_on(world, office):
    with office() as (session, person):
        source = rounds.round_coded(session, "thu-2022")
        request = CopyRequest(code="thu-2023", year=2023)
        copy_round(session, source, request, by=person, at=world.clock())
        copied = rounds.round_coded(session, "thu-2023")
        plans.set_plans(session, copied.id, {})

    with office() as (session, _):
        keep_missing_plans(session, rounds.round_coded(session, "thu-2023"), at=world.clock())
        kept = plans.plans_of(session, copied.id)

    assert set(kept) == {"index", "scoring", "points"}
    assert rules_of(kept) == (scoring_plan("ha-nam-2022"), points_plan("ha-nam-2022"))

"""Cases for which points are added or taken away are counted, and points made with them."""

import json
from fractions import Fraction

import pytest

from scoring.points_steps import NoPoints
from survey_app.access.people import person_named
from survey_app.db import round_writes, rounds
from survey_app.db.engine import transaction
from survey_app.fieldwork.adjusting import (
    CountRequest,
    TypedCases,
    adjustment_counts,
    fingerprint,
    record_cases,
)
from survey_app.fieldwork.round_problems import RoundCode
from survey_app.publication import publishing
from survey_app.publication.publishing import PublishRequest, publish
from survey_app.publication.score_runs import look
from survey_app.results.round_estimates import estimate_round
from survey_app.results.run_estimates import estimate_run
from tests.survey_app.adjusted_round import adjusted

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
NONE = {("SXD", "late"): "0", ("SXD", "prize"): "0", ("STP", "late"): "0", ("STP", "prize"): "0"}


@pytest.fixture
def count(world):
    """Counts cases as Home Affairs; gives the faults by place and code."""

    def counted(cases, *, reason="Biên bản thẩm định", seen=None):
        typed = [
            TypedCases(unit_code=unit, adjustment=code, cases=cases, where=f"{unit} {code}")
            for (unit, code), cases in cases.items()
        ]
        with transaction(world.engine) as session:
            by = person_named(session, "noivu")
            request = CountRequest(by=by, at=world.clock(), reason=reason, seen=seen)
            faults = record_cases(session, 1, typed, request)
        return [(fault.where, fault.code.upper()) for fault in faults]

    return counted


@pytest.fixture
def ask(world):
    """Asks one of the functions about the round."""

    def asked(function, **arguments):
        with transaction(world.engine, writes=False) as session:
            return function(session, rounds.round_by_id(session, 1), **arguments)

    return asked


def test_record_cases__hand_counted__make_the_points_and_are_written_down(world, count, ask):
    adjusted(world)
    before = ask(estimate_round).computed

    faults = count({**NONE, ("SXD", "late"): "2", ("STP", "late"): "9", ("STP", "prize"): "3"})

    assert {before[code].reason for code in ("SXD", "STP")} == {NoPoints.ADJUSTMENT_NOT_GIVEN}
    assert before["TTRA"].reason is NoPoints.EXEMPT
    found = ask(estimate_round)
    assert faults == []
    # 10 x 17/18 - 2 x 0.25; 10 - 4 x 0.25 + 3 x 0.5 = 10.5, at most 10.
    assert found.computed["SXD"].points == Fraction(170, 18) - Fraction(1, 2)
    assert found.computed["STP"].points == 10
    assert found.adjustments == {"SXD": {"late": 2, "prize": 0}, "STP": {"late": 9, "prize": 3}}
    action, details = world.rows("SELECT action, details FROM audit_event ORDER BY id DESC")[0]
    details = details if isinstance(details, dict) else json.loads(details)
    assert (action, details["reason"]) == ("round.cases_counted", "Biên bản thẩm định")
    assert details["unit SXD, late"] == " → 2"


def test_record_cases__again__replaces_what_is_named_and_forgets_what_is_blank(world, count, ask):
    adjusted(world)
    count({**NONE, ("SXD", "late"): "2"})

    count({("SXD", "late"): "3", ("STP", "prize"): "", ("STP", "late"): "0"}, reason="Đếm lại")

    assert ask(estimate_round).adjustments == {"SXD": {"late": 3, "prize": 0}, "STP": {"late": 0}}
    reasons = {one.reason for one in ask(adjustment_counts).counted if one.cases == 3}
    assert reasons == {"Đếm lại"}
    events = world.one("SELECT count(*) FROM audit_event WHERE action = 'round.cases_counted'")
    count({("SXD", "late"): "3"})
    assert world.actions().count("round.cases_counted") == events == 2


@ON_SQLITE
def test_record_cases__everything_wrong__is_said_at_once_and_nothing_written(world, count, ask):
    adjusted(world)
    seen = fingerprint(ask(adjustment_counts))
    count({("SXD", "late"): "1"})

    faults = count(
        {
            ("TTRA", "late"): "1",
            ("KHONG", "late"): "1",
            ("SXD", "early"): "1",
            ("SXD", "late"): "-1",
            ("STP", "late"): "1000001",
            ("STP", "prize"): "²",
        },
        reason=" ",
        seen=seen,
    )

    assert faults == [
        ("cases", RoundCode.CASES_COUNTED_MEANWHILE.name),
        ("reason", RoundCode.REASON_MISSING.name),
        ("TTRA late", RoundCode.CASES_OF_NO_UNIT.name),
        ("KHONG late", RoundCode.CASES_OF_NO_UNIT.name),
        ("SXD early", RoundCode.CASES_OF_NOTHING.name),
        ("SXD late", RoundCode.NOT_A_NUMBER_OF_CASES.name),
        ("STP late", RoundCode.NOT_A_NUMBER_OF_CASES.name),
        ("STP prize", RoundCode.NOT_A_NUMBER_OF_CASES.name),
    ]
    assert ask(estimate_round).adjustments == {"SXD": {"late": 1}}


@ON_SQLITE
def test_record_cases__plan_without_any_or_round_at_its_end__is_refused(world, count):
    without = count({("SXD", "late"): "1"})
    adjusted(world)
    found = {}
    for state in ("draft", "archived"):
        world.change("UPDATE round SET state = :state", state=state)
        found[state] = count({("SXD", "late"): "1"})

    assert without == [("points_plan", RoundCode.NO_ADJUSTMENTS.name)]
    not_now = [("round", RoundCode.CASES_NOT_NOW.name)]
    assert found == {"draft": not_now, "archived": not_now}


def test_publish__cases__are_needed_and_frozen_with_the_run(world, count, ask):
    adjusted(world)
    with transaction(world.engine) as session:
        round_writes.move_round(session, 1, start="open", end="closed")

    def published(**changes):
        with transaction(world.engine) as session:
            request = PublishRequest(by=person_named(session, "noivu"), at=world.clock(), **changes)
            return publish(session, 1, request)

    refused = published()
    count({**NONE, ("SXD", "late"): "2"})
    made = published()
    frozen = ask(look, is_analysed=True).document
    count({("SXD", "late"): "3"})

    [fault] = refused.faults
    assert (fault.code.upper(), fault.details["units"]) == (
        RoundCode.CASES_NOT_COUNTED.name,
        "Sở Xây dựng, Sở Tư pháp",
    )
    assert made.run.sha256 == frozen.sha256
    assert frozen.content["adjustments"]["SXD"] == {"late": 2, "prize": 0}
    # What was counted since changes the run no more, and is something new to publish.
    again = ask(estimate_run, run_id=made.run.id).estimates
    assert again.computed["SXD"].points == Fraction(170, 18) - Fraction(1, 2)
    assert again.adjustments["SXD"] == {"late": 2, "prize": 0}
    now = published(seen=1, reason="Đếm lại")
    assert now.faults == ()
    assert now.run.sha256 != made.run.sha256


@ON_SQLITE
def test_publish__cases_of_many_units_missing__names_the_first_and_counts_the_others(
    world, monkeypatch
):
    monkeypatch.setattr(publishing, "MOST_NAMED", 1)
    adjusted(world)
    with transaction(world.engine) as session:
        round_writes.move_round(session, 1, start="open", end="closed")
        request = PublishRequest(by=person_named(session, "noivu"), at=world.clock())

        [fault] = publish(session, 1, request).faults

    assert fault.code.upper() == RoundCode.CASES_NOT_COUNTED_OF_MANY.name
    assert fault.details == {"units": "Sở Xây dựng", "more": "1"}


@ON_SQLITE
@pytest.mark.parametrize("cases", ["0000000001" + "0" * 30, "9" * 5000, "0" * 5000])
def test_record_cases__more_digits_than_any_number_has__is_refused(world, count, cases):
    adjusted(world)

    faults = count({("SXD", "late"): cases})

    assert faults == [("SXD late", RoundCode.NOT_A_NUMBER_OF_CASES.name)]
    assert world.rows("SELECT * FROM round_unit_adjustment") == []


@ON_SQLITE
def test_record_cases__the_most_with_zeros_in_front__stands(world, count):
    adjusted(world)

    assert count({("SXD", "late"): "0001000000"}) == []
    assert world.rows("SELECT cases FROM round_unit_adjustment") == [(1_000_000,)]

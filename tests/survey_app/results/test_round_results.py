"""Index and score file of a round: a small case computed by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.points_steps import NoPoints
from scoring.rounding import half_up
from scoring.rule import BLANK, NOT_APPLICABLE, rule_of
from survey_app.access.people import person_named
from survey_app.db import interview_versions, round_writes, rounds
from survey_app.db.engine import transaction
from survey_app.problems import Code, Problem
from survey_app.publication.publishing import PublishRequest, publish
from survey_app.results.components import HIDDEN
from survey_app.results.index_document import index_document
from survey_app.results.lines import score_lines
from survey_app.results.no_points import SENTENCES
from survey_app.results.round_estimates import estimate_round
from survey_app.results.round_index import (
    NOT_APPRAISED,
    OUTSIDE_MAXIMUM,
    ComparedRow,
    index_of,
)
from survey_app.results.scored_round import scored_round
from tests.survey_app.people_by_chance import DEFINITION, SLOTS, answered, row

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def scored(world):
    """Scores the round anew."""

    def again():
        with transaction(world.engine, writes=False) as session:
            return scored_round(session, "thu-2022")

    return again


def reasons(index):
    return {one.unit.unit_code: one.reasons for one in index.not_ready}


def test_score_lines__small_case__are_the_hand_computed_ones(world, scored):
    # Forms of 18, 18 and 22 criteria. Valid: 18 - 1 (does not apply), 18 - 1 (blank), 22.
    # Satisfied: 17 - 1, 17 - 2, 22 - 3 = 50 of 56. Seven more with 18 of 18: 176 of 182.
    answered(
        world,
        row(q24=NOT_APPLICABLE, q11=1),
        row(q13=BLANK, q11=2, q12=3),
        row(q51=1, q52=2, q53=3, q54=5),
        *[row()] * 7,
    )
    answered(world, *[row(q11=1)] * 9, unit=2)

    shown, hidden = score_lines(scored().estimates)

    assert (shown.interviews, shown.people) == (10, 10)
    assert (shown.answers_satisfied, shown.answers_valid) == (176, 182)
    assert shown.share == Fraction(176, 182)
    assert shown.component == Fraction(1760, 182)
    assert half_up(shown.component) == Decimal("9.67")
    assert shown.factors["F1"] == Fraction(36, 39)
    assert shown.factors["F2"] == 1
    assert shown.factors["F5"] is None  # one person alone
    assert shown.items["q11"] == Fraction(8, 10)
    assert shown.items["q13"] is None  # nine people
    # Nine people: how many they are is said, nothing that is made of their answers.
    assert (hidden.interviews, hidden.people, hidden.flag) == (9, 9, "suppressed")
    assert {
        hidden.answers_satisfied,
        hidden.answers_valid,
        hidden.share,
        hidden.component,
        *hidden.factors.values(),
        *hidden.items.values(),
    } == {None}
    assert (hidden.reason, hidden.flag_reason) == (HIDDEN, "n_valid < 10; n_factors < 5")


def test_index__small_case__is_the_hand_computed_one(world, scored):
    answered(world, *[row(q11=1)] * 10)
    answered(world, *[row()] * 10, unit=2)

    found = scored().index

    # 85.75 + 17/18 x 10 = 95.1944; 56.25 of 60 = 93.75; 78.20 + 10 = 88.20
    group = found.groups[0]
    assert [(one.unit_code, one.rank, half_up(one.percent)) for one in group.rows] == [
        ("SXD", 1, Decimal("95.19")),
        ("TTRA", 2, Decimal("93.75")),
        ("STP", 3, Decimal("88.20")),
    ]
    assert group.rows[0].percent == Fraction("85.75") + Fraction(170, 18)
    assert half_up(group.mean_index) == Decimal("92.38")
    assert group.mean_component == (Fraction(170, 18) + 10) / 2
    assert half_up(group.spread) == Decimal("6.99")
    assert group.above_mean == 2
    assert found.percent == Fraction(100 * 35, 36)
    assert (found.published, found.differing, found.not_ready) == (None, 0, ())


@ON_SQLITE
def test_index__units_that_are_not_ready__are_named_with_the_reason_and_not_counted_as_zero(
    world, scored
):
    nobody = reasons(scored().index)
    answered(world, *[row(**dict.fromkeys(SLOTS, BLANK))] * 10)
    blank = reasons(scored().index)
    answered(world, *[row()] * 9, unit=2)
    world.change("DELETE FROM appraised_points WHERE points = 56.25")
    few = scored()
    answered(world, row(), *[row()] * 9)
    answered(world, row(), unit=2)
    world.change("UPDATE appraised_points SET points = 90.01 WHERE points = 85.75")
    enough = scored().index

    assert nobody["SXD"] == (str(NoPoints.NO_ANSWERS),)
    assert blank["SXD"] == (HIDDEN,)
    assert reasons(few.index) == {"SXD": (HIDDEN,), "STP": (HIDDEN,), "TTRA": (NOT_APPRAISED,)}
    assert few.index.groups == ()
    assert few.index.percent is None
    # 90.01 and 10 points are more than 100.
    assert reasons(enough) == {"SXD": (OUTSIDE_MAXIMUM,), "TTRA": (NOT_APPRAISED,)}
    assert [one.unit_code for one in enough.groups[0].rows] == ["STP"]


def test_not_ready__every_reason__has_a_sentence():
    assert set(SENTENCES) == {*map(str, NoPoints), HIDDEN, NOT_APPRAISED, OUTSIDE_MAXIMUM}


@pytest.mark.parametrize(
    ("field", "value", "agrees"),
    [
        (None, None, True),
        ("rank", 2, False),
        ("component_points", Decimal("9.45"), False),
        ("component_points", None, False),
        ("total_points", Decimal("95.20"), False),
        ("index_percent", Decimal("95.18"), False),
    ],
)
@ON_SQLITE
def test_comparison__any_printed_figure_differs__does_not_agree(
    world, scored, field, value, agrees
):
    answered(world, *[row(q11=1)] * 10)
    computed = scored().index.groups[0].rows[0]
    printed = {
        "rank": 1,
        "component_points": Decimal("9.44"),
        "total_points": Decimal("95.19"),
        "index_percent": Decimal("95.19"),
    }
    if field is not None:
        printed[field] = value
    official = rounds.OfficialResultRecord(unit_code="SXD", source="giấy", **printed)

    assert ComparedRow(computed=computed, official=official).agrees is agrees
    assert ComparedRow(computed=computed, official=None).agrees is None


def published(world):
    """Closes the round and publishes its scores."""
    with transaction(world.engine) as session:
        round_writes.move_round(session, 1, start="open", end="closed")
        request = PublishRequest(by=person_named(session, "noivu"), at=world.clock())
        assert publish(session, 1, request).faults == ()


def test_index__published_round__is_made_of_the_points_that_are_public(world, scored):
    people = answered(world, row(q11=1), row(q11=2, q12=1), *[row()] * 9)
    answered(world, *[row()] * 11, unit=2)
    before = scored().index
    published(world)
    same = scored().index
    with transaction(world.engine) as session:
        last = interview_versions.last_version(session, people[1].uuid)
        interview_versions.void(session, last.id, at=world.clock(), reason="Phiếu khống")
    after = scored().index

    # 11 forms of 18: 195 of 198. Without the one of 16: 179 of 180.
    assert before.groups[0].rows[0].component == Fraction(1950, 198)
    assert before.published is None
    assert (same.published.state, same.differing) == ("current", 0)
    assert index_document(same)["groups"] == index_document(before)["groups"]
    assert half_up(same.percent) == half_up(before.percent)
    assert same.composition == before.composition
    assert after.differing == 1
    compared = {one.computed.unit_code: one for one in after.compared(after.groups[0])}
    assert half_up(compared["SXD"].computed.component) == Decimal("9.85")
    assert half_up(compared["SXD"].live.points) == Decimal("9.94")
    assert compared["STP"].live is compared["TTRA"].live is None
    assert index_document(after)["groups"] == index_document(before)["groups"]
    assert index_document(after)["live_points"] == {"SXD": "9.94", "STP": "10.00", "TTRA": None}


@ON_SQLITE
def test_index__unit_hidden_in_the_publication__is_not_ready_although_it_is_shown_now(
    world, scored
):
    answered(world, *[row()] * 9)
    answered(world, *[row()] * 12, unit=2)
    published(world)
    answered(world, *[row()] * 3)

    found = scored().index

    # Nine people of Xây dựng are hidden, and Tư pháp with them, so that they cannot be computed.
    assert reasons(found) == {"SXD": (HIDDEN,), "STP": (HIDDEN,)}
    assert [one.unit_code for one in found.groups[0].rows] == ["TTRA"]
    assert found.live["SXD"].points is not None
    assert index_document(found)["live_points"] == {"TTRA": None}


@ON_SQLITE
def test_scored_round__unknown_code__names_the_known_ones(world):
    with transaction(world.engine) as session, pytest.raises(Problem) as refused:
        scored_round(session, "khong-co")

    assert refused.value.code is Code.ROUND_UNKNOWN
    assert refused.value.details == {"round": "khong-co", "known": "thu-2022"}


def test_satisfied__of_the_shipped_questionnaire__is_the_two_upper_levels():
    assert rule_of(DEFINITION).satisfied == {4, 5}


@ON_SQLITE
def test_index__a_round__is_a_fixed_number_of_queries(world):
    def queries():
        with transaction(world.engine, writes=False) as session:
            of_round = rounds.round_coded(session, "thu-2022")
            assert of_round is not None
            with world.statements() as sent:
                index_of(session, estimate_round(session, of_round))
        return len(sent)

    queries()  # reads the questionnaire, once for all
    before = queries()
    answered(world, *[row()] * 10)
    answered(world, row(), unit=2)

    # plans, units, draws, tally; publication, points on paper, index plan
    assert queries() == before == 7

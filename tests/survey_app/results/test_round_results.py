"""Scores and index of a round: a small case computed by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from questionnaires import shipped_definition
from scoring.rounding import half_up
from scoring.rule import rule_of
from scoring.share import Share
from survey_app.db import rounds
from survey_app.db.engine import transaction
from survey_app.problems import Code, Problem
from survey_app.results.round_index import ComparedRow, index_of
from survey_app.results.round_scores import score_units, total_share
from survey_app.results.scored_round import scored_round

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
DEFINITION = shipped_definition("sipas-22")


@pytest.fixture
def scored(world):
    """Scores the round anew."""

    def again():
        with transaction(world.engine, writes=False) as session:
            return scored_round(session, "thu-2022")

    return again


def test_scores__small_case__are_the_hand_computed_ones(scored, interviewed):
    # Forms of 18, 18 and 22 criteria. Valid: 18 - 1 (does not apply), 18 - 1 (blank), 22.
    # Satisfied: 17 - 1, 17 - 2, 22 - 3 = 50 of 56.
    interviewed(
        {"q24": "9", "q11": "1"},
        {"q13": "", "confirm_blank": "y", "q11": "2", "q12": "3"},
        {"b10": "1", "q51": "1", "q52": "2", "q53": "3", "q54": "5"},
    )

    score = scored().scores[0]

    assert (score.interviews, score.share) == (3, Share(satisfied=50, valid=56))
    assert score.component == Fraction(500, 56)
    assert half_up(score.component) == Decimal("8.93")
    assert score.factors["F1"] == Share(satisfied=8, valid=11)
    assert score.factors["F2"] == Share(satisfied=14, valid=14)
    assert score.factors["F5"] == Share(satisfied=1, valid=4)
    assert score.items["q11"] == Share(satisfied=1, valid=3)
    assert score.items["q13"] == Share(satisfied=2, valid=2)
    assert score.tally.items["q13"].blank == 1
    assert score.tally.items["q24"].not_applicable == 1
    assert score.tally.items["q51"].not_asked == 2
    assert score.tally.items["q51"].levels[1] == 1


@ON_SQLITE
def test_scores__parts__add_up_to_the_whole(scored, interviewed):
    interviewed({"q11": "1"}, {"b10": "1", "q51": "1", "q52": "2", "q53": "3", "q54": "5"})
    interviewed({"q31": "2"}, unit="STP")

    found = scored()

    for score in found.scores[:2]:
        for parts in (score.factors, score.items):
            assert sum(part.valid for part in parts.values()) == score.share.valid
            assert sum(part.satisfied for part in parts.values()) == score.share.satisfied
    total = total_share(found.scores)
    assert total.valid == sum(score.share.valid for score in found.scores) == 58
    assert total.satisfied == 53


@ON_SQLITE
def test_scores__nobody_answered__have_no_value(scored):
    score = scored().scores[0]

    assert (score.interviews, score.component, score.share.fraction) == (0, None, None)


@ON_SQLITE
def test_scores__only_blank_answers__have_no_value_either(scored, interviewed):
    blank = {item.code: "" for item in DEFINITION.index_items}
    interviewed({**blank, "confirm_blank": "y"})

    found = scored()

    assert (found.scores[0].interviews, found.scores[0].component) == (1, None)
    assert "SXD" in {unit.unit_code for unit in found.index.not_ready}


def test_index__small_case__is_the_hand_computed_one(scored, interviewed):
    interviewed({"q11": "1"})
    interviewed({}, unit="STP")

    group = scored().index.groups[0]

    # 85.75 + 17/18 x 10 = 95.1944; 56.25 of 60 = 93.75; 78.20 + 10 = 88.20
    assert [(row.unit_code, row.rank, half_up(row.percent)) for row in group.rows] == [
        ("SXD", 1, Decimal("95.19")),
        ("TTRA", 2, Decimal("93.75")),
        ("STP", 3, Decimal("88.20")),
    ]
    assert group.rows[0].percent == Fraction("85.75") + Fraction(170, 18)
    assert half_up(group.mean_index) == Decimal("92.38")
    assert group.mean_component == (Fraction(170, 18) + 10) / 2
    assert half_up(group.spread) == Decimal("6.99")
    assert group.above_mean == 2


@ON_SQLITE
def test_index__units_that_are_not_ready__are_named_and_not_counted_as_zero(
    world, scored, interviewed
):
    interviewed({})
    world.change("DELETE FROM appraised_points WHERE points = 56.25")

    index = scored().index

    assert [unit.unit_code for unit in index.not_ready] == ["STP", "TTRA"]
    assert [row.unit_code for row in index.groups[0].rows] == ["SXD"]


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
    scored, interviewed, field, value, agrees
):
    interviewed({"q11": "1"})
    row = scored().index.groups[0].rows[0]
    printed = {
        "rank": 1,
        "component_points": Decimal("9.44"),
        "total_points": Decimal("95.19"),
        "index_percent": Decimal("95.19"),
    }
    if field is not None:
        printed[field] = value
    official = rounds.OfficialResultRecord(unit_code="SXD", source="giấy", **printed)

    assert ComparedRow(computed=row, official=official).agrees is agrees
    assert ComparedRow(computed=row, official=None).agrees is None


@ON_SQLITE
def test_scored_round__unknown_code__names_the_known_ones(world):
    with transaction(world.engine) as session, pytest.raises(Problem) as refused:
        scored_round(session, "khong-co")

    assert refused.value.code is Code.ROUND_UNKNOWN
    assert refused.value.details == {"round": "khong-co", "known": "thu-2022"}


def test_satisfied__of_the_shipped_questionnaire__is_the_two_upper_levels():
    assert rule_of(DEFINITION).satisfied == {4, 5}


def test_scoring__a_round__is_a_fixed_number_of_queries(world, interviewed):
    def queries():
        with transaction(world.engine, writes=False) as session:
            of_round = rounds.round_coded(session, "thu-2022")
            assert of_round is not None
            with world.statements() as sent:
                scores = score_units(session, of_round.id, definition=DEFINITION)
                index_of(session, of_round, scores=scores)
        return len(sent)

    before = queries()
    interviewed({}, {}, {})
    interviewed({}, unit="STP")

    assert queries() == before == 6  # units, counts, modes, points on paper, plans of score, index

"""The estimates of a round from the database are those of its interviews in a file."""

from fractions import Fraction

import pytest

from scoring.publishing import Flag
from scoring.responses import score_responses
from scoring.variance import Population
from survey_app.db import rounds
from survey_app.db.compositions import Selection
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.results.round_estimates import estimate_round
from tests.survey_app.people_by_chance import (
    RULE,
    by_chance,
    framed,
    give_out,
    interview_of,
    say_sizes,
    somebody,
)

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
SIZES = {"SXD / a": 100, "SXD / b": 60, "STP / a": 80, "STP / b": 90, "STP / c": 40}


@pytest.fixture
def estimated(world):
    """Estimates the round anew."""

    def again(**wanted):
        with transaction(world.engine, writes=False) as session:
            found = rounds.round_coded(session, "thu-2022")
            assert found is not None
            return estimate_round(session, found, **wanted)

    return again


@pytest.fixture
def stored(world):
    """Stores interviews by chance, some of drawn people; gives them."""
    people = by_chance(11, 120)
    with transaction(world.engine) as session:
        give_out(session, people)
        say_sizes(session, SIZES)
        insert_many(session, [interview_of(one) for one in people])
    return people


def test_estimate_round__drawn_and_other_people__is_the_score_of_their_frame(stored, estimated):
    population = Population(
        strata={
            (stratum[:3], stratum): size
            for stratum, size in SIZES.items()
            if stratum in {one.stratum for one in stored}
        }
    )
    expected = score_responses(framed(stored), rule=RULE, population=population)

    found = estimated()

    assert found.table == expected
    assert found.sample.uncovered == {"STP": ("STP / c",)}
    assert found.sample.left_out == {}
    assert set(found.groups) == {"department"}
    assert found.groups["department"].n == len(stored)
    assert found.groups["department"].pooled.est == pytest.approx(expected.overall.pooled.est)


def test_estimate_round__one_mode__is_the_score_of_its_interviews(stored, estimated):
    phoned = [one for one in stored if one.mode == "phone"]

    found = estimated(selection=Selection(modes=frozenset({"phone"})))

    assert found.table.overall.n == len(phoned)
    assert found.composition.modes == {"phone": len(phoned)}
    assert sum(part.modes["phone"] for part in found.compositions.values()) == len(phoned)
    by_hand = score_responses(framed(phoned), rule=RULE).overall
    assert found.table.overall.pooled.est == by_hand.pooled.est


@ON_SQLITE
def test_estimate_round__points__are_exact_and_none_where_nobody_answered(world, estimated):
    level = [5] * 16 + [1] * 6
    with transaction(world.engine) as session:
        people = [somebody(1, "", level)]
        give_out(session, people)
        insert_many(session, [interview_of(one) for one in people])

    found = estimated()

    points = {code: one.points for code, one in found.computed.items()}
    assert points == {"SXD": Fraction(16, 22) * 10, "STP": None, "TTRA": None}
    assert [unit.unit_code for unit in found.units] == ["SXD", "STP", "TTRA"]
    assert found.table.units["SXD"].verdict.flag is Flag.SUPPRESSED


@ON_SQLITE
def test_estimate_round__nobody_yet__has_no_units_and_no_value(estimated):
    found = estimated()

    assert found.table.units == {}
    assert found.groups == {}
    assert found.table.overall.pooled.est is None
    assert {one.points for one in found.computed.values()} == {None}


def test_estimate_round__more_interviews__are_no_more_queries(world, estimated):
    def queries():
        with transaction(world.engine, writes=False) as session:
            found = rounds.round_coded(session, "thu-2022")
            with world.statements() as sent:
                estimate_round(session, found)
        return len(sent)

    estimated()
    before = queries()
    people = by_chance(12, 30)
    with transaction(world.engine) as session:
        give_out(session, people)
        insert_many(session, [interview_of(one) for one in people])

    assert queries() == before == 4  # plans, units, what was drawn, counts

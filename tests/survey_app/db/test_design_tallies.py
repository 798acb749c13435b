"""The tally that the database counts is that of the same interviews in a frame, to the last one."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from scoring.design_tally import Cell
from scoring.frame_tally import tally_frame
from survey_app.db.compositions import Selection
from survey_app.db.design_tallies import counted_tally, kept_tally
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.db.tally_cells import add_changes
from survey_app.db.tally_statements import Counting
from tests.survey_app.people_by_chance import (
    COUNTING,
    DEFINITION,
    RULE,
    SLOTS,
    UNITS,
    by_chance,
    draw,
    framed,
    give_out,
    interview_of,
    somebody,
)

ARRAYS = ("interviews", "answered", "counts", "sums", "squares", "products")
ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def store(session, people):
    give_out(session, people)
    insert_many(session, [interview_of(one) for one in people])


def assert_same(one, two):
    assert one.cells == two.cells
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


@given(seed=st.integers(0, 2**32), size=st.integers(1, 30))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counted_tally__any_answers__is_that_of_the_frame(world, seed, size):
    people = by_chance(seed, size)

    with transaction(world.engine) as session:
        store(session, people)
        found = counted_tally(session, 1, counting=COUNTING)
        session.rollback()

    assert_same(found.tally(units=UNITS), tally_frame(framed(people), rule=RULE))


@pytest.mark.parametrize(
    "selection",
    [
        Selection(modes=frozenset({"phone"})),
        Selection(origins=frozenset({"official", "unlisted"})),
        Selection(modes=frozenset({"tablet", "paper"}), origins=frozenset({"reserve"})),
    ],
)
@ON_SQLITE
def test_counted_tally__some_modes_and_origins__is_that_of_their_interviews(world, selection):
    people = by_chance(7, 40)
    chosen = [
        one
        for one in people
        if one.mode in (selection.modes or {one.mode})
        and one.origin in (selection.origins or {one.origin})
    ]

    with transaction(world.engine) as session:
        store(session, people)
        found = counted_tally(session, 1, counting=COUNTING)

    assert chosen
    assert_same(
        found.tally(units=UNITS, selection=selection), tally_frame(framed(chosen), rule=RULE)
    )
    parts = found.parts(selection=selection)
    assert sum(count for of_unit in parts.values() for *_, count in of_unit) == len(chosen)


FIRST, THIRD = RULE.factors[0], RULE.factors[2]
OTHER_RULES = {
    "some items in other factors": {
        "factors": (
            replace(FIRST, items=(*THIRD.items[:2], FIRST.items[0])),
            replace(THIRD, items=FIRST.items[1:]),
        ),
        "satisfied": frozenset({5}),
    },
    "blanks count": {"blank_counts": True},
    "most must be answered": {"valid_from": Fraction(2, 3)},
    "by item": {"by_item": True},
    "all of it": {"by_item": True, "blank_counts": True, "valid_from": Fraction(3, 4)},
}


@pytest.mark.parametrize("changes", OTHER_RULES.values(), ids=list(OTHER_RULES))
def test_tallies__by_another_rule__are_those_of_the_frame(world, changes):
    rule = replace(RULE, **changes)
    counting = Counting.of(DEFINITION, rule=rule)
    people = by_chance(8, 60)
    expected = tally_frame(framed(people), rule=rule)

    with transaction(world.engine) as session:
        store(session, people)
        anew = counted_tally(session, 1, counting=counting)
        kept = kept_tally(session, 1, counting=counting)
        assert add_changes(session, 1, counting=counting, most=25) == 25
        half_added = kept_tally(session, 1, counting=counting)

    assert not counting.by_own_rule
    for found in (anew, kept, half_added):
        assert_same(found.tally(units=UNITS), expected)


@ON_SQLITE
def test_counting__item_that_the_questionnaire_has_not__is_refused(world):
    rule = replace(RULE, factors=(replace(RULE.factors[0], items=("q11", "q99")),))

    with pytest.raises(ValueError, match="q99"):
        Counting.of(DEFINITION, rule=rule)


def test_counted_tally__replaced_versions_and_other_rounds__are_left_out(world):
    people = by_chance(9, 6)
    with transaction(world.engine) as session:
        store(session, people)
    gone = people.pop(2)
    world.change("UPDATE interview SET is_current = false WHERE id = 3")

    with transaction(world.engine, writes=False) as session:
        own = counted_tally(session, 1, counting=COUNTING)
        other = counted_tally(session, 2, counting=COUNTING)

    assert gone.uuid not in {one.uuid for one in people}
    assert_same(own.tally(units=UNITS), tally_frame(framed(people), rule=RULE))
    assert other.places == ()
    assert other.tally(units=UNITS).cells == ()


@ON_SQLITE
def test_counted_tally__drawn_after_it_was_received__belongs_to_no_stratum(world):
    one = somebody(1, "", [4] * len(SLOTS), origin="listed")
    with transaction(world.engine) as session:
        store(session, [one])
        draw(session, [replace(one, stratum="SXD / a", origin="official")])
        found = counted_tally(session, 1, counting=COUNTING)

    assert found.tally(units=UNITS).cells == (Cell("SXD", "", ""),)


@ON_SQLITE
def test_counted_tally__code_that_the_rule_does_not_know__is_refused(world):
    with transaction(world.engine) as session:
        store(session, [somebody(1, "", [4] * len(SLOTS))])
        session.execute(text("UPDATE answer SET item_02 = 6"))

        with pytest.raises(ValueError, match="q12: the database holds codes"):
            counted_tally(session, 1, counting=COUNTING)


def test_counted_tally__any_round__is_one_question_to_the_database(world):
    with transaction(world.engine, writes=False) as session, world.statements() as sent:
        counted_tally(session, 1, counting=COUNTING)

    assert len(sent) == 1

"""What the database makes of answers for reliability, drivers and subgroups: as of a frame."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from scoring.driver_answers import answers_of_alike, driver_answers
from scoring.reliability import item_products
from scoring.rule import BLANK, NOT_ASKED
from scoring.subgroups import subgroup_tallies
from survey_app.db.alike_people import alike_people
from survey_app.db.answer_tallies import tallies_by_answer
from survey_app.db.counted_interviews import CountedInterviews
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.db.item_products import item_products_of
from survey_app.db.other_answers import other_word
from survey_app.db.tally_statements import Counting
from tests.survey_app.people_by_chance import (
    COUNTING,
    DEFINITION,
    RULE,
    SLOTS,
    UNITS,
    by_chance,
    framed,
    give_out,
    interview_of,
)

THOSE = CountedInterviews(round_id=1)
SETS = {"all": RULE.items, "one": ("q11",), "F1": ("q11", "q12", "q13", "q14")}
ARRAYS = ("interviews", "answered", "counts", "sums", "squares", "products")


@pytest.fixture
def people(world):
    """80 people who answered most of it, stored with their sex and a level for the whole."""
    chance = np.random.default_rng(23)
    found = []
    for at, one in enumerate(by_chance(5, 80)):
        mood = int(chance.integers(1, 6))
        levels = np.clip(mood + chance.integers(-1, 2, size=len(SLOTS)), 1, 5)
        gaps = chance.choice([9, BLANK, NOT_ASKED], size=len(SLOTS))
        full = chance.random(len(SLOTS)) < (0.85 if at % 3 else 1.0)
        found.append(replace(one, levels=np.where(full, levels, gaps).tolist()))
    others = [
        {"e1": int(sex), "whole": int(whole)} if at % 9 else {}
        for at, (sex, whole) in enumerate(
            zip(chance.choice([1, 2, 8], 80), chance.choice([1, 2, 4, 5, 9], 80), strict=True)
        )
    ]
    with transaction(world.engine) as session:
        give_out(session, found)
        insert_many(
            session,
            [
                replace(interview_of(one), other=other)
                for one, other in zip(found, others, strict=True)
            ],
        )
    return framed(found).assign(
        e1=[str(other.get("e1", "")) for other in others],
        whole=np.array([other.get("whole", BLANK) for other in others], dtype=np.int8),
    )


def assert_same(one, two):
    assert one.cells == two.cells
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


def test_item_products_of__people_of_some_strata__are_those_of_the_frame(world, people):
    scored = {("SXD", ""), ("STP", "STP / a"), ("STP", "")}
    places = zip(people["unit_code"], people["stratum"], strict=True)
    frame = people[[place in scored for place in places]]

    with transaction(world.engine, writes=False) as session:
        found = item_products_of(
            session,
            THOSE,
            counting=COUNTING,
            sets=SETS,
            is_scored=lambda unit, stratum: (UNITS[unit], stratum) in scored,
        )

    assert 0 < len(frame) < len(people)
    for name, items in SETS.items():
        expected = item_products(frame, rule=RULE, items=items)
        assert (found[name].items, found[name].people) == (items, expected.people)
        assert found[name].left_out == expected.left_out > 0
        np.testing.assert_array_equal(found[name].sums, expected.sums)
        np.testing.assert_array_equal(found[name].products, expected.products)
    assert found["all"].people > 5


def test_alike_people__all_interviews__the_answers_of_the_frame_to_the_byte(world, people):
    with transaction(world.engine, writes=False) as session:
        alike = alike_people(
            session,
            THOSE,
            counting=COUNTING,
            overall="whole",
            units=UNITS,
            is_scored=lambda unit, stratum: True,
        )

    found, expected = answers_of_alike(alike), driver_answers(people, rule=RULE, overall="whole")
    for name in ("levels", "group", "primary"):
        assert getattr(found, name).tobytes() == getattr(expected, name).tobytes()
    assert (found.factors, found.seed) == (expected.factors, expected.seed)
    assert found.left_out == expected.left_out
    assert len(expected.levels) > 20


@pytest.mark.parametrize("valid_from", [Fraction(0), Fraction(9, 10)])
def test_tallies_by_answer__a_question__are_those_of_the_frame(world, people, valid_from):
    rule = replace(RULE, valid_from=valid_from)

    with transaction(world.engine, writes=False) as session:
        found = tallies_by_answer(
            session, 1, counting=Counting.of(DEFINITION, rule=rule), item="e1"
        )

    expected = subgroup_tallies(people, rule=rule, label="e1")
    assert set(found) == set(expected) == {"", "1", "2", "8"}
    for label, tally in expected.items():
        assert_same(found[label].tally(units=UNITS), tally)


def test_other_word__what_is_no_code_of_an_item__stands_in_no_statement():
    with pytest.raises(ValueError, match="not the code"):
        other_word("e1' OR '1' = '1")

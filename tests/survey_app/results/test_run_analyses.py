"""What a document says beside the scores is what the same interviews in a frame come to."""

import json

import pytest

from scoring.driver_answers import driver_answers
from scoring.drivers import drivers_of, importance_performance, samples_of
from scoring.drivers_block import drivers_block
from scoring.reliability import item_products, item_reliability
from scoring.reliability_block import reliability_block
from scoring.responses import score_responses
from scoring.rule import rule_of
from scoring.unit_reliability import reliability_of_table
from survey_app.access.people import person_named
from survey_app.db import publications, rounds
from survey_app.db.engine import transaction
from survey_app.publication.score_runs import look, make_run
from tests.survey_app.asking_for_the_whole import (
    ASKING,
    ask_for_the_whole,
    framed_with_others,
    in_moods,
    store,
)
from tests.survey_app.people_by_chance import somebody

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
RULE = rule_of(ASKING)


@pytest.fixture
def people(begin, world):
    """150 people in moods, all stored; the questionnaire asks them for the whole."""
    return begin(_in_moods_stored, world)


def _in_moods_stored(world):
    found = in_moods(3, 150)
    ask_for_the_whole(world)
    store(world, found)
    return found


def looked_at(world):
    with transaction(world.engine, writes=False) as session:
        return look(session, rounds.round_by_id(session, 1), is_analysed=True)


def test_look__questionnaire_asks_for_the_whole__both_blocks_as_of_a_frame(world, people):
    frame = framed_with_others(people)
    table = score_responses(frame, rule=RULE)

    content = looked_at(world).document.content

    codes = {factor.code: factor.items for factor in RULE.factors}
    expected = reliability_block(
        reliability_of_table(table),
        items=item_reliability(item_products(frame, rule=RULE, items=RULE.items)),
        factors={
            code: item_reliability(item_products(frame, rule=RULE, items=items))
            for code, items in codes.items()
        },
        codes=codes,
        hidden=(),
        minimum=10,
    )
    assert content["reliability"] == expected.model_dump(mode="json")
    assert expected.items.alpha.est is not None
    assert 30 < expected.items.n < expected.factors["F1"].n
    answers = driver_answers(frame, rule=RULE, overall="whole")
    found = drivers_of(answers, seed=answers.seed, samples=samples_of(answers))
    block = drivers_block(
        found,
        item="whole",
        performance=importance_performance(found, row=table.overall, is_census=False, minimum=10),
        hidden=(),
    )
    assert content["drivers"] == block.model_dump(mode="json")
    assert block.r2.low is not None
    assert block.n > 100
    assert block.factors["F5"].lmg.reason is not None


def test_make_run__interviews_that_came_since__are_not_in_what_it_says(world, people):
    before = looked_at(world).document.canonical
    with transaction(world.engine) as session:
        found = rounds.round_by_id(session, 1)
        made = make_run(session, found, by=person_named(session, "noivu"), at=world.clock())
    store(world, in_moods(4, 40))

    with transaction(world.engine, writes=False) as session:
        run = publications.newest_run(session, 1)
    now = looked_at(world).document.content

    assert (run.id, run.result) == (made.id, before)
    said = json.loads(run.result)
    assert now["reliability"]["factors"]["F1"]["n"] > said["reliability"]["factors"]["F1"]["n"]
    assert now["drivers"]["seed"] != said["drivers"]["seed"]


@ON_SQLITE
def test_look__unit_of_nine_people__is_not_in_the_reliability_nor_told_by_it(world):
    """The other unit is hidden with it, so that no ranked unit is left."""
    nine = [(somebody(1, "", [4] * 22), {"whole": 4}) for _ in range(9)]
    ask_for_the_whole(world)
    store(world, [*nine, *in_moods(5, 120, units=(2,))])

    content = looked_at(world).document.content

    assert content["overall"]["n"] == 129
    assert content["reliability"]["units"]["units"] == {}
    assert content["reliability"]["units"]["median"]["reason"] == "units < 3"
    assert content["reliability"]["factors"]["F1"]["n"] > 100


@ON_SQLITE
def test_look__nine_people_in_all__nothing_is_told(world):
    ask_for_the_whole(world)
    store(world, [(somebody(1, "", [4] * 22), {"whole": 4}) for _ in range(9)])

    content = looked_at(world).document.content

    assert (content["reliability"], content["drivers"]) == (None, None)

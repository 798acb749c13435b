"""How long it takes to read the answers of a round for reliability, drivers and subgroups."""

import os
import time

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import text

from scoring.driver_answers import answers_of_alike
from scoring.drivers import drivers_of, samples_of
from scoring.reliability import item_products
from survey_app.db import rounds
from survey_app.db.alike_people import alike_people
from survey_app.db.answer_tallies import tallies_by_answer
from survey_app.db.counted_interviews import CountedInterviews
from survey_app.db.engine import connect, transaction
from survey_app.db.item_products import item_products_of
from survey_app.db.tally_statements import CURRENT, answers_anew
from survey_app.results.analysed_round import analysed_round
from survey_app.results.attributes import attribute_coded
from survey_app.results.round_subgroups import subgroups_of_round
from survey_app.results.tally_folding import fold_changes
from tests.bench import province
from tests.bench.documents import DEFINITION, ROUND
from tests.bench.many_interviews import COUNTING, add_interviews

SIZES = [2_124, 20_000, 1_000_000]
MOST = int(os.environ.get("HAILONG_BENCH_INTERVIEWS", SIZES[1]))
"""A million is asked for by name: making it takes minutes."""
RULE = COUNTING.rule
SETS = {"all": RULE.items, **{factor.code: factor.items for factor in RULE.factors}}
BLOCK = 5_000
OTHERS = {
    "sqlite": "json_object('e1', 1 + abs(random()) % 2, 'whole', item_01)",
    "postgresql": "json_build_object('e1', floor(1 + 2 * random())::integer, 'whole', item_01)",
}


def everywhere(_unit, _stratum):
    return True


def by_sql(session, round_id):
    those = CountedInterviews(round_id=round_id)
    return item_products_of(session, those, counting=COUNTING, sets=SETS, is_scored=everywhere)


def by_blocks(session, round_id):
    """The other way: all answers through the driver, 5,000 people at a time."""
    people = answers_anew(COUNTING, those=CURRENT).replace("AS MATERIALIZED", "AS NOT MATERIALIZED")
    statement = text(f"WITH {people} SELECT {', '.join(COUNTING.slots)} FROM person")
    found = dict.fromkeys(SETS)
    rows = session.execute(statement.execution_options(yield_per=BLOCK), {"round_id": round_id})
    for block in rows.partitions(BLOCK):
        frame = pd.DataFrame(
            np.array([tuple(row) for row in block], dtype=np.int8), columns=list(RULE.items)
        )
        for name, items in SETS.items():
            part = item_products(frame, rule=RULE, items=items)
            found[name] = part if found[name] is None else found[name] + part
    return found


def drivers(session, round_id):
    alike = alike_people(
        session,
        CountedInterviews(round_id=round_id),
        counting=COUNTING,
        overall="whole",
        units=dict.fromkeys(range(1, 100), "x"),
        is_scored=everywhere,
    )
    answers = answers_of_alike(alike)
    return drivers_of(answers, seed=answers.seed, samples=samples_of(answers))


def by_question(session, round_id):
    return tallies_by_answer(session, round_id, counting=COUNTING, item="e1")


def page(session, round_id):
    found = rounds.round_by_id(session, round_id)
    analysed = analysed_round(session, found, live_up_to=MOST)
    attribute = attribute_coded(DEFINITION, "e1")
    return analysed, subgroups_of_round(session, analysed.basis, by=attribute)


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_read_answers__more_and_more_interviews__every_one_is_in_it(kind, request):
    url = request.getfixturevalue(f"durable_{'postgres' if kind == 'postgresql' else kind}")
    engine = connect(url if kind == "sqlite" else url[0])
    here, there, lines = province.set_up(engine), 0, []
    for size in [one for one in SIZES if one <= MOST]:
        add_interviews(engine, here, count=size - there)
        there = size
        with transaction(engine) as session:
            session.execute(
                text(f"UPDATE answer SET other = {OTHERS[kind]} WHERE CAST(other AS text) = '{{}}'")
            )
        sum(fold_changes(engine))
        with transaction(engine, writes=False) as session:
            found = {}
            round_id = rounds.round_coded(session, ROUND).id
            for what in (by_sql, by_blocks, drivers, by_question, page):
                began, busy = time.perf_counter(), time.process_time()
                found[what] = what(session, round_id)
                took = time.perf_counter() - began, time.process_time() - busy
                lines.append(
                    f"{kind:<11} {size:>10,} {what.__name__:<12} {took[0]:>7.2f} s"
                    f" {took[1]:>7.2f} s of Python"
                )
        for name, products in found[by_sql].items():
            assert products.people + products.left_out == size
            np.testing.assert_array_equal(products.products, found[by_blocks][name].products)
        assert found[drivers].people + found[drivers].left_out == size
        analysed, subgroups = found[page]
        assert analysed.is_live
        assert sum(row.n for row in subgroups.subgroups) == size
    engine.dispose()

    print("\n" + "\n".join(lines))

"""What is kept of interviews is what their answers say, whatever happens to them, and when."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import psycopg._queries
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, literal, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from scoring.flat_tally import rule_sha256
from scoring.frame_tally import tally_frame
from scoring.packed_sums import Summing
from survey_app.db import migrate, rounds, tally_cells
from survey_app.db.design_tallies import counted_tally, kept_tally
from survey_app.db.engine import transaction
from survey_app.db.interview_versions import revive, void
from survey_app.db.interviews import add_version, insert_all_once, insert_many, insert_once
from survey_app.db.sync_stored import MANY_AT_ONCE, ONE_AT_ONCE, Accepted, Entry, store_accepted
from survey_app.db.tables import Round
from survey_app.db.tally_statements import Counting
from survey_app.results import tally_folding
from survey_app.results.tally_folding import fold_changes
from tests.survey_app.conftest import START
from tests.survey_app.people_by_chance import (
    CODES,
    COUNTING,
    DEFINITION,
    RULE,
    SLOTS,
    UNITS,
    by_chance,
    framed,
    give_out,
    go_by_what_does_not_fit,
    interview_of,
    row,
    somebody,
)
from tests.survey_app.rounds_apart import LATER, copied, interviewed

ARRAYS = ("interviews", "answered", "counts", "sums", "squares", "products")
ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
ENTRY = Entry(action="interview.received", account_id=1, at=START, details={})


def by_a_batch(session, news):
    store_accepted(
        session, [Accepted(interview=new, is_unlisted=False) for new in news], entry=ENTRY
    )


DOORS = {
    "page": lambda session, news: [insert_once(session, new) for new in news],
    "list": insert_all_once,
    "simulation": insert_many,
    "tablet": by_a_batch,
}


def assert_same(one, two):
    assert one.cells == two.cells
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


def kept(session, counting=COUNTING):
    return kept_tally(session, 1, counting=counting).tally(units=UNITS)


def assert_is(world, people):
    """What is kept is the tally of these people's interviews, and so are their answers."""
    with transaction(world.engine, writes=False) as session:
        found, anew = kept(session), counted_tally(session, 1, counting=COUNTING)
    expected = tally_frame(framed(people), rule=RULE)
    assert_same(found, expected)
    assert_same(anew.tally(units=UNITS), expected)


def store(world, people):
    with transaction(world.engine) as session:
        give_out(session, people)
        insert_many(session, [interview_of(one) for one in people])


def changes(world):
    return world.one("SELECT count(*) FROM tally_change")


@pytest.mark.parametrize("door", list(DOORS))
def test_store__any_door__keeps_what_the_interviews_come_to(world, door):
    people = by_chance(1, 12)
    with transaction(world.engine) as session:
        give_out(session, people)

    with transaction(world.engine) as session:
        DOORS[door](session, [interview_of(one) for one in people])

    assert_is(world, people)
    summing = Summing(RULE)
    rows = world.rows(
        "SELECT stratum, satisfied, valid, levels FROM interview_tally ORDER BY satisfied, valid"
    )
    sums = [(one.stratum, summing.sums_of(one.levels)) for one in people]
    assert sorted(rows) == sorted(
        (stratum, one.satisfied, one.valid, one.levels) for stratum, one in sums
    )
    assert changes(world) == len(people)


@pytest.mark.parametrize("door", ["page", "list", "tablet"])
def test_store__sent_twice__is_kept_once(world, door):
    people = by_chance(2, 3)
    with transaction(world.engine) as session:
        give_out(session, people)

    for _ in range(2):
        with transaction(world.engine) as session:
            DOORS[door](session, [interview_of(one) for one in people])

    assert_is(world, people)
    assert changes(world) == 3


STEPS = st.lists(
    st.tuples(st.sampled_from(["new", "version", "void", "revive", "fold"]), st.integers(0, 2**31)),
    min_size=1,
    max_size=15,
)


class Fate:
    """Does things to interviews, and knows which of them count."""

    def __init__(self, session):
        self.session = session
        self.counting = {}
        self.voided = {}

    def one_of(self, people, chance):
        return list(people)[chance % len(people)]

    def new(self, chance):
        [one] = by_chance(chance, 1)
        give_out(self.session, [one])
        insert_once(self.session, interview_of(one))
        self.counting[self.number_of(one)] = one

    def number_of(self, one):
        return self.session.execute(
            text("SELECT max(id) FROM interview WHERE uuid = :uuid"),
            {"uuid": one.uuid if self.session.bind.dialect.name == "postgresql" else one.uuid.hex},
        ).scalar_one()

    def version(self, chance):
        if self.counting:
            number = self.one_of(self.counting, chance)
            before = self.counting.pop(number)
            levels = np.random.default_rng(chance).choice(CODES, size=len(SLOTS)).tolist()
            after = replace(before, levels=levels)
            version = self.session.execute(
                text("SELECT version FROM interview WHERE id = :id"), {"id": number}
            ).scalar_one()
            last = type("Last", (), {"id": number, "version": version})
            self.counting[add_version(self.session, interview_of(after), after=last)] = after

    def void(self, chance):
        if self.counting:
            number = self.one_of(self.counting, chance)
            void(self.session, number, reason="x", at=START)
            self.voided[number] = self.counting.pop(number)

    def revive(self, chance):
        if self.voided:
            number = self.one_of(self.voided, chance)
            revive(self.session, number)
            self.counting[number] = self.voided.pop(number)

    def fold(self, chance):
        most = 1 + chance % 4
        assert tally_cells.add_changes(self.session, 1, counting=COUNTING, most=most) is not None


@given(steps=STEPS)
@settings(
    max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_kept_tally__after_every_step_of_any_fate__is_that_of_what_counts(world, steps):
    with transaction(world.engine) as session:
        fate = Fate(session)
        for step, chance in steps:
            getattr(fate, step)(chance)

            expected = tally_frame(framed(list(fate.counting.values())), rule=RULE)
            assert_same(kept(session), expected)
        session.rollback()


def test_fold_changes__everything__leaves_cells_alone_and_the_same_tally(world):
    people = by_chance(3, 50)
    store(world, people)

    added = list(fold_changes(world.engine, at_once=20))

    assert added == [20, 20, 10]
    assert changes(world) == 0
    assert_is(world, people)
    assert sum(fold_changes(world.engine)) == 0


def test_void__twice_and_revive_twice__counts_once(world):
    people = by_chance(4, 2)
    store(world, people)
    with transaction(world.engine) as session:
        for _ in range(2):
            void(session, 1, reason="x", at=START)

    assert_is(world, people[1:])
    list(fold_changes(world.engine))
    with transaction(world.engine) as session:
        for _ in range(2):
            revive(session, 1)
    assert_is(world, people)


def test_kept_tally__cells_of_another_rule__are_counted_anew_until_they_are_made_anew(world):
    people = by_chance(5, 30)
    store(world, people)
    list(fold_changes(world.engine))
    stricter = Counting.of(DEFINITION, rule=replace(RULE, satisfied=frozenset({5})))
    expected = tally_frame(framed(people), rule=stricter.rule)

    with transaction(world.engine) as session:
        assert_same(kept(session, stricter), expected)
        assert tally_cells.add_changes(session, 1, counting=stricter, most=10) is None
        tally_cells.remake_cells(session, 1, counting=stricter)

    more = by_chance(6, 5)
    store(world, more)
    expected = tally_frame(framed(people + more), rule=stricter.rule)
    with transaction(world.engine) as session:
        assert_same(kept(session, stricter), expected)
        assert tally_cells.add_changes(session, 1, counting=stricter, most=10) == 5
        assert_same(kept(session, stricter), expected)
        assert_same(kept(session), tally_frame(framed(people + more), rule=RULE))


def test_fold_changes__round_that_is_made_meanwhile__waits_for_the_next_time(world, monkeypatch):
    store(world, by_chance(3, 3))
    every = rounds.all_rounds

    def and_then_another_round(session):
        found = every(session)
        monkeypatch.undo()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(another_round).result()
        return found

    def another_round():
        with transaction(world.engine) as session:
            copied(session)
            interviewed(session, LATER, {"SXD": [row()] * 2})

    monkeypatch.setattr(tally_folding.rounds, "all_rounds", and_then_another_round)

    assert sum(fold_changes(world.engine)) == 3
    assert sum(fold_changes(world.engine)) == 2


def test_fold_changes__cells_of_a_rule_of_before__are_made_anew(world):
    people = by_chance(15, 20)
    store(world, people)
    list(fold_changes(world.engine))
    world.change(
        "UPDATE tally_cell SET rule_sha256 = :other, numbers = :none", other="0" * 64, none=b""
    )
    assert_is(world, people)

    list(fold_changes(world.engine))

    assert world.rows("SELECT DISTINCT rule_sha256 FROM tally_cell") == [(rule_sha256(RULE),)]
    assert_is(world, people)


@ON_SQLITE
def test_fold_changes__round_that_cannot_be_scored__holds_up_no_other(world):
    copied = [column for column in Round.__table__.columns if column.name not in {"id", "code"}]
    people = by_chance(17, 20)
    store(world, people)
    with transaction(world.engine) as session:
        other = insert(Round).from_select(
            ["code", *(column.name for column in copied)], select(literal("thu-2023"), *copied)
        )
        number = session.execute(other.returning(Round.id)).scalar_one()
        moved = text("UPDATE round_unit SET round_id = :number WHERE id = 2")
        session.execute(moved, {"number": number})
        go_by_what_does_not_fit(session)

    with pytest.raises(ExceptionGroup) as failed:
        list(fold_changes(world.engine))

    [failure] = failed.value.exceptions
    assert failure.__notes__ == ["round thu-2022"]
    waiting = [one for one in people if one.round_unit_id == 1]
    assert 0 < len(waiting) == changes(world) < len(people)


def test_kept_tally__any_round__is_one_question_to_the_database(world):
    with transaction(world.engine, writes=False) as session, world.statements() as sent:
        kept(session)

    assert len(sent) == 1


@ON_SQLITE
def test_store__questionnaire_without_a_rule__is_stored_and_has_no_tally(world, monkeypatch):
    monkeypatch.setattr("survey_app.db.interview_tallies.summing_of", lambda *_: None)

    store(world, by_chance(7, 2))

    assert world.one("SELECT count(*) FROM answer") == 2
    assert world.one("SELECT count(*) FROM interview_tally") == changes(world) == 0


def test_upgrade__interviews_of_before__get_what_they_come_to(world):
    people = by_chance(8, 20)
    store(world, people)
    with transaction(world.engine) as session:
        void(session, 3, reason="x", at=START)
    voided = people.pop(2)
    before = world.rows("SELECT * FROM interview_tally ORDER BY interview_id")
    migrate.downgrade(world.engine, to="0018")

    migrate.upgrade(world.engine)

    assert voided.uuid not in {one.uuid for one in people}
    assert world.rows("SELECT * FROM interview_tally ORDER BY interview_id") == before
    assert changes(world) == 19
    assert_is(world, people)
    migrate.upgrade(world.engine)
    assert changes(world) == 19


@ON_POSTGRESQL
def test_fold__interview_whose_transaction_is_still_open__is_added_later(world):
    early, late = by_chance(9, 3), [somebody(1, "", [5] * len(SLOTS))]
    with transaction(world.engine) as session:
        give_out(session, early + late)
    with Session(world.engine) as receiving, receiving.begin():
        insert_many(receiving, [interview_of(one) for one in late])  # has the lower numbers
        with transaction(world.engine) as session:
            insert_many(session, [interview_of(one) for one in early])

        assert sum(fold_changes(world.engine)) == 3
        assert_is(world, early)

    assert_is(world, early + late)
    assert sum(fold_changes(world.engine)) == 1
    assert_is(world, early + late)


@ON_POSTGRESQL
def test_fold__not_yet_committed__hides_nothing_and_holds_nobody_up(world):
    people, more = by_chance(10, 8), by_chance(11, 4)
    store(world, people)
    with Session(world.engine) as folding, folding.begin():
        assert tally_cells.locked(folding, 1)
        assert tally_cells.add_changes(folding, 1, counting=COUNTING, most=100) == 8

        assert_is(world, people)
        store(world, more)
        assert_is(world, people + more)
        with transaction(world.engine) as session:
            void(session, 1, reason="x", at=START)
        assert_is(world, people[1:] + more)
        assert sum(fold_changes(world.engine)) == 0  # somebody else is at it

    assert_is(world, people[1:] + more)
    assert sum(fold_changes(world.engine)) == 5
    assert_is(world, people[1:] + more)


@ON_POSTGRESQL
def test_fold__killed_before_it_commits__has_changed_nothing(world):
    people = by_chance(12, 8)
    store(world, people)
    with Session(world.engine) as folding:
        folding.begin()
        pid = folding.execute(text("SELECT pg_backend_pid()")).scalar_one()
        assert tally_cells.locked(folding, 1)
        tally_cells.add_changes(folding, 1, counting=COUNTING, most=5)
        world.rows("SELECT pg_terminate_backend(:pid)", pid=pid)
        with pytest.raises(OperationalError):
            folding.commit()

    assert_is(world, people)
    assert sum(fold_changes(world.engine)) == 8
    assert_is(world, people)


@ON_POSTGRESQL
@pytest.mark.parametrize("deed", ["void", "revive"])
def test_void_and_revive__two_at_once__are_noted_once(world, deed):
    people = by_chance(16, 3)
    store(world, people)
    list(fold_changes(world.engine))
    if deed == "revive":
        with transaction(world.engine) as session:
            void(session, 1, reason="x", at=START)

    def do(session):
        void(session, 1, reason="x", at=START) if deed == "void" else revive(session, 1)

    def do_it_too():
        with transaction(world.engine) as session:
            do(session)

    with ThreadPoolExecutor(1) as pool, Session(world.engine) as first:
        first.begin()
        do(first)
        second = pool.submit(do_it_too)
        world.wait_until_it_waits(second)
        first.commit()
        second.result()

    assert_is(world, people if deed == "revive" else people[1:])
    list(fold_changes(world.engine))
    assert_is(world, people if deed == "revive" else people[1:])


@ON_POSTGRESQL
def test_remake__interview_received_meanwhile__is_neither_lost_nor_counted_twice(world):
    people, more = by_chance(13, 6), by_chance(14, 3)
    store(world, people)
    list(fold_changes(world.engine))
    with Session(world.engine) as remaking, remaking.begin():
        assert tally_cells.locked(remaking, 1)
        tally_cells.remake_cells(remaking, 1, counting=COUNTING)
        store(world, more)

        assert_is(world, people + more)

    assert_is(world, people + more)


@pytest.mark.parametrize("statement", [MANY_AT_ONCE, ONE_AT_ONCE], ids=["many", "one"])
def test_statement_of_a_batch__whatever_is_stored__is_one_that_the_driver_remembers(statement):
    assert len(statement) <= psycopg._queries.MAX_CACHED_STATEMENT_LENGTH
    assert statement.count("%(") <= psycopg._queries.MAX_CACHED_STATEMENT_PARAMS

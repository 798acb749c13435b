"""The files of interviews of a run: what is in those that are handed on, and in the full one."""

import csv
import gc
import io
import json
from collections import Counter
from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import select, update

from scoring.rule import NOT_ASKED
from survey_app.access.people import person_named
from survey_app.db import publications, round_writes, rounds, run_answers
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.db.tables import AuditEvent, Interview, InterviewTally, SampleDraw
from survey_app.publication.report.reading import reported_run
from survey_app.publication.responses import blocks, rows_of_run, spooling
from survey_app.publication.responses.full_file import FullFileRequest, take_full_file
from survey_app.publication.responses.pseudonyms import key_for
from survey_app.publication.responses.reading import responses_of
from survey_app.publication.responses.writing import response_parts
from survey_app.wording.speech import VIETNAMESE
from tests.survey_app.conftest import START
from tests.survey_app.people_by_chance import (
    by_chance,
    give_out,
    interview_of,
    row,
    say_sizes,
    somebody,
)
from tests.survey_app.publication.test_run_responses import (
    WEIGHTED,
    go_by,
    make_public,
    same,
    scored,
    without_files,
)

SIZES = {"SXD / a": 900, "SXD / b": 260, "STP / a": 180, "STP / b": 190}
BACKGROUND = ("e1", "e2", "e3", "e4", "e5", "a4", "a5", "a6")
MINIMUM = 10
WITHHELD = "-3"


def other_answers(chance):
    """What somebody says of themselves and their case; a few do not say it."""
    answers = {"k1": 1, "k2": 1, "a4": 1, "a5": int(chance.integers(1, 4)), "a6": 1, "b4": 2}
    answers |= {"b6": int(chance.integers(1, 4)), "b10": int(chance.integers(1, 3))}
    answers |= {"e1": int(chance.integers(1, 3)), "e2": int(chance.integers(1, 6))}
    answers |= {"d1": sorted(int(one) for one in chance.choice([1, 2, 3, 9], 2, replace=False))}
    if answers["b6"] == 3 and chance.random() < 0.5:
        answers["b7"] = int(chance.integers(1, 4))
    if chance.random() < 0.2:
        del answers["e2"]
    return answers


@pytest.fixture
def published(begin, world):
    """A weighted round of drawn people, in public; gives the interviews by their UUID."""
    return world, begin(_weighted_and_drawn, world)


def _weighted_and_drawn(world):
    people = [one for one in by_chance(5, 300) if one.stratum]
    return publish_people(world, people, plan=WEIGHTED, is_drawn=True)


def publish_people(world, people, *, plan=None, is_drawn=False):
    chance = np.random.default_rng(3)
    made = {one.uuid: replace(interview_of(one), other=other_answers(chance)) for one in people}
    with transaction(world.engine) as session:
        give_out(session, people)
        if is_drawn:
            say_sizes(session, SIZES)
            revealed = {"revealed_at": START, "revealed_by": 1, "seed": "a" * 32}
            session.execute(update(SampleDraw).values(revealed))
        insert_many(session, list(made.values()))
        go_by(session, plan)
        round_writes.move_round(session, 1, start="open", end="closed")
    make_public(world, at=START)
    return made


def file_of(world, kind, *, key=b"k" * 32):
    """The text of a file of the run that is public."""
    with transaction(world.engine, writes=False) as session:
        of = reported_run(session, rounds.round_by_id(session, 1))
        responses = responses_of(session, of, key=key, speech=VIETNAMESE)
        return "".join(response_parts(session, kind=kind, responses=responses, of=of))


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_file_to_hand_on__person_and_case__cannot_be_told_from_it(published):
    world, made = published

    text = file_of(world, "csv")

    rows = rows_of(text)
    assert len(rows) == len(made)
    assert not {UUID(one["response_uuid"]) for one in rows} & set(made)
    assert {UUID(one["response_uuid"]).version for one in rows} == {8}
    for name in ("enumerator", "started_at", "finished_at"):
        assert {one[name] for one in rows} == {""}
    assert "b4" not in rows[0]
    assert "a3" not in rows[0]
    ids = [(one["unit_code"], one["response_uuid"]) for one in rows]
    assert ids == sorted(ids, key=lambda pair: (["SXD", "STP"].index(pair[0]), pair[1]))


def test_file_to_hand_on__attributes__are_shared_by_enough_people_of_unit_and_stratum(published):
    world, _ = published

    rows = rows_of(file_of(world, "csv"))

    names = ("unit_code", "stratum", *BACKGROUND, "mode", "origin")
    alike = Counter(tuple(one[name] for name in names) for one in rows)
    assert min(alike.values()) >= MINIMUM
    shown = sum(one["e1"] != WITHHELD for one in rows)
    assert shown > len(rows) / 2


def test_file_to_hand_on__scored_again__gives_the_published_numbers(published, tmp_path):
    world, _ = published
    with transaction(world.engine, writes=False) as session:
        of = reported_run(session, rounds.round_by_id(session, 1))
        document = json.loads(file_of_run(session, of))
    rows = list(csv.reader(io.StringIO(file_of(world, "csv").removeprefix("\ufeff"))))

    again = scored(tmp_path, rows, plan=WEIGHTED)

    assert same(document, without_files(again, "composition")) > 300


def file_of_run(session, of):
    return publications.run_of_round(session, 1, run_id=of.publication.run_id).result


def test_file_to_hand_on__answers__are_those_that_were_given(published):
    world, made = published

    handed_on = rows_of(file_of(world, "csv"))
    full = rows_of(file_of(world, "csv", key=None))

    assert Counter(one["b6"] for one in handed_on) == Counter(
        str(one.other["b6"]) for one in made.values()
    )
    for one in full:
        given = made[UUID(one["response_uuid"])].other
        assert one["b4"] == "2"
        assert one["e2"] == str(given.get("e2", ""))
        assert one["b7"] == str(given.get("b7", "" if given["b6"] == 3 else -2))
        assert one["d1_1"] == str(int(1 in given["d1"]))
        assert one["enumerator"] == "an"
        assert one["started_at"] == "2022-10-03T08:00:00+07:00"


def test_file_to_hand_on__same_key__is_the_same_and_another_key_makes_other_identifiers(published):
    world, _ = published

    first, second, other = (file_of(world, "json", key=key * 32) for key in (b"a", b"a", b"b"))

    assert first == second
    ids = [
        {one["response_uuid"] for one in json.loads(text)["responses"]} for text in (first, other)
    ]
    assert not ids[0] & ids[1]


@pytest.mark.parametrize("key", [b"k" * 32, None], ids=["to hand on", "full"])
def test_file__read_in_parts_smaller_than_a_unit__is_the_same(published, monkeypatch, key):
    world, made = published
    whole = file_of(world, "csv", key=key)
    read, sizes = run_answers.answers_of_run, []

    def counted(*args, **rest):
        for part in read(*args, **rest):
            sizes.append(len(part))
            yield part

    monkeypatch.setattr(run_answers, "ROWS", 7)
    monkeypatch.setattr(run_answers, "answers_of_run", counted)
    monkeypatch.setattr(spooling, "PART", 11)
    monkeypatch.setattr(rows_of_run, "PART", 11)
    monkeypatch.setattr(blocks, "IN_MEMORY", 1)
    monkeypatch.setattr(rows_of_run, "IN_MEMORY", 1)

    in_parts = file_of(world, "csv", key=key)

    assert in_parts == whole
    assert (sum(sizes), max(sizes)) == (len(made), 7)


@pytest.mark.parametrize("key", [b"k" * 32, None], ids=["to hand on", "full"])
def test_file__rows_of_the_database__come_without_being_put_in_order_first(published, key):
    world, _ = published

    with world.statements() as sent:
        file_of(world, "csv", key=key)

    (statement,) = [one for one in sent if "answer.other" in one]
    assert "Sort" not in (plan := plan_of(world, statement))
    assert "TEMP B-TREE" not in plan


def plan_of(world, statement):
    """How the database would go about it; one that can do without sorting does."""
    with world.engine.begin() as connection:
        if world.engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL enable_sort = off")
            asked = connection.exec_driver_sql("EXPLAIN " + statement, {"score_run_id_1": 1})
        else:
            asked = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, (1,))
        return "\n".join(str(row) for row in asked)


def test_full_file__several_enumerators__are_named_in_the_order_of_identifiers(published):
    world, _ = published
    ((binh,),) = world.rows("SELECT id FROM account WHERE username = 'binh'")
    of_stratum = select(InterviewTally.interview_id).where(InterviewTally.stratum == "SXD / b")
    with world.engine.begin() as connection:
        connection.execute(
            update(Interview).where(Interview.id.in_(of_stratum)).values(enumerator_id=binh)
        )

    rows = rows_of(file_of(world, "csv", key=None))

    assert {one["enumerator"] for one in rows} == {"an", "binh"}
    for one in rows:
        assert one["enumerator"] == ("binh" if one["stratum"] == "SXD / b" else "an")
    for unit in ("SXD", "STP"):
        ids = [one["response_uuid"] for one in rows if one["unit_code"] == unit]
        assert len(ids) > 50
        assert ids == sorted(ids)


@pytest.mark.filterwarnings("error::ResourceWarning")
def test_file__writing_fails_in_the_middle__leaves_nothing_open(published, monkeypatch):
    world, made = published
    monkeypatch.setattr(run_answers, "ROWS", 7)

    def fail(session):
        for _ in run_answers.answers_of_run(session, 1, items=22, is_full=True):
            raise OSError("no space left")

    for _ in range(3):
        with (
            pytest.raises(OSError, match="no space left"),
            transaction(world.engine, writes=False, at_one_moment=True) as session,
        ):
            fail(session)

    gc.collect()
    assert len(rows_of(file_of(world, "csv", key=None))) == len(made)


def test_file_to_hand_on__hidden_unit_and_factor__are_not_in_it(world):
    people = [somebody(1, "", row()) for _ in range(20)]
    people += [somebody(2, "", row()) for _ in range(4)]
    # Eleven of the twenty were asked about the fifth factor, all others were not.
    feedback = {f"q5{at}": 4 for at in range(1, 5)}
    people += [somebody(1, "", row(**feedback)) for _ in range(3)]
    publish_people(world, people)

    handed_on = json.loads(file_of(world, "json"))
    full = json.loads(file_of(world, "json", key=None))

    # With two units of a group, the other one goes along, so that nothing follows from the sum.
    assert handed_on["units_withheld"] == ["STP", "SXD"]
    assert handed_on["responses"] == []
    assert len(full["responses"]) == len(people)
    assert full["units_withheld"] == []


def test_file_to_hand_on__hidden_factor__is_withheld_in_every_row(world):
    feedback = {f"q5{at}": 4 for at in range(1, 5)}
    people = [somebody(unit, "", row()) for unit in (1, 2) for _ in range(20)]
    people += [somebody(1, "", row(**feedback)) for _ in range(3)]
    publish_people(world, people)

    rows = json.loads(file_of(world, "json"))["responses"]

    assert len(rows) == len(people)
    # Of the other unit nobody was asked: there is nobody to be recognised.
    assert {(one["unit_code"], one["q51"]) for one in rows} == {("SXD", -3), ("STP", NOT_ASKED)}
    assert all(one["q11"] in {4, -3} for one in rows)


def test_key_for__asked_twice__is_the_same_key_of_32_bytes(published):
    world, _ = published

    with transaction(world.engine) as session:
        first = key_for(session, 1, at=START)
    with transaction(world.engine) as session:
        second = key_for(session, 1, at=START)

    assert first == second
    assert len(first) == 32


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_take_full_file__no_reason__is_refused_and_not_written_down(published, reason):
    world, _ = published

    with transaction(world.engine) as session:
        faults = ask(session, reason)
        written = session.query(AuditEvent).filter_by(action="round.full_file_taken").count()

    assert [fault.where for fault in faults] == ["reason"]
    assert written == 0


def test_take_full_file__reason__stands_in_the_log(published):
    world, _ = published

    with transaction(world.engine) as session:
        faults = ask(session, " Đối chiếu khiếu nại số 12 ")
        found = session.query(AuditEvent).filter_by(action="round.full_file_taken").one()

    assert faults == ()
    assert found.details == {
        "reason": "Đối chiếu khiếu nại số 12",
        "run": "1",
        "format": "csv",
    }


def ask(session, reason):
    request = FullFileRequest(
        by=person_named(session, "noivu"), at=START, reason=reason, run_id=1, kind="csv"
    )
    return take_full_file(session, rounds.round_by_id(session, 1), request)

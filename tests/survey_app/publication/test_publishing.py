"""Scores are frozen, made public, replaced and withdrawn."""

import json
import threading

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from scoring.excluded import Excluded
from scoring.plans.canonical import canonical_plan
from scoring.plans.shipped import scoring_plan
from survey_app.access.people import person_named
from survey_app.db import (
    audit,
    interview_versions,
    migrate,
    plans,
    publications,
    round_writes,
    rounds,
)
from survey_app.db.engine import transaction
from survey_app.db.interviews import add_version, insert_many
from survey_app.db.tables import Quarantine, SampleDraw, ScoreRow, ScoreRun, ScoreRunInterview
from survey_app.fieldwork.round_problems import RoundCode
from survey_app.publication.publishing import PublishRequest, publish, withdraw
from survey_app.publication.score_runs import look
from survey_app.results.run_estimates import estimate_as_a_run, estimate_run
from tests.survey_app.conftest import START
from tests.survey_app.people_by_chance import by_chance, give_out, interview_of, say_sizes

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@pytest.fixture
def people(begin, world):
    """Interviews by chance, stored; nobody was drawn."""
    return begin(_by_chance_stored, world)


def _by_chance_stored(world):
    found = [one for one in by_chance(11, 160) if not one.stratum]
    with transaction(world.engine) as session:
        give_out(session, found)
        insert_many(session, [interview_of(one) for one in found])
    return found


@pytest.fixture
def closed(world, people):
    """The round is closed; gives it."""
    with transaction(world.engine) as session:
        found = rounds.round_coded(session, "thu-2022")
        round_writes.move_round(session, found.id, start="open", end="closed")
        return found


def request_of(session, world, *, reason="", who="noivu"):
    current = publications.current_publication(session, 1)
    return PublishRequest(
        by=person_named(session, who),
        at=world.clock(),
        reason=reason,
        seen=None if current is None else current.id,
    )


def published(world, *, reason=""):
    with transaction(world.engine) as session:
        return publish(session, 1, request_of(session, world, reason=reason))


def withdrawn(world, *, reason):
    with transaction(world.engine) as session:
        return withdraw(session, 1, request_of(session, world, reason=reason))


def void(world, one):
    with transaction(world.engine) as session:
        last = interview_versions.last_version(session, one.uuid)
        interview_versions.void(session, last.id, at=world.clock(), reason="Phiếu khống")


def state_of(world):
    with transaction(world.engine, writes=False) as session:
        return rounds.round_by_id(session, 1).state


def history(world):
    with transaction(world.engine, writes=False) as session:
        return publications.publications_of(session, 1)


def run_of(world, run_id):
    with transaction(world.engine, writes=False) as session:
        return publications.run_of_round(session, 1, run_id=run_id)


def codes(faults):
    return [fault.code.upper() for fault in faults]


def test_publish__closed_round__freezes_what_counts_and_takes_the_step(world, closed, people):
    made = published(world)

    assert made.faults == ()
    assert state_of(world) == "published"
    [stands] = history(world)
    assert (stands.state, stands.interviews) == ("current", len(people))
    run = run_of(world, made.run.id)
    assert run.result_sha256 == made.run.sha256
    assert json.loads(run.result)["overall"]["n"] == len(people)
    with transaction(world.engine, writes=False) as session:
        kept = session.scalars(select(func.count()).select_from(ScoreRunInterview)).one()
        kinds = session.execute(
            select(ScoreRow.kind, ScoreRow.code).order_by(ScoreRow.kind, ScoreRow.code)
        ).all()
        done = audit.latest_of(session, object_kind="round", object_id="1", limit=2)
    assert kept == len(people)
    assert [tuple(row) for row in kinds] == [
        ("group", "department"),
        ("unit", "STP"),
        ("unit", "SXD"),
        ("whole", ""),
    ]
    assert {event.action for event in done} == {"round.published", "round.scores_frozen"}


def test_publish__same_inputs__same_bytes_as_looked_at_before(world, closed):
    with transaction(world.engine, writes=False) as session:
        before = look(session, rounds.round_by_id(session, 1), is_analysed=True).document

    made = published(world)

    assert run_of(world, made.run.id).result == before.canonical
    withdrawn(world, reason="Thử lại")
    again = published(world)
    assert run_of(world, again.run.id).result == before.canonical
    assert again.run.sha256 == made.run.sha256 == before.sha256


def test_publish__void_afterwards__leaves_the_run_and_the_next_one_supersedes_it(
    world, closed, people
):
    first = published(world)
    before = run_of(world, first.run.id)
    void(world, people[0])

    assert run_of(world, first.run.id) == before
    with transaction(world.engine, writes=False) as session:
        assert publications.cut_of_run(session, first.run.id) == first.run.cut
    second = published(world, reason="Một phiếu bị loại")

    newest, oldest = history(world)
    assert (newest.state, newest.run_id) == ("current", second.run.id)
    assert (oldest.state, oldest.ended_reason) == ("superseded", "Một phiếu bị loại")
    assert newest.interviews == len(people) - 1
    excluded = json.loads(run_of(world, second.run.id).result)["overall"]["with_excluded"]
    assert excluded == {
        **Excluded(voided=1).json,
        "est": None,
        "score10": None,
    }  # it would tell what one said
    assert state_of(world) == "published"


def test_estimate_run__interview_voided_since__counts_once_in_both_scores(world, closed, people):
    made = published(world)
    void(world, people[0])

    with transaction(world.engine, writes=False) as session:
        found = rounds.round_by_id(session, 1)
        of_run = estimate_run(session, found, run_id=made.run.id)
        now = estimate_as_a_run(session, found)

    assert of_run.estimates.table.overall.n == of_run.with_voided.overall.n == len(people)
    assert of_run.excluded == {}
    assert now.estimates.table.overall.n == len(people) - 1
    assert now.with_voided.overall == of_run.with_voided.overall


def test_publish__voided_and_made_anew__is_one_person_in_both_scores(world, closed, people):
    void(world, people[0])
    with transaction(world.engine) as session:
        last = interview_versions.last_version(session, people[0].uuid)
        add_version(session, interview_of(people[0]), after=last)

    made = published(world)

    overall = json.loads(run_of(world, made.run.id).result)["overall"]
    assert overall["n"] == len(people)
    assert overall["with_excluded"]["n_excluded"] == 0
    assert overall["with_excluded"]["est"] == overall["published"]["est"]


def test_publish__enough_voided_afterwards__says_the_score_of_before_as_the_other_one(
    world, closed, people
):
    before = json.loads(run_of(world, published(world).run.id).result)
    for unit in (1, 2):
        for one in [one for one in people if one.round_unit_id == unit][:12]:
            void(world, one)

    after = json.loads(run_of(world, published(world, reason="Loại").run.id).result)

    for kind in ("units", "groups"):
        for code, row in after[kind].items():
            was = before[kind][code]["published"]["est"]
            assert row["with_excluded"]["est"] == pytest.approx(was, rel=1e-12)
    assert after["overall"]["with_excluded"]["n_excluded"] == 24


@ON_SQLITE
def test_publish__cases_and_draws__are_told_with_the_response_rate(world, closed, people):
    listed = {
        unit: [one for one in people if (one.round_unit_id, one.origin) == (unit, "listed")]
        for unit in (1, 2)
    }
    void(world, listed[2][0])

    document = json.loads(run_of(world, published(world).run.id).result)

    rows = {code: document["units"][code]["fieldwork"] for code in ("SXD", "STP")}
    # One more case of SXD was given out, and nothing heard of it; of STP one was voided.
    sxd, stp = len(listed[1]), len(listed[2])
    assert rows["SXD"] == {
        "n_selected": sxd + 1,
        "n_eligible": sxd + 1,
        "n_completed": sxd,
        "response_rate": pytest.approx(100 * sxd / (sxd + 1)),
    }
    assert (rows["STP"]["n_selected"], rows["STP"]["n_completed"]) == (stp, stp - 1)
    assert document["overall"]["fieldwork"]["n_selected"] == sxd + 1 + stp
    assert document["groups"]["department"]["fieldwork"] == document["overall"]["fieldwork"]
    assert document["method"]["response_rate"].startswith("AAPOR RR2 in percent")
    assert (document["weights"]["draws"], document["weights"]["sha256"]) == ([], None)
    assert len(document["code"]["sha256"]) == 64


@ON_SQLITE
def test_publish__nothing_new__is_refused_and_writes_nothing(world, closed):
    published(world)

    again = published(world, reason="Lần nữa")

    assert codes(again.faults) == [RoundCode.NOTHING_CHANGED.name]
    assert len(history(world)) == 1


@ON_SQLITE
def test_publish__later_draw_changed_a_weighted_score__is_something_new(world):
    people = by_chance(11, 160)
    with transaction(world.engine) as session:
        give_out(session, people)
        say_sizes(session, {"SXD / a": 100, "SXD / b": 60})
        session.execute(update(SampleDraw).values(revealed_at=START, seed="c" * 32, revealed_by=1))
        insert_many(session, [interview_of(one) for one in people])
        weighted = scoring_plan("ha-nam-2022").model_copy(update={"id": "thu", "weights": "design"})
        kept = plans.keep_plan(session, kind="scoring", content=canonical_plan(weighted), at=START)
        plans.set_plans(session, 1, {"scoring": kept})
        round_writes.move_round(session, 1, start="open", end="closed")
    before = json.loads(run_of(world, published(world).run.id).result)
    assert codes(published(world, reason="Lần nữa").faults) == [RoundCode.NOTHING_CHANGED.name]
    with transaction(world.engine) as session:
        say_sizes(session, {"SXD / a": 100, "SXD / b": 900})

    made = published(world, reason="Rút thăm thêm")

    after = json.loads(run_of(world, made.run.id).result)
    assert after["data_cut"] == before["data_cut"]
    was, now = (one["units"]["SXD"]["published"]["est"] for one in (before, after))
    assert was != now


@ON_SQLITE
def test_publish__other_scores_without_a_reason__is_refused(world, closed, people):
    published(world)
    void(world, people[0])

    again = published(world)

    assert codes(again.faults) == [RoundCode.REASON_MISSING.name]
    with transaction(world.engine, writes=False) as session:
        assert session.scalars(select(func.count()).select_from(ScoreRun)).one() == 1


@ON_SQLITE
def test_publish__open_round_without_interviews__says_both(world):
    made = published(world)

    assert codes(made.faults) == [RoundCode.NOT_CLOSED.name, RoundCode.NOTHING_COUNTED.name]


@ON_SQLITE
def test_publish__document_waits_for_a_decision__is_refused_until_it_is_decided(
    world, closed, people
):
    listed = next(one for one in people if one.origin == "listed")
    waiting = {
        "kind": "conflict",
        "interview_uuid": listed.uuid,
        "content": "{}",
        "content_sha256": "d" * 64,
        "received_at": START,
        "faults": [],
    }
    with transaction(world.engine) as session:
        session.execute(insert(Quarantine), waiting)

    refused = published(world)

    assert codes(refused.faults) == [RoundCode.DOCUMENTS_WAIT.name]
    assert refused.faults[0].details["count"] == "1"
    assert (list(history(world)), state_of(world)) == ([], "closed")
    decided = {
        "decision": "voided",
        "decided_at": START,
        "decided_by": 1,
        "decision_reason": "Đã có phiếu",
    }
    with transaction(world.engine) as session:
        session.execute(update(Quarantine).values(decided))
    assert published(world).faults == ()


@ON_SQLITE
def test_publish__seed_of_a_drawn_sample_not_revealed__is_refused_until_it_is(world):
    people = by_chance(11, 160)
    with transaction(world.engine) as session:
        give_out(session, people)
        say_sizes(session, {"SXD / a": 100, "SXD / b": 60})
        insert_many(session, [interview_of(one) for one in people])
        round_writes.move_round(session, 1, start="open", end="closed")

    refused = published(world)

    assert codes(refused.faults) == [RoundCode.SAMPLE_NOT_REVEALED.name]
    assert refused.faults[0].details["name"] == "x"
    assert (list(history(world)), state_of(world)) == ([], "closed")
    shown = {"revealed_at": START, "seed": "c" * 32, "revealed_by": 1}
    with transaction(world.engine) as session:
        session.execute(update(SampleDraw).values(shown))
    assert published(world).faults == ()


@ON_SQLITE
def test_publish__seed_that_nothing_was_drawn_by__hinders_nothing(world):
    people = by_chance(11, 160)
    with transaction(world.engine) as session:
        give_out(session, people)  # the seed is promised, the draw has not been made
        insert_many(session, [interview_of(one) for one in people])
        round_writes.move_round(session, 1, start="open", end="closed")

    assert published(world).faults == ()


@ON_SQLITE
def test_withdraw__published__closes_the_round_and_keeps_the_run(world, closed):
    made = published(world)

    assert withdrawn(world, reason="Sai danh sách") == ()

    assert state_of(world) == "closed"
    [ended] = history(world)
    assert (ended.state, ended.ended_reason) == ("withdrawn", "Sai danh sách")
    assert run_of(world, made.run.id) is not None
    assert codes(withdrawn(world, reason="Lần nữa")) == [RoundCode.NOT_PUBLIC.name]


@ON_SQLITE
def test_withdraw__without_a_reason__is_refused(world, closed):
    published(world)

    assert codes(withdrawn(world, reason=" ")) == [RoundCode.REASON_MISSING.name]
    assert state_of(world) == "published"


@ON_POSTGRESQL
def test_publish__two_people_at_once__one_is_told(world, closed):
    with transaction(world.engine, writes=False) as session:
        request = request_of(session, world)
    start, found = threading.Barrier(2), []

    def attempt():
        start.wait()
        with transaction(world.engine) as session:
            found.append(publish(session, 1, request))

    both = [threading.Thread(target=attempt) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(len(one.faults) > 0 for one in found) == [False, True]
    [told] = [one for one in found if one.faults]
    assert RoundCode.PUBLISHED_ALREADY.name in codes(told.faults)
    assert [one.state for one in history(world)] == ["current"]


def test_publication__second_current_one__is_refused_by_the_database(world, closed):
    published(world)
    columns = [column for column in ScoreRun.__table__.columns if column.name != "id"]
    names = [column.name for column in columns]
    with transaction(world.engine) as session:
        copied = insert(ScoreRun).from_select(names, select(*columns)).returning(ScoreRun.id)
        run_id = session.execute(copied).scalar_one()
    again = (
        "INSERT INTO publication (round_id, score_run_id, published_at, published_by, reason,"
        " state) SELECT round_id, :run, published_at, published_by, '', 'current' FROM publication"
    )

    with world.engine.connect() as connection, pytest.raises(IntegrityError, match=r"(?i)unique"):
        connection.execute(text(again), {"run": run_id})


def test_downgrade_to_0022__published_round__is_closed_again_and_can_go_up(world, closed, people):
    published(world)

    migrate.downgrade(world.engine, to="0022")
    migrate.upgrade(world.engine)

    assert state_of(world) == "closed"
    assert history(world) == ()
    assert published(world).run.cut.interviews == len(people)

"""The server adds what it received to the sums of units by itself, after every so many."""

from threading import Event

import pytest
from sqlalchemy.exc import OperationalError

from survey_app.web import folding

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def at_once(_after_s, work):
    work()


def waiting(world):
    return world.one("SELECT count(*) FROM tally_change")


def test_folding__as_many_as_it_waits_for__are_added(world):
    folding.install(world.app, world.engine, every=3, start=at_once)

    world.interview({}, {})
    before = waiting(world)
    world.interview({"q11": "1"})

    assert (before, waiting(world)) == (2, 0)
    assert world.one("SELECT count(*) FROM tally_cell") == 1


@ON_SQLITE
def test_folding__request_that_was_refused__is_not_counted(world):
    heard = []
    world.app.extensions["hailong_folding"] = folding.Folding(
        lambda: heard.append("work"), every=1, start=at_once
    )

    an = world.client("an")
    form = world.start(an)
    assert an.post(form, {"q11": "7"}).status_code == 422

    assert heard == []


FULL = OperationalError("", {}, Exception("the disk is full"))


@ON_SQLITE
@pytest.mark.parametrize("failure", [FULL, ExceptionGroup("rounds", [FULL, ValueError("x")])])
def test_folding__what_fails__is_written_to_the_log_and_tried_again(
    world, monkeypatch, capsys, failure
):
    def fails(_engine):
        raise failure

    folding.install(world.app, world.engine, every=1, start=at_once)
    with monkeypatch.context() as patch:
        patch.setattr(folding, "fold_changes", fails)
        world.interview({})
    assert waiting(world) == 1
    assert "folding_failed" in capsys.readouterr().err

    world.interview({})

    assert waiting(world) == 0


def test_changed__while_the_work_is_done__is_not_done_twice_at_once_but_anew():
    done = []

    def work():
        done.append("begun")
        if len(done) == 1:
            counting.changed(5)
            assert done == ["begun"]

    counting = folding.Folding(work, every=5, start=at_once)

    counting.changed(4)
    assert done == []
    counting.changed(1)

    assert done == ["begun", "begun"]


def test_changed__again_soon__waits_until_it_has_rested():
    waits = []

    def start(after_s, work):
        waits.append(after_s)
        work()

    counting = folding.Folding(lambda: None, every=1, start=start)

    counting.changed(1)
    counting.changed(1)

    first, second = waits
    assert first == 0
    assert 0 < second <= folding.REST_S


def test_folding__server__adds_even_a_few_before_long(world):
    waits, works = [], []

    def start(after_s, work):
        waits.append(after_s)
        works.append(work)

    folding.install(world.app, world.engine, start=start)
    world.interview({})
    assert waits == []
    folding.also_few(world.app)

    world.interview({}, {})
    assert waits == [folding.LONGEST_WAIT_S]
    works.pop()()

    assert waiting(world) == 0
    assert waits == [folding.LONGEST_WAIT_S]
    world.interview({})
    assert len(waits) == 2


def test_beside_requests__work__is_done_by_somebody_else():
    done = Event()

    folding.beside_requests(0.0, done.set)

    assert done.wait(timeout=30)

"""The server adds what it received to the sums of units by itself, after every so many."""

import pytest
from sqlalchemy.exc import OperationalError

from survey_app.web import folding
from survey_app.web.beside_requests import BesideRequests

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
    world.app.extensions["hailong_folding"] = BesideRequests(
        lambda: heard.append("work"), every=1, rest_s=10, start=at_once
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

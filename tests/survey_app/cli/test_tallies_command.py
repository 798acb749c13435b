"""`hailong db fold` and `hailong db verify`."""

import pytest
from sqlalchemy import text

from survey_app.db import migrate
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from tests.survey_app.people_by_chance import (
    by_chance,
    give_out,
    go_by_what_does_not_fit,
    interview_of,
)


@pytest.fixture
def filled(world, monkeypatch):
    """A database with 30 interviews, named by DATABASE_URL."""
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    people = by_chance(21, 30)
    with transaction(world.engine) as session:
        give_out(session, people)
        insert_many(session, [interview_of(one) for one in people])
    return world


def test_fold__changes__are_added_once(run, filled):
    first, second = run("db", "fold"), run("db", "fold")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "30 changes" in first.output
    assert "0 changes" in second.output
    assert filled.one("SELECT count(*) FROM tally_change") == 0


def test_upgrade__interviews_of_before__are_added_to_the_sums(run, filled):
    migrate.downgrade(filled.engine, to="0018")

    first, second = run("db", "upgrade"), run("db", "upgrade")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "30 changes were added to the sums." in first.output
    assert "changes" not in second.output
    assert filled.one("SELECT count(*) FROM tally_change") == 0
    assert filled.one("SELECT count(*) FROM tally_cell") > 0


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_upgrade__on_a_terminal__counts_what_it_adds(run, filled, monkeypatch):
    monkeypatch.setattr("survey_app.cli.tallies.is_terminal", lambda: True)

    assert "\r30 changes added\n" in run("db", "upgrade").stderr


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_fold__round_that_cannot_be_scored__is_named_and_refused(run, filled):
    with transaction(filled.engine) as session:
        go_by_what_does_not_fit(session)

    result = run("db", "fold")

    assert result.exit_code == 1
    assert "round thu-2022" in result.stderr
    assert "khac" in result.stderr
    assert filled.one("SELECT count(*) FROM tally_change") == 30


def test_verify__everything_as_it_was_answered__says_so(run, filled):
    before = run("db", "verify")
    run("db", "fold")
    after = run("db", "verify")

    assert before.output == after.output
    assert (before.exit_code, after.exit_code) == (0, 0)
    assert "thu-2022: 30 interviews that count, as they were answered" in after.output


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE answer SET item_01 = 3 - item_01 % 2 WHERE interview_id = 7", "other sums"),
        ("UPDATE interview SET is_current = false WHERE id = 7", "NOT as they were answered"),
        ("DELETE FROM tally_cell WHERE mode = 'phone'", "0 kept"),
        ("DELETE FROM interview_tally WHERE interview_id = 7", "1 interviews have other sums"),
        ("UPDATE interview_tally SET stratum = 'x' WHERE interview_id = 7", "another stratum"),
    ],
)
def test_verify__changed_behind_its_back__is_refused_until_it_is_repaired(
    run, filled, change, said
):
    run("db", "fold")
    with filled.engine.begin() as connection:
        connection.execute(text(change))

    found, repaired, again = (
        run("db", "verify"),
        run("db", "verify", "--repair"),
        run("db", "verify"),
    )

    assert found.exit_code == 1
    assert said in found.output + found.stderr
    assert "--repair" in found.stderr
    assert (repaired.exit_code, again.exit_code) == (0, 0)
    assert "as they were answered" in again.output


def test_verify__repaired__the_log_of_the_round_says_so_and_of_a_look_nothing(run, filled):
    run("db", "fold")
    before = filled.actions()

    run("db", "verify")
    looked = filled.actions()
    run("db", "verify", "--repair")

    assert looked == before
    event = "SELECT object_kind, object_id FROM audit_event WHERE action = 'round.sums_remade'"
    assert filled.rows(event) == [("round", "1")]


def test_verify__repair_that_fails__leaves_nothing_in_the_log(run, filled):
    with transaction(filled.engine) as session:
        go_by_what_does_not_fit(session)

    result = run("db", "verify", "--repair")

    assert result.exit_code != 0
    assert "round.sums_remade" not in filled.actions()

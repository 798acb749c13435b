"""`hailong score ROUND` and `hailong publish ROUND`."""

import json

import pytest

from scoring.rounding import outward
from survey_app.db import publications, round_writes
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.results import round_subgroups
from tests.survey_app.people_by_chance import asked_all, by_chance, give_out, interview_of
from tests.survey_app.rounds_apart import EARLIER, LATER, copied, two_rounds

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def here(monkeypatch, world):
    """The small province, with interviews by chance, is the database of the command."""
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    people = [one for one in by_chance(11, 160) if not one.stratum]
    with transaction(world.engine) as session:
        give_out(session, people)
        insert_many(session, [interview_of(one) for one in people])
    return world


@pytest.fixture
def closed(here):
    """Its round is closed."""
    with transaction(here.engine) as session:
        round_writes.move_round(session, 1, start="open", end="closed")
    return here


def history(world):
    with transaction(world.engine, writes=False) as session:
        return publications.publications_of(session, 1)


def test_score__open_round__writes_the_document_and_stores_nothing(run, here, folder):
    result = run("score", "thu-2022", "--json", "scores.json")

    assert result.exit_code == 0, result.output
    document = json.loads((folder / "scores.json").read_text(encoding="utf-8"))
    assert document["round"]["code"] == "thu-2022"
    assert document["overall"]["n"] == document["data_cut"]["interviews"] > 0
    assert set(document["units"]) == {"SXD", "STP"}
    assert history(here) == ()


def test_score__table__has_a_line_a_unit_with_its_interval(run, here, folder):
    run("score", "thu-2022", "--json", "scores.json")
    row = json.loads((folder / "scores.json").read_text(encoding="utf-8"))["units"]["SXD"]

    result = run("score", "thu-2022")

    assert result.exit_code == 0, result.output
    [line] = [line for line in result.output.splitlines() if line.startswith("SXD")]
    assert f"{row['published']['est']:.2f} (" in line
    assert line.endswith(row["flag"])


def test_score__everybody_was_asked__the_interval_is_the_figure(run, world, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    asked_all(world)

    units = run("score", "thu-2022")
    people = run("score", "thu-2022", "--subgroups", "interview-mode")

    assert "SXD: 99.54 (99.54–99.54), 60, " in units.output
    assert "tablet: 99.07 (99.07 – 99.07), 30" in people.output.splitlines()


def test_score__subgroups_of_a_sample__their_intervals_go_outward(run, here, folder):
    words = ("score", "thu-2022", "--subgroups", "interview-mode")
    run(*words, "--json", "people.json")
    exact = json.loads((folder / "people.json").read_text(encoding="utf-8"))

    lines = run(*words).output.splitlines()

    [found] = [one for one in exact["subgroups"] if one["label"] == "tablet"]
    low, high = outward(found["low"], found["high"])
    [line] = [line for line in lines if line.startswith("tablet: ")]
    assert f"({low} – {high})" in line


def test_score__unknown_round__is_refused_and_names_the_known(run, here, folder):
    result = run("score", "khong-co", "--json", "scores.json")

    assert result.exit_code == 1
    assert "thu-2022" in result.stderr
    assert list(folder.iterdir()) == []


def test_score__against_an_earlier_round__says_how_each_unit_changed(run, world, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    two_rounds(world)

    result = run("score", LATER, "--against", EARLIER)

    assert result.exit_code == 0, result.output
    lines = dict(line.split(": ", 1) for line in result.output.splitlines()[1:])
    assert lines["SXD"] == "+10.00 (+1.63 to +20.53) risen"
    assert lines["STC"] == "– took over another unit"
    assert lines["= department"] == lines["="]
    [with_itself, unknown] = [run("score", LATER, "--against", one) for one in (LATER, "khong")]
    assert (with_itself.exit_code, unknown.exit_code) == (1, 1)
    assert "is not earlier than" in with_itself.stderr
    assert EARLIER in unknown.stderr


def test_score__against_a_round_without_interviews__is_refused(run, world, monkeypatch, folder):
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    with transaction(world.engine) as session:
        copied(session)

    result = run("score", LATER, "--against", EARLIER, "--json", "changes.json")

    assert result.exit_code == 1
    assert "has no scores" in result.stderr
    assert list(folder.iterdir()) == []


def test_publish__closed_round__says_the_hash_that_is_kept(run, closed):
    result = run("publish", "thu-2022", "--by", "noivu")

    assert result.exit_code == 0, result.output
    [stands] = history(closed)
    assert stands.state == "current"
    assert stands.result_sha256 in result.output


def test_publish__closed_round__goes_out_with_the_newest_block_of_the_log(run, closed):
    run("user", "disable", "binh")
    (sealed,) = closed.rows("SELECT number, sha256 FROM audit_seal")

    result = run("publish", "thu-2022", "--by", "noivu")
    closed.change("DROP TRIGGER audit_seal_not_deleted")
    closed.change("DROP TRIGGER audit_event_not_deleted")
    closed.change("DELETE FROM audit_seal")
    closed.change("DELETE FROM audit_event")
    cut = run("db", "verify")

    block = "{}:{}".format(*sealed)
    assert block in result.output
    assert [one.block for one in history(closed)] == [block]
    assert closed.one("SELECT count(*) FROM audit_event") == 0
    said = f"block 1 is not the one that was made known: {sealed[1]} published with thu-2022"
    assert said in cut.stderr
    assert cut.exit_code == 1


def test_publish__open_round__is_refused_and_writes_nothing(run, here):
    result = run("publish", "thu-2022", "--by", "noivu")

    assert result.exit_code == 1
    assert "not closed" in result.stderr
    assert history(here) == ()


def test_publish__field_manager__is_refused(run, closed):
    result = run("publish", "thu-2022", "--by", "quanly")

    assert result.exit_code == 1
    assert history(closed) == ()


def test_publish__withdraw__needs_a_reason_and_closes_the_round(run, closed):
    run("publish", "thu-2022", "--by", "noivu")
    refused = run("publish", "thu-2022", "--by", "noivu", "--withdraw")

    result = run("publish", "thu-2022", "--by", "noivu", "--withdraw", "--reason", "Sai")

    assert refused.exit_code == 1
    assert "reason" in refused.stderr
    assert result.exit_code == 0, result.output
    [ended] = history(closed)
    assert (ended.state, ended.ended_reason) == ("withdrawn", "Sai")
    assert run("round", "status", "thu-2022").output.startswith("thu-2022: closed")


def test_score__subgroups_by_a_question_that_is_none__is_bad_usage_and_names_the_known(run, here):
    unknown = run("score", "thu-2022", "--subgroups", "q11")
    both = run("score", "thu-2022", "--subgroups", "e1", "--against", "thu-2022")

    assert unknown.exit_code == both.exit_code == 2
    assert "interview-mode" in unknown.stderr
    assert "ask one of them" in both.stderr


def test_score__subgroups__has_a_line_a_subgroup_and_one_a_difference(run, here):
    result = run("score", "thu-2022", "--subgroups", "interview-mode")

    assert result.exit_code == 0, result.output
    names = [line.partition(":")[0] for line in result.output.splitlines()[1:]]
    assert names == [
        "tablet",
        "phone",
        "paper",
        "tablet - phone",
        "tablet - paper",
        "phone - paper",
    ]
    nobody = run("score", "thu-2022", "--subgroups", "e1")
    assert nobody.output == "Nobody has answered this question.\n"


def test_score__more_subgroups_than_are_compared__says_so(run, here, monkeypatch):
    monkeypatch.setattr(round_subgroups, "MOST_LABELS", 2)

    result = run("score", "thu-2022", "--subgroups", "interview-mode")

    assert result.output == "There are too many subgroups to compare.\n"

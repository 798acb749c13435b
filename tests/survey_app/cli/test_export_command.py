"""`hailong export ROUND --format pdf`."""

import pytest

from survey_app.db import round_writes
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from tests.fonts import needs_font
from tests.pdf_text import text_of
from tests.survey_app.people_by_chance import by_chance, give_out, interview_of

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
REPORT = ("export", "thu-2022", "--format", "pdf", "-o", "bao-cao.pdf")


@pytest.fixture
def here(monkeypatch, world):
    """The small province, its round closed with interviews by chance, is that of the command."""
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    people = [one for one in by_chance(11, 160) if not one.stratum]
    with transaction(world.engine) as session:
        give_out(session, people)
        insert_many(session, [interview_of(one) for one in people])
        round_writes.move_round(session, 1, start="open", end="closed")
    return world


@needs_font
def test_export__published_round__writes_its_report_twice_the_same(run, here, folder):
    run("publish", "thu-2022", "--by", "noivu")

    results = [run(*REPORT)]
    first = (folder / "bao-cao.pdf").read_bytes()
    results.append(run(*REPORT))

    assert [one.exit_code for one in results] == [0, 0], results[0].output
    assert (folder / "bao-cao.pdf").read_bytes() == first
    assert "run 1" in results[0].output
    assert "Sở Xây dựng" in text_of(first)
    assert [file.name for file in folder.iterdir()] == ["bao-cao.pdf"]


@needs_font
def test_export__replaced_run__is_printed_when_it_is_named(run, here, folder):
    run("publish", "thu-2022", "--by", "noivu")
    run("publish", "thu-2022", "--by", "noivu", "--withdraw", "--reason", "Sai")

    result = run(*REPORT, "--run", "1")

    assert result.exit_code == 0, result.output
    assert "đã được rút lại" in text_of((folder / "bao-cao.pdf").read_bytes())


def test_export__nothing_published__is_refused_with_what_to_do(run, here, folder):
    result = run(*REPORT)

    assert result.exit_code == 1
    assert "No scores of the round thu-2022 have been published." in result.stderr
    assert "Close the round and publish its scores" in result.stderr
    assert list(folder.iterdir()) == []


def test_export__withdrawn_round__is_refused_with_reason_and_run(run, here, folder):
    run("publish", "thu-2022", "--by", "noivu")
    run("publish", "thu-2022", "--by", "noivu", "--withdraw", "--reason", "Sai danh sách")

    result = run(*REPORT)

    assert result.exit_code == 1
    assert "were withdrawn on" in result.stderr
    assert "Sai danh sách" in result.stderr
    assert "name the run that was public, for the files: 1." in result.stderr
    assert list(folder.iterdir()) == []


def test_export__unknown_run_or_round__is_refused_and_names_the_known(run, here, folder):
    run("publish", "thu-2022", "--by", "noivu")

    no_run = run(*REPORT, "--run", "7")
    no_round = run("export", "khong-co", *REPORT[2:])

    assert (no_run.exit_code, no_round.exit_code) == (1, 1)
    assert "has no run 7. Its runs, the newest first: 1." in no_run.stderr
    assert "thu-2022" in no_round.stderr


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json", "sav", "dta"])
def test_export__format_that_is_not_written_yet__is_bad_usage(run, here, folder, kind):
    result = run("export", "thu-2022", "--format", kind, "-o", "out")

    assert result.exit_code == 2
    assert "Only the report as pdf is written so far." in " ".join(result.stderr.split())
    assert list(folder.iterdir()) == []


def test_export__folder_that_is_not_there__is_bad_usage(run, here):
    result = run(*REPORT[:-1], "khong-co/bao-cao.pdf")

    assert result.exit_code == 2

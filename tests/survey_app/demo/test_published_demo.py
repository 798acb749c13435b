"""The demo with its round over: what a newcomer looks at to see what comes out in the end."""

import json
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from survey_app.cli import main
from survey_app.db.engine import connect

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The folder of the demo, made by its command, and what the command told."""
    folder = tmp_path_factory.mktemp("published")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("HAILONG_LANGUAGE", "en")
        told = CliRunner().invoke(main, ["demo", "--published", "--no-serve"])
    return folder, told


@pytest.fixture(scope="module")
def rows(published):
    """Asks the database of that demo."""
    engine = connect(f"sqlite:///{published[0]}/.demo/hailong.sqlite3")

    def of(statement):
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]

    yield of
    engine.dispose()


def test_published_demo__command__tells_that_scores_are_public_and_how_2021_was(published):
    _, told = published

    assert told.exit_code == 0, told.output
    assert "The survey points are those that were published" in told.output
    assert "Against 2021: mean index +0.61, spread −0.34" in told.output
    assert "22 of 22 units print as published" in told.output


def test_published_demo__round__is_over_with_scores_and_index_public(rows):
    assert rows("SELECT state FROM round") == [("published",)]
    assert rows("SELECT state FROM publication") == [("current",)]
    assert rows("SELECT state FROM index_publication") == [("current",)]
    assert rows(
        "SELECT count(*) FROM assignment LEFT JOIN interview ON interview.uuid ="
        " assignment.interview_uuid WHERE interview.uuid IS NULL"
    ) == [(0,)]


def test_published_demo__index__is_that_of_the_published_report(rows):
    facts = json.loads((DATA / "hanam-2022-facts.json").read_text(encoding="utf-8"))

    [(content,)] = rows("SELECT content FROM index_publication")

    groups = json.loads(content)["groups"]
    means = {code: group["mean_index"] for code, group in groups.items()}
    assert means == {code: facts["means"][f"{code}_index"] for code in groups}


def test_published_demo__documents__say_that_their_numbers_are_simulated(rows):
    numbers = rows(
        "SELECT decision_number FROM index_publication UNION SELECT number FROM earlier_table"
    )

    assert len(numbers) == 2
    assert all("mô phỏng" in number for (number,) in numbers)


def test_published_demo__table_of_the_year_before__is_what_is_known_of_it():
    shipped = resources.files("survey_app.demo.ha_nam_2022") / "known-2021.csv"

    known = shipped.read_bytes()

    assert known == (DATA / "hanam-2021-known.csv").read_bytes()


def test_published_demo__comments__are_simulated_and_released_unless_they_tell_somebody(rows):
    released = rows("SELECT outcome, theme, text FROM comment_decision")

    assert 3 <= len(released) <= 20
    assert {outcome for outcome, *_ in released} == {"released"}
    assert all(theme and "mô phỏng" in text for _, theme, text in released)
    assert not any("0900" in text for *_, text in released)
    [(written,)] = rows("SELECT count(*) FROM answer WHERE other ->> 'd2' LIKE '%0900 000 001%'")
    assert written > 0

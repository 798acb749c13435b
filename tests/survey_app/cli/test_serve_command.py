"""`hailong serve`, up to the point where it would listen."""

import sqlite3
from contextlib import closing
from importlib import import_module

import pytest

SECRET = "a-secret-of-an-installation-for-tests-only"


@pytest.fixture
def served(run, folder, monkeypatch):
    """Runs the command; what would be served is only noted."""
    noted = []
    module = import_module("survey_app.cli.serve")  # the package shows the command by this name
    monkeypatch.setattr(module, "run", lambda settings, **_where: noted.append(settings))
    monkeypatch.setenv("HAILONG_SECRET_KEY", SECRET)
    return lambda: (run("serve"), noted)


def test_serve__rounds_without_a_key__get_one_before_anything_is_served(run, folder, served):
    run("db", "upgrade")
    with closing(sqlite3.connect(folder / "hailong.sqlite3")) as file:
        file.execute(
            "INSERT INTO questionnaire_version VALUES (?, 'x', '1', '{}', ?)",
            ("a" * 64, "2022-01-01"),
        )
        file.execute(
            "INSERT INTO round (id, code, name_vi, name_en, year, state, questionnaire_version_id,"
            " index_plan, period_start, period_end, controller, contact, erase_days, is_simulated,"
            " asks_position, allows_unlisted, levels_descending) VALUES (1, 'cu', 'Cũ', 'Old',"
            " 2022, 'open', ?, 'x', '2022-01-01', '2022-12-31', 'x', 'x', 90, 1, 0, 1, 0)",
            ("a" * 64,),
        )
        file.commit()

    results = [served() for _ in range(2)]

    assert [result.exit_code for result, _ in results] == [0, 0], results[0][0].output
    assert len(results[0][1]) == 2
    with closing(sqlite3.connect(folder / "hailong.sqlite3")) as file:
        assert file.execute("SELECT count(*) FROM round_key").fetchone() == (1,)


def test_serve__database_of_the_version_before__is_refused(served):
    result, noted = served()

    assert result.exit_code == 1
    assert "hailong db upgrade" in result.stderr
    assert noted == []

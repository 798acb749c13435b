"""`hailong demo`: the folder, serving, refusals. What it makes is tested with the demo."""

import importlib

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from survey_app.cli import main
from survey_app.cli.demo import demo_settings

demo_module = importlib.import_module("survey_app.cli.demo")  # the package names its command alike


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    """Two runs in one folder, the second serving: their results, the folder, what was served."""
    folder, served = tmp_path_factory.mktemp("twice"), []
    (folder / ".demo").mkdir()
    (folder / ".demo" / "notes.txt").write_text("mine")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("HAILONG_LANGUAGE", "en")
        patch.setattr(
            demo_module, "run", lambda settings, **where: served.append((settings, where))
        )
        results = [
            CliRunner().invoke(main, ["demo", "--fast", *words])
            for words in (["--no-serve"], ["--port", "8123"])
        ]
    return results, folder, served


def test_demo__again_in_the_same_folder__starts_afresh_and_leaves_other_files(twice):
    results, folder, _ = twice

    engine = create_engine(f"sqlite:///{folder}/.demo/hailong.sqlite3")
    with engine.connect() as connection:
        count = connection.execute(text("SELECT count(*) FROM interview")).scalar_one()
    engine.dispose()
    assert [result.exit_code for result in results] == [0, 0]
    assert 150 < count < 250
    assert (folder / ".demo" / ".gitignore").read_text() == "*\n"
    assert (folder / ".demo" / "notes.txt").read_text() == "mine"


def test_demo__serving__is_on_this_machine_only(twice):
    results, _, served = twice

    assert len(served) == 1
    assert served[0][1] == {"host": "127.0.0.1", "port": 8123, "workers": 2}
    assert "http://127.0.0.1:8123/" in results[1].output
    assert served[0][0].secret_key not in results[1].output


@pytest.mark.parametrize("obstacle", ["a file of that name", "a folder in the database's place"])
def test_demo__place_that_cannot_be_written__is_refused_in_a_sentence(run, folder, obstacle):
    if obstacle.startswith("a file"):
        (folder / ".demo").write_text("a file")
    else:
        (folder / ".demo" / "hailong.sqlite3").mkdir(parents=True)

    result = run("demo", "--no-serve")

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
    assert "Traceback" not in result.output


def test_demo__secret__is_a_new_one_each_time():
    first, second = demo_settings("sqlite://"), demo_settings("sqlite://")

    assert first.secret_key != second.secret_key
    assert len(first.secret_key) >= 32


@pytest.mark.parametrize("words", [("--port", "0"), ("--port", "x"), ("--unknown",), ("extra",)])
def test_demo__bad_usage__is_exit_two(run, folder, words):
    result = run("demo", *words)

    assert result.exit_code == 2
    assert not (folder / ".demo").exists()

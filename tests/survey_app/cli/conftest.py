"""Commands run as a person runs them, in a folder of their own and in English."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from survey_app.cli import main
from tests.survey_app.conftest import SECRET, World


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in."""
    own = tmp_path / "here"
    own.mkdir()
    monkeypatch.chdir(own)
    monkeypatch.setenv("HAILONG_LANGUAGE", "en")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("HAILONG_SECRET_KEY", raising=False)
    return own


@pytest.fixture
def run(folder: Path) -> Callable[..., Result]:
    """Runs `hailong` with these words."""
    return lambda *words, typed=None: CliRunner().invoke(main, words, input=typed)


@pytest.fixture
def hailong(
    run: Callable[..., Result], world: World, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """Runs `hailong` with the small province, on each database, and expects that it works."""
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("HAILONG_SECRET_KEY", SECRET)

    def done(*words: str, exits: int = 0) -> Result:
        result = run(*words)
        assert result.exit_code == exits, result.output
        return result

    return done

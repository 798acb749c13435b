"""Commands run as a person runs them, in a folder of their own and in English."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from survey_app.cli import main


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

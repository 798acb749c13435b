"""What a person gets who installs the wheel: everything that the program reads at run time."""

import gettext
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("survey_app", "questionnaires", "scoring", "field_export")
CATALOGUE = "survey_app/translations/vi/LC_MESSAGES/messages.mo"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy without anything compiled, as after a clone."""
    source = tmp_path_factory.mktemp("source")
    for room in ROOMS:
        leftovers = shutil.ignore_patterns("*.mo", "__pycache__")
        shutil.copytree(ROOT / room, source / room, ignore=leftovers)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    target = tmp_path_factory.mktemp("wheel")
    offline = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
    command = [sys.executable, "-m", "pip", "wheel", ".", *offline, "--wheel-dir", str(target)]
    subprocess.run(command, cwd=source, check=True)
    return next(target.glob("hailong-*.whl"))


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize(
    "kind",
    [
        "survey_app/web/templates/**/*.html",
        "survey_app/web/static/**/*.*",
        "survey_app/db/migrations/**/*.*",
        "questionnaires/shipped/*.yaml",
        "*/**/*.py",
    ],
)
def test_wheel__files_that_the_program_reads__are_all_in_it(wheel: Path, kind: str) -> None:
    wanted = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.relative_to(ROOT).match(kind.replace("**/", ""))
    }

    assert wanted
    assert wanted - {"survey_app/translations/build_hook.py"} <= names_in(wheel)


def test_wheel__translations__are_compiled_into_it(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extract(CATALOGUE, tmp_path)

    with (tmp_path / CATALOGUE).open("rb") as file:
        assert gettext.GNUTranslations(file).info()["language"] == "vi"


def test_wheel__what_only_builders_need__stays_out(wheel: Path) -> None:
    names = names_in(wheel)

    assert not [
        name for name in names if name.endswith((".gitignore", "babel.cfg", "build_hook.py"))
    ]
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == set(ROOMS)

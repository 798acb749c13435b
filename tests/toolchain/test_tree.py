"""What may be committed: agreed top-level names, and nothing that holds on one machine only."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOST = "files.pythonhosted" + ".org"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    return tmp_path


def check_tree(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / ".ci/tree.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def write(path: Path, *, content: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a checkout knows what is committed")
def test_tree__this_repository__is_clean() -> None:
    result = check_tree(ROOT)

    assert result.stderr == ""
    assert result.returncode == 0


def test_tree__stray_top_level_file__is_named(repository: Path) -> None:
    write(repository / "notes.txt")

    result = check_tree(repository)

    assert result.returncode == 1
    assert result.stderr.startswith("notes.txt: not an agreed top-level name")


def test_tree__ignored_file__is_no_stranger(repository: Path) -> None:
    write(repository / ".venv/.gitignore", content="*\n")
    write(repository / ".venv/pyvenv.cfg")

    assert check_tree(repository).returncode == 0


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("see " + "/home/" + "lan/survey/main.py", "a path of one machine"),
        ("cd " + "/root/" + "survey", "a path of one machine"),
        (f"https://{HOST}/packages/x.whl", "the address of a package registry"),
    ],
)
def test_tree__line_of_one_machine__is_named_with_its_number(
    repository: Path, line: str, kind: str
) -> None:
    write(repository / "docs/architecture.md", content=f"# Rooms\n{line}\n")

    result = check_tree(repository)

    assert result.returncode == 1
    assert result.stderr.startswith(f"docs/architecture.md:2: {kind}")


@pytest.mark.parametrize("line", ["/field/work/1", "https://example.org/work/", "tests/home/a"])
def test_tree__address_inside_the_application__is_allowed(repository: Path, line: str) -> None:
    write(repository / "docs/architecture.md", content=line)

    assert check_tree(repository).returncode == 0


def test_tree__tool_caches__leave_nothing_to_commit(repository: Path) -> None:
    for room in ("survey_app", "questionnaires", "scoring", "field_export", "tests"):
        (repository / room).mkdir()
        shutil.copy(ROOT / room / ".gitignore", repository / room)
        write(repository / room / "__pycache__/a.cpython-311.pyc")
    write(repository / "survey_app/translations/vi/LC_MESSAGES/messages.mo")

    listing = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=True,
    )

    assert {Path(name).name for name in listing.stdout.split()} == {".gitignore"}

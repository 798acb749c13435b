"""Fails when something would be committed that does not belong into the repository.

Looks at what `git add --all` would commit: only the agreed names at the top level, and no text
that holds only on one machine (paths of its folders, addresses of package registries).
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

TOP_LEVEL = frozenset(
    {
        ".ci",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "Makefile",
        "README.md",
        "constraints.txt",
        "docs",
        "field_export",
        "pyproject.toml",
        "questionnaires",
        "scoring",
        "survey_app",
        "tests",
    }
)
MACHINE_PATH = re.compile(r"(?<![\w.~}/-])/(?:work|root|home/\w+|Users/\w+|opt/\w+|tmp/\w+)/\w")
REGISTRY = re.compile(
    r"\b(?:pypi|pythonhosted|npmjs|(?:deb|ftp|security|snapshot)\.debian)\.(?:org|com)\b"
)
KINDS = {MACHINE_PATH: "a path of one machine", REGISTRY: "the address of a package registry"}


def main() -> int:
    """Checks the repository around the current folder; returns the exit code."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 -- the git of whoever runs it
        capture_output=True,
        check=True,
        text=True,
    )
    paths = sorted({Path(name) for name in listing.stdout.split("\0") if name})
    faults = [*strangers(paths), *machine_bound(paths)]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def strangers(paths: list[Path]) -> Iterator[str]:
    """One sentence for each top-level name that is not agreed on."""
    for name in sorted({path.parts[0] for path in paths} - TOP_LEVEL):
        yield f"{name}: not an agreed top-level name; move it, or list it in .git/info/exclude"


def machine_bound(paths: list[Path]) -> Iterator[str]:
    """One sentence for each line that holds only on one machine."""
    for path in paths:
        for number, line in enumerate(_lines(path), start=1):
            for pattern, kind in KINDS.items():
                if found := pattern.search(line):
                    yield f"{path}:{number}: {kind}: {found[0]}"


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
        return []  # a picture, or a file deleted but not yet committed as such


if __name__ == "__main__":
    sys.exit(main())

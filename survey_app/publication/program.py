"""Which program computes scores: its version, and the hash of what computes them."""

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

COMPUTES = ("questionnaires", "scoring", "survey_app.db", "survey_app.results")
"""The packages that scores come from: the database counts the answers, and `results` says which of
them, by which plans. The others only show what came out."""
HASHED = (".json", ".py", ".yaml")
LINES = (
    "path sha256 of every .json, .py and .yaml file of questionnaires, scoring, survey_app/db and"
    " survey_app/results, as data_cut"
)


def code_version() -> str:
    """Of the installed program."""
    return f"hailong {version('hailong')}"


@cache
def code_sha256() -> str:
    """Of the lines “path sha256” of the files that compute scores, sorted.

    An installed program knows no commit; this tells one state of the sources from another.
    """
    lines = sorted(
        f"{name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n"
        for package in COMPUTES
        for name, file in _sources(files(package), name=package.replace(".", "/"))
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _sources(folder: Traversable, *, name: str) -> list[tuple[str, Traversable]]:
    found = []
    for inner in folder.iterdir():
        path = f"{name}/{inner.name}"
        if inner.is_dir():
            found += _sources(inner, name=path)
        elif inner.name.endswith(HASHED):
            found.append((path, inner))
    return found

"""The questionnaires that come with the program."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from questionnaires.definition import Definition
from questionnaires.reading import read_definition

_SUFFIX = ".yaml"


def _folder() -> Traversable:
    return files("questionnaires") / "shipped"


@cache
def shipped_ids() -> tuple[str, ...]:
    """Return the ids of the shipped questionnaires, sorted."""
    names = (entry.name for entry in _folder().iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


@cache
def shipped_definition(id: str) -> Definition:  # noqa: A002 -- the word used everywhere else
    """Return a shipped questionnaire; KeyError when none has this id."""
    if id not in shipped_ids():
        raise KeyError(id)
    name = f"{id}{_SUFFIX}"
    return read_definition((_folder() / name).read_bytes(), source=name).sound_definition()

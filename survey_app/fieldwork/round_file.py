"""Reads the file that describes a round, YAML or JSON, and says all that is wrong, by line."""

from dataclasses import dataclass

from pydantic import ValidationError

from questionnaires import Fault
from questionnaires.tree import Tree
from questionnaires.yaml_tree import read_tree
from survey_app.fieldwork.description_checks import Known, description_faults
from survey_app.fieldwork.round_description import (
    GroupSetting,
    Names,
    Path,
    Period,
    RecheckSetting,
    RoundDescription,
    SamplingPlan,
    UnitSetting,
    shape_faults,
)

_PARTS = (RoundDescription, UnitSetting, GroupSetting, Names, Period, SamplingPlan, RecheckSetting)
KEYS = frozenset(name for part in _PARTS for name in part.model_fields)
_LISTS = {"units": "unit", "groups": "group"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundReading:
    """What came of reading a file: a description, or the faults that stand against it."""

    description: RoundDescription | None
    faults: tuple[Fault, ...]


def read_round(data: bytes, *, known: Known) -> RoundReading:
    """Read a description; never raises on bad input. Faults come in the order of lines."""
    tree, file_faults = read_tree(data)
    if tree is None:
        return RoundReading(description=None, faults=tuple(one.fault for one in file_faults))
    place = _Place(tree)
    found = [(located.line, located.fault) for located in file_faults]
    described: RoundDescription | None = None
    try:
        described = RoundDescription.model_validate(tree.value)
    except ValidationError as error:
        located = shape_faults(error, where=place.words, known=KEYS)
        found += [(place.line(path), fault) for path, fault in located]
    if described is not None:
        checked = description_faults(described, known=known, where=place.words)
        found += [(place.line(path), fault) for path, fault in checked]
    faults = tuple(fault for _line, fault in sorted(found, key=lambda one: one[0]))
    return RoundReading(description=None if faults else described, faults=faults)


@dataclass(frozen=True, slots=True)
class _Place:
    """Says where in the file something stands."""

    tree: Tree

    def line(self, path: Path) -> int:
        return self.tree.line(path) or 0

    def words(self, path: Path) -> str:
        """Such as `unit SXD, quota (line 14)`."""
        parts = []
        for place, step in enumerate(path):
            if isinstance(step, int) and place and path[place - 1] in _LISTS:
                kind = _LISTS[str(path[place - 1])]
                parts.append(f"{kind} {self._code(path[: place + 1]) or step + 1}")
            elif isinstance(step, str) and step not in _LISTS:
                parts.append(step)
        words = ", ".join(parts)
        line = self.tree.line(path)
        return f"{words or 'round'} (line {line})" if line else words or "round"

    def _code(self, path: Path) -> str | None:
        value = self.tree.value
        for step in path:
            if isinstance(value, dict):
                value = value.get(str(step))
            elif isinstance(value, list) and isinstance(step, int):
                value = value[step]
        code = value.get("code") if isinstance(value, dict) else None
        return code if isinstance(code, str) else None

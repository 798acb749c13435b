"""Plain data as it was read from a file, and the way to say in words where something stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from questionnaires.problems import Catalogue, Fault

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
"""What YAML and JSON can say."""

Path = tuple[str | int, ...]
"""Keys and positions from the top of the file to a value."""

_NAMED = {
    "sections": ("section", "code"),
    "items": ("item", "code"),
    "options": ("option", "code"),
    "scales": ("scale", "code"),
    "endings": ("ending", "disposition"),
    "basis": ("legal source", "reference"),
    "legal_basis": ("legal source", "reference"),
    "sources": ("source", "code"),
}
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A fault with its line, 0 where there are no lines, so that faults can be put in order."""

    line: int
    fault: Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The values of a file; `lines` has the line (from 1) of each path, and is empty for JSON."""

    value: Plain
    lines: Mapping[Path, int] = field(default_factory=dict)

    def where(self, path: Path) -> str:
        """Say the place in words: `section F1, item q11 (line 40)`."""
        words = self._words(path)
        line = self.line(path)
        if line is None:
            return words or "definition"
        return f"{words} (line {line})" if words else f"line {line}"

    def fault(self, path: Path, code: Catalogue, /, **details: str) -> Located:
        """Make a fault of this kind at a path."""
        fault = code.at(self.where(path), **details)
        return Located(line=self.line(path) or 0, fault=fault)

    def line(self, path: Path) -> int | None:
        """Return the line of the value, or of the nearest one around it."""
        for length in range(len(path), -1, -1):
            if (line := self.lines.get(path[:length])) is not None:
                return line
        return None

    def standing(self, path: Path) -> Path:
        """Return the part of a path that exists, leaving out steps that lead nowhere."""
        found: list[str | int] = []
        value = self.value
        for step in path:
            if _has(value, step):
                found.append(step)
                value = _child(value, step)
        return tuple(found)

    def _words(self, path: Path) -> str:
        words = []
        value = self.value
        for index, step in enumerate(path):
            value = _child(value, step)
            before = path[index - 1] if index else None
            if isinstance(step, int) and before in _NAMED:
                kind, key = _NAMED[str(before)]
                words.append(f"{kind} {_name(value, key) or step + 1}")
        return ", ".join(words)


def _has(value: Plain, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and step < len(value)


def _child(value: Plain, step: str | int) -> Plain:
    if isinstance(value, list) and isinstance(step, int):
        return value[step]
    return value.get(str(step)) if isinstance(value, dict) else None


def _name(value: Plain, key: str) -> str | None:
    name = value.get(key) if isinstance(value, dict) else None
    if isinstance(name, bool) or not isinstance(name, str | int):
        return None
    return str(name)[:_LONGEST_NAME]

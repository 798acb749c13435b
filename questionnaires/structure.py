"""Checks the shape of a definition by its models and says each fault of shape in plain words."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from questionnaires.answers import shown
from questionnaires.definition import ID_PATTERN, SOURCE_PATTERN, Definition
from questionnaires.file_problems import FileCode, closest
from questionnaires.items import ITEM_PATTERN, PART_PATTERN
from questionnaires.problems import Fault
from questionnaires.rule_reading import BAD_RULE
from questionnaires.text import PLACEHOLDERS, Language
from questionnaires.tree import Located, Path, Tree

_EXPECTED = {
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "model_type": "a group of keys",
}
_ALLOWED = {
    ITEM_PATTERN: "a small letter first, then small letters, digits and _; at most 32",
    PART_PATTERN: "a letter first, then letters, digits and _; at most 32",
    ID_PATTERN: "a small letter first, then small letters, digits and -; at most 64",
    SOURCE_PATTERN: "a letter first, then letters, digits and -; at most 32",
}
_LIMITS = {
    "greater_than_equal": ("at least", "ge"),
    "less_than_equal": ("at most", "le"),
}


def shape_faults(error: ValidationError, tree: Tree) -> Iterator[Located]:
    """Yield every fault of shape; rules are left to whoever reads them in detail."""
    for detail in error.errors(include_url=False):
        if detail["type"] != BAD_RULE:
            path = tree.standing(detail["loc"])
            yield Located(line=tree.line(path) or 0, fault=_fault(detail, tree.where(path)))


def _fault(detail: ErrorDetails, where: str) -> Fault:
    kind, loc = detail["type"], detail["loc"]
    key = _key(loc)
    context: Mapping[str, object] = detail.get("ctx", {})
    if kind == "string_type":
        return FileCode.NOT_A_TEXT.at(where, key=key)
    if kind in _EXPECTED:
        return FileCode.WRONG_KIND.at(where, key=key, expected=_EXPECTED[kind])
    if kind in _LIMITS:
        words, name = _LIMITS[kind]
        return FileCode.OUTSIDE_LIMITS.at(where, key=key, limit=f"{words} {context[name]}")
    if kind == "missing":
        code = FileCode.MISSING_TEXT if key in set(Language) else FileCode.MISSING_KEY
        return code.at(where, key=key)
    if kind == "extra_forbidden":
        hint = closest(key, _known_keys(loc[:-1]))
        return FileCode.UNKNOWN_KEY.at(where, key=shown(key), hint=hint)
    if kind == "enum":
        value = shown(detail["input"])
        hint = closest(value, _known_values(loc))
        return FileCode.NOT_ONE_OF.at(where, value=value, key=key, hint=hint)
    return _own_fault(detail, where, key)


def _key(loc: Path) -> str:
    """Return the key that a fault is about, for an entry of a list that of the list."""
    return next((step for step in reversed(loc) if isinstance(step, str)), "definition")


def _own_fault(detail: ErrorDetails, where: str, key: str) -> Fault:
    """Say a fault that only the models of this room know."""
    kind = detail["type"]
    context: Mapping[str, object] = detail.get("ctx", {})
    if kind == "unknown_placeholder":
        known = ", ".join(f"{{{name}}}" for name in sorted(PLACEHOLDERS))
        placeholder = shown(context["placeholder"])
        return FileCode.UNKNOWN_PLACEHOLDER.at(where, placeholder=placeholder, known=known)
    if kind == "control_character":
        return FileCode.CONTROL_CHARACTER.at(where, character=str(context["character"]))
    if kind == "string_pattern_mismatch":
        allowed = _ALLOWED[str(context["pattern"])]
        value = shown(detail["input"])
        return FileCode.BAD_CODE.at(where, key=key, value=value, allowed=allowed)
    if kind == "empty_list":
        return FileCode.EMPTY_LIST.at(where, key=key)
    if kind == "empty_text":
        return FileCode.EMPTY_TEXT.at(where)
    return FileCode.MALFORMED.at(where, key=key, why=detail["msg"])


def _known_keys(loc: Path) -> frozenset[str]:
    return frozenset(
        name
        for model in _types_at(loc)
        if issubclass(model, BaseModel)
        for name in model.model_fields
    )


def _known_values(loc: Path) -> frozenset[str]:
    return frozenset(
        str(member.value) for kind in _types_at(loc) if issubclass(kind, Enum) for member in kind
    )


def _types_at(loc: Path) -> tuple[type, ...]:
    """Return the classes that may stand at a place of a definition, by the models' own fields."""
    types: tuple[type, ...] = (Definition,)
    for step in loc:
        if isinstance(step, str):
            fields = [
                kind.model_fields[step].annotation
                for kind in types
                if issubclass(kind, BaseModel) and step in kind.model_fields
            ]
            types = tuple(found for annotation in fields for found in _classes_in(annotation))
    return types


def _classes_in(annotation: object) -> Iterator[type]:
    """Yield the classes inside `tuple[X, ...] | None`, `Annotated[X, …]` and the like."""
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for part in get_args(annotation):
        yield from _classes_in(part)

"""Reads a rule from its plain shape and says everything that is wrong with that shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator
from pydantic_core import PydanticCustomError

from questionnaires.file_problems import RuleCode, closest
from questionnaires.rules import (
    ORDERINGS,
    AllOf,
    Answered,
    AnyOf,
    Compare,
    Constant,
    Leaf,
    Not,
    OneOf,
    Operator,
    Rule,
    rule_json,
)
from questionnaires.text import nfc
from questionnaires.tree import Path

MAX_RULE_DEPTH = 12
"""Deeper rules are refused: nobody can check them by eye, and evaluating them is recursive."""

_CONNECTIVES = ("all", "any", "not")
_COMPARISONS = (*(operator.value for operator in Operator), "in", "answered")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleProblem:
    """A fault inside a rule, with its path counted from the rule itself."""

    path: Path
    code: RuleCode
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleReading:
    """What came of reading a rule: `rule` is None when anything is wrong with its shape.

    `leaves` are all comparisons that could be read, also of a rule that is wrong elsewhere.
    """

    rule: Rule | None
    leaves: tuple[Leaf, ...]
    problems: tuple[RuleProblem, ...]


@dataclass(slots=True)
class _Reader:
    leaves: list[Leaf] = field(default_factory=list)
    problems: list[RuleProblem] = field(default_factory=list)

    def refuse(self, path: Path, code: RuleCode, **details: str) -> None:
        self.problems.append(RuleProblem(path=path, code=code, details=details))

    def rule(self, raw: object, path: Path) -> Rule | None:
        if len(path) > 2 * MAX_RULE_DEPTH:  # each level adds a key and a position
            self.refuse(path, RuleCode.RULE_TOO_DEEP, maximum=str(MAX_RULE_DEPTH))
            return None
        if not isinstance(raw, dict) or not raw:
            self.refuse(path, RuleCode.RULE_NOT_A_GROUP)
            return None
        if "item" in raw:
            return self.comparison(raw, path)
        if len(raw) > 1:
            self.refuse(path, RuleCode.RULE_MIXED, keys=", ".join(map(str, raw)))
            return None
        ((key, value),) = raw.items()
        if key == "not":
            part = self.rule(value, (*path, "not"))
            return Not(rule=part) if part else None
        if key in _CONNECTIVES:
            return self.connective(str(key), value, path)
        known = (*_CONNECTIVES, "item")
        self.refuse(path, RuleCode.RULE_UNKNOWN_WORD, word=str(key), hint=closest(str(key), known))
        return None

    def connective(self, key: str, raw: object, path: Path) -> Rule | None:
        if not isinstance(raw, list) or not raw:
            self.refuse((*path, key), RuleCode.RULE_WITHOUT_PARTS, word=key)
            return None
        parts = [self.rule(part, (*path, key, index)) for index, part in enumerate(raw)]
        sound = tuple(part for part in parts if part is not None)
        if len(sound) < len(parts):
            return None
        return AllOf(rules=sound) if key == "all" else AnyOf(rules=sound)

    def comparison(self, raw: Mapping[str, object], path: Path) -> Rule | None:
        item = raw["item"]
        words = [key for key in raw if key != "item"]
        for word in words:
            if word not in _COMPARISONS:
                hint = closest(str(word), _COMPARISONS)
                self.refuse((*path, word), RuleCode.RULE_UNKNOWN_WORD, word=str(word), hint=hint)
        if not isinstance(item, str):
            self.refuse((*path, "item"), RuleCode.RULE_ITEM_NOT_A_CODE)
        if len(words) != 1:
            self.refuse(path, RuleCode.RULE_NEEDS_ONE_COMPARISON)
            return None
        if not isinstance(item, str) or words[0] not in _COMPARISONS:
            return None
        leaf = self.operand(nfc(item), words[0], raw[words[0]], (*path, words[0]))
        if leaf is not None:
            self.leaves.append(leaf)
        return leaf

    def operand(self, item: str, word: str, raw: object, path: Path) -> Leaf | None:
        if word == "answered":
            if isinstance(raw, bool):
                return Answered(item=item, wanted=raw)
            self.refuse(path, RuleCode.RULE_VALUE_WRONG, word=word, expected="true or false")
            return None
        if word == "in":
            return self.one_of(item, raw, path)
        value = _constant(raw)
        if value is None or (Operator(word) in ORDERINGS and isinstance(value, str)):
            self.refuse(
                path, RuleCode.RULE_VALUE_WRONG, word=word, expected="a whole number or a text"
            )
            return None
        return Compare(item=item, operator=Operator(word), value=value)

    def one_of(self, item: str, raw: object, path: Path) -> OneOf | None:
        values = [_constant(value) for value in raw] if isinstance(raw, list) else []
        sound = tuple(value for value in values if value is not None)
        if not values or len(sound) < len(values):
            expected = "a list of whole numbers or texts"
            self.refuse(path, RuleCode.RULE_VALUE_WRONG, word="in", expected=expected)
            return None
        return OneOf(item=item, values=sound)


def _constant(raw: object) -> Constant | None:
    if isinstance(raw, str):
        return nfc(raw)
    return raw if isinstance(raw, int) and not isinstance(raw, bool) else None


def read_rule(raw: object) -> RuleReading:
    """Read a rule from plain data, with everything that is wrong with its shape."""
    reader = _Reader()
    rule = reader.rule(raw, ())
    return RuleReading(rule=rule, leaves=tuple(reader.leaves), problems=tuple(reader.problems))


def _sound_rule(raw: object) -> Rule:
    if isinstance(raw, Rule):
        return raw
    reading = read_rule(raw)
    if reading.rule is None:
        raise PydanticCustomError(BAD_RULE, "not a rule")
    return reading.rule


BAD_RULE = "bad_rule"
"""Type of the model error for a rule that cannot be read; `read_rule` has the details."""

RuleField = Annotated[
    Rule, PlainValidator(_sound_rule), PlainSerializer(rule_json, return_type=Mapping[str, object])
]
"""A rule as a field of a model: read from its plain shape, written back to it."""

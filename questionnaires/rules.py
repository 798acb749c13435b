"""The closed rule language: when a question is asked, when an interview ends early.

A rule is data, never a program: connectives over comparisons of one item's answer with constants.
A comparison over a missing answer is false, also `not_equals`; only `answered: false` is true of
it. `not` is plain negation, so that `not: {item: b6, equals: 3}` holds where b6 is unanswered.
A multi item has an answer's code when it is among the chosen ones. Numbers and texts never equal
each other. The browser has the same evaluator, held to the same table of cases.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from questionnaires.text import nfc

Constant = int | str
"""What an answer may be compared with."""


class Operator(StrEnum):
    """The comparisons of one answer with one constant."""

    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    GREATER = "greater"
    LESS = "less"


ORDERINGS = frozenset({Operator.AT_LEAST, Operator.AT_MOST, Operator.GREATER, Operator.LESS})


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """True when every part is."""

    rules: tuple["Rule", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """True when at least one part is."""

    rules: tuple["Rule", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """True when its part is not."""

    rule: "Rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """The answer of an item against one constant."""

    item: str
    operator: Operator
    value: Constant


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """The answer of an item is among constants."""

    item: str
    values: tuple[Constant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The item has an answer (or, with `wanted` false, has none)."""

    item: str
    wanted: bool


Rule = AllOf | AnyOf | Not | Compare | OneOf | Answered


def holds(rule: Rule, *, answers: Mapping[str, object]) -> bool:
    """Say whether the rule is true of these answers; total, whatever the answers are."""
    if isinstance(rule, Compare):  # nearly every rule is one, and nearly every one says “equals”
        answer = answers.get(rule.item)
        if type(answer) is int and rule.operator is Operator.EQUALS:
            return answer == rule.value
        return _compared(answer, rule.operator, rule.value)
    match rule:
        case AllOf(rules=parts):
            return all(holds(part, answers=answers) for part in parts)
        case AnyOf(rules=parts):
            return any(holds(part, answers=answers) for part in parts)
        case Not(rule=part):
            return not holds(part, answers=answers)
        case Answered(item=item, wanted=wanted):
            return is_answer(answers.get(item)) is wanted
    return any(_equal(answers.get(rule.item), value) for value in rule.values)


def is_answer(value: object) -> bool:
    """Say whether a value is an answer at all; a blank text and an empty choice are none."""
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, list | tuple):
        return bool(value)
    return is_whole(value)


def is_whole(value: object) -> bool:
    """Say whether a value is a whole number; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def _compared(answer: object, operator: Operator, value: Constant) -> bool:
    if operator is Operator.EQUALS:
        return _equal(answer, value)
    if operator is Operator.NOT_EQUALS:
        return is_answer(answer) and not _equal(answer, value)
    if not isinstance(answer, int) or isinstance(answer, bool) or not isinstance(value, int):
        return False
    if operator is Operator.AT_LEAST:
        return answer >= value
    if operator is Operator.AT_MOST:
        return answer <= value
    if operator is Operator.GREATER:
        return answer > value
    return answer < value


def _equal(answer: object, value: Constant) -> bool:
    if isinstance(answer, list | tuple):
        return any(is_whole(choice) and choice == value for choice in answer)
    if isinstance(answer, str):
        return is_answer(answer) and nfc(answer) == value
    return is_whole(answer) and answer == value


Leaf = Compare | OneOf | Answered
"""A comparison: the part of a rule that looks at an answer."""


def items_of(rule: Rule) -> frozenset[str]:
    """Return the codes of all items that the rule looks at."""
    return frozenset(leaf.item for leaf in leaves(rule))


def leaves(rule: Rule) -> Iterator[Leaf]:
    """Yield the comparisons inside the rule, in order."""
    if isinstance(rule, AllOf | AnyOf):
        for part in rule.rules:
            yield from leaves(part)
    elif isinstance(rule, Not):
        yield from leaves(rule.rule)
    else:
        yield rule


JsonRule = Mapping[str, "JsonRule | list[JsonRule] | Constant | bool | list[Constant]"]
"""A rule as plain JSON: the very shape that it has in a YAML file."""


def rule_json(rule: Rule) -> JsonRule:
    """Return the plain JSON shape of a rule, for the browser's evaluator and for storing."""
    match rule:
        case AllOf(rules=parts):
            return {"all": [rule_json(part) for part in parts]}
        case AnyOf(rules=parts):
            return {"any": [rule_json(part) for part in parts]}
        case Not(rule=part):
            return {"not": rule_json(part)}
        case Answered(item=item, wanted=wanted):
            return {"item": item, "answered": wanted}
        case OneOf(item=item, values=values):
            return {"item": item, "in": list(values)}
    return {"item": rule.item, rule.operator.value: rule.value}

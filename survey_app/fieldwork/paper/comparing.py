"""Two entries of one sheet, item by item. Pure."""

from collections.abc import Mapping

from questionnaires import Answers, Definition, Item, path_of


def differing_items(
    definition: Definition, one: Mapping[str, object], other: Mapping[str, object]
) -> tuple[str, ...]:
    """The items that were keyed differently, in the order of the questionnaire.

    Words are the same when they differ in case and spaces only; a blank is an entry like another.
    """
    return tuple(item.code for item in definition.items if _entry(item, one) != _entry(item, other))


def items_compared(definition: Definition, paper: Answers) -> int:
    """How many items stand on the path of what the paper says: each could have been keyed wrong."""
    return len(path_of(definition, paper))


def _entry(item: Item, answers: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(_same_form(answers.get(code)) for code in (item.code, item.text_code))


def _same_form(value: object) -> object:
    if isinstance(value, str):
        return " ".join(value.casefold().split()) or None
    if isinstance(value, list | tuple):
        return tuple(value) or None
    return value

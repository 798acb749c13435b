"""Walks the path through a questionnaire: which items are asked after which answers."""

from collections.abc import Mapping
from typing import cast

from questionnaires.definition import Definition, Ending
from questionnaires.rules import holds, is_answer, is_whole
from questionnaires.text import nfc

Answer = int | str | tuple[int, ...]
"""The answer to an item: a code or number, a text, or the chosen codes."""

OnPath = frozenset[str]
"""The codes of the items that are asked."""

Answers = Mapping[str, Answer]
"""Answers by item code, and `<item>_text` for the text of “other”; no key = no answer."""


def visible_items(definition: Definition, answers: Mapping[str, object]) -> tuple[str, ...]:
    """Return the codes on the path, in order.

    Rules see only answers on the path: an answer that stayed behind a changed skip opens nothing.
    """
    seen: dict[str, object] = {}
    codes: list[str] = []
    for opening, stretches in definition.route:
        if opening is not None and not holds(opening, answers=seen):
            continue
        for stretch in stretches:
            if stretch.rule is not None and not holds(stretch.rule, answers=seen):
                continue
            codes += stretch.codes
            for code in stretch.deciding:
                if code in answers:
                    seen[code] = answers[code]
    return tuple(codes)


def path_of(definition: Definition, answers: Mapping[str, object]) -> OnPath:
    """Return the codes of `visible_items`, to hand to all that asks what was on the path."""
    return frozenset(visible_items(definition, answers))


def answers_on_path(
    definition: Definition, answers: Mapping[str, object], *, path: OnPath | None = None
) -> dict[str, Answer]:
    """Return the answers without those to items that are not asked, texts cleaned.

    Dropped: answers off the path, texts of “other” whose option is not chosen, missing answers.
    Cleaned: NFC, line breaks as LF, no space around; chosen codes as a sorted tuple. Faults are
    not dropped: an unknown code or a wrong value stays for `check_answers` to find.
    `path`: the `path_of` of these very answers, for those who have it already.
    """
    stale = definition.item_codes - (path_of(definition, answers) if path is None else path)
    for item in definition.items_with_text:
        chosen = chosen_codes(answers.get(item.code))
        if item.code in stale or not item.text_options & chosen:
            stale |= {item.text_code}
    return {
        # A code or a number, as most answers are, is there and is clean.
        code: value if type(value) is int else clean_answer(value)
        for code, value in answers.items()
        if code not in stale and (type(value) is int or not is_missing(value))
    }


def is_missing(value: object) -> bool:
    """Say whether a value stands for no answer: nothing, a blank text, an empty choice."""
    return value is None or (isinstance(value, str | list | tuple) and not is_answer(value))


def chosen_codes(value: object) -> frozenset[int]:
    """Return the codes that an answer consists of; nothing for a text or anything else."""
    parts = value if isinstance(value, list | tuple) else (value,)
    return frozenset(part for part in parts if isinstance(part, int) and is_whole(part))


def clean_answer(value: object) -> Answer:
    """Return the canonical form of an answer; what is no answer stays as it is, to be judged."""
    if isinstance(value, str):
        return nfc(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(value, list | tuple) and all(is_whole(code) for code in value):
        return tuple(sorted(value))
    return cast(Answer, value)  # a wrong type is not hidden here: check_answers refuses it


def unanswered_criteria(definition: Definition, answers: Mapping[str, object]) -> tuple[str, ...]:
    """Return the criteria on the path that have no answer; allowed, but a person confirms it."""
    visible = path_of(definition, answers)
    return tuple(
        item.code
        for item in definition.index_items
        if item.code in visible and is_missing(answers.get(item.code))
    )


def ending_of(
    definition: Definition, answers: Mapping[str, object], *, path: OnPath | None = None
) -> Ending | None:
    """Return the ending that these answers lead to, None when the interview goes on.

    `path`: the `path_of` of these very answers, for those who have it already.
    """
    asked = definition.ending_items & (path_of(definition, answers) if path is None else path)
    on_path = {code: answers[code] for code in asked if code in answers}
    for ending in definition.endings:
        if holds(ending.when, answers=on_path):
            return ending
    return None

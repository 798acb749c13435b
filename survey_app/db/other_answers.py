"""Answers that are no criteria, out of the JSON in which they are kept, for either database."""

import re

from questionnaires.items import ITEM_PATTERN

_CODE = re.compile(ITEM_PATTERN)


def other_word(item: str) -> str:
    """The answer to a question as a text, "" where there is none."""
    return f"coalesce(CAST({_answer(item)} AS text), '')"


def other_whole(item: str) -> str:
    """The answer to a question as a whole number, null where there is none."""
    return f"CAST({_answer(item)} AS integer)"


def _answer(item: str) -> str:
    """Raises ValueError for what is no code of an item, and must not stand in a statement."""
    if not _CODE.fullmatch(item):
        raise ValueError("not the code of an item")
    return f"answer.other ->> '{item}'"

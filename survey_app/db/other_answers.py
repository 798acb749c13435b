"""Answers that are no criteria, out of the JSON in which they are kept, for either database."""

import re

from questionnaires.items import ITEM_PATTERN

_CODE = re.compile(ITEM_PATTERN)


def other_word(item: str, *, of: str = "answer") -> str:
    """The answer to a question as a text, "" where there is none; of several options their JSON.

    of: what the table is called in the statement.
    """
    return f"coalesce(CAST({_answer(item, of=of)} AS text), '')"


def other_whole(item: str) -> str:
    """The answer to a question as a whole number, null where there is none."""
    return f"CAST({_answer(item)} AS integer)"


def _answer(item: str, *, of: str = "answer") -> str:
    """Raises ValueError for what is no code of an item, and must not stand in a statement."""
    if not _CODE.fullmatch(item):
        raise ValueError("not the code of an item")
    return f"{of}.other ->> '{item}'"

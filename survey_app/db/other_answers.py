"""Answers that are no criteria, out of the JSON in which they are kept, for either database."""

import re

from sqlalchemy import (
    Column,
    ColumnElement,
    SQLColumnExpression,
    Text,
    cast,
    func,
    type_coerce,
)

from questionnaires.items import ITEM_PATTERN
from survey_app.db.tables import answer

_CODE = re.compile(ITEM_PATTERN)


def other_text(
    item: SQLColumnExpression[str], *, of: Column[object] = answer.c.other
) -> ColumnElement[str]:
    """The answer to a question as a text, "" where there is none; of several options their JSON.

    item: its code, which may be another one in every row. of: the column with the answers.
    """
    said: ColumnElement[str | None] = type_coerce(of, Text).op("->>")(item)
    return func.coalesce(cast(said, Text), "")


def other_word(item: str) -> str:
    """The same in the words of the database, for statements that are written by hand."""
    return f"coalesce(CAST({_answer(item)} AS text), '')"


def other_whole(item: str) -> str:
    """The answer to a question as a whole number, null where there is none."""
    return f"CAST({_answer(item)} AS integer)"


def _answer(item: str) -> str:
    """Raises ValueError for what is no code of an item, and must not stand in a statement."""
    if not _CODE.fullmatch(item):
        raise ValueError("not the code of an item")
    return f"answer.other ->> '{item}'"

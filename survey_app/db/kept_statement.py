"""The statement of a score: the cells of a round, and what they do not hold yet."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from sqlalchemy import TextClause, text

from scoring.design_tally import Ints
from survey_app.db.driver import IN_BINARY
from survey_app.db.tally_statements import (
    CELL,
    CHANGED,
    NO_NUMBERS,
    NO_TEXT,
    OTHER_CELL,
    PLACE,
    Counting,
    complete,
    nulls,
    sums_of,
)

SHIFTED = 128
"""Added to the code of an answer, it is a byte: codes are -128 to 127."""
IN_ONE = 7
"""Answers in a whole number of eight bytes, of which the sign stays out."""
SUMS = ("satisfied", "valid", "change", "levels")
"""What comes of a person before the answers: the packed sums, how often they are counted, and the
sum of their levels.
"""


@lru_cache(maxsize=16)
def kept_statement(counting: Counting, *, on_postgresql: bool) -> TextClause:
    """The cells of the round `:round_id`, and what they do not hold yet; `:rule` is their rule.

    What waits comes in a row for each place, with the numbers of one person after the other: few
    wait, to count the answers to every item takes a database longer than to hand them over, and a
    row for each takes longer to read than to count.
    """
    sums = "satisfied, valid, levels" if counting.by_own_rule else sums_of(counting)
    numbers = [*SUMS, *_packed(counting)]
    return text(f"""
WITH changed AS (
  SELECT interview_id, CAST(sum(change) AS integer) AS change FROM tally_change
  GROUP BY interview_id HAVING sum(change) <> 0
)
SELECT '{CHANGED}', {PLACE}, {nulls(5)}, {_together(numbers, on_postgresql=on_postgresql)}
FROM (
  SELECT {PLACE}, change, {sums}, {", ".join(counting.slots)}
  {_from_changes(counting, on_postgresql=on_postgresql)}
  JOIN round_unit ON round_unit.id = round_unit_id
  WHERE round_unit.round_id = :round_id AND {complete(counting)}
) AS person
GROUP BY {PLACE}
UNION ALL
SELECT CASE WHEN rule_sha256 = :rule THEN '{CELL}' ELSE '{OTHER_CELL}' END, {PLACE},
  {nulls(5)}, {NO_TEXT}, numbers
FROM tally_cell JOIN round_unit ON round_unit.id = tally_cell.round_unit_id
WHERE round_unit.round_id = :round_id""").execution_options(**{IN_BINARY: True})  # noqa: S608 -- names of our own columns


def _packed(counting: Counting) -> list[str]:
    """The answers of a person, a byte each."""
    slots = counting.slots
    return [
        " + ".join(
            f"(CAST({slot} + {SHIFTED} AS bigint) << {8 * place})"
            for place, slot in enumerate(slots[first : first + IN_ONE])
        )
        for first in range(0, len(slots), IN_ONE)
    ]


def _together(numbers: Sequence[str], *, on_postgresql: bool) -> str:
    """The last two columns: the numbers of all people of a place, as a text or as bytes."""
    if on_postgresql:
        sent = " || ".join(f"int8send(CAST({number} AS bigint))" for number in numbers)
        return f"{NO_TEXT}, string_agg({sent}, CAST('' AS bytea))"
    listed = " || ',' || ".join(f"({number})" for number in numbers)
    return f"group_concat({listed}, ','), {NO_NUMBERS}"


def read_people(text: str | None, numbers: bytes | None, *, items: int) -> tuple[Ints, Ints]:
    """What was put together: (N, 4) numbers of SUMS, and (N, J) codes of the answers."""
    flat = (
        np.frombuffer(numbers, dtype=">i8").astype(np.int64)
        if numbers is not None
        else np.fromstring(text or "", dtype=np.int64, sep=",")
    )
    table = flat.reshape(-1, len(SUMS) + -(-items // IN_ONE))
    answers = table[:, len(SUMS) :].astype("<i8").view(np.uint8).reshape(len(table), -1, 8)
    codes = answers[:, :, :IN_ONE].reshape(len(table), -1)[:, :items]
    return table[:, : len(SUMS)], codes.astype(np.int64) - SHIFTED


def _from_changes(counting: Counting, *, on_postgresql: bool) -> str:
    """What is known of the interviews that have changed."""
    if not on_postgresql:
        return f"""FROM changed
  JOIN interview ON interview.id = changed.interview_id {_SUMS_AND_ANSWERS}"""
    columns = ", ".join(
        [
            "interview.id, interview.round_unit_id, interview.mode, interview.origin",
            *("interview_tally.stratum", "interview_tally.satisfied"),
            *("interview_tally.valid", "interview_tally.levels"),
            *counting.slots,
        ]
    )
    # Left to itself, PostgreSQL reads the answers of all interviews for a thousandth of them. Those
    # that came last have numbers one after the other: read in a row, they take a third of the time
    # of looking up each. What was voided or corrected long after is looked up by itself.
    return f"""FROM (
    SELECT found.*, changed.change
    FROM (
      SELECT max(interview_id) AS high, max(interview_id) - {_NEAR} AS low FROM changed
    ) AS newest
    CROSS JOIN LATERAL (
      SELECT {columns}
      FROM {_newest("interview", "id")}
      JOIN {_newest("interview_tally", "interview_id")}
        ON interview_tally.interview_id = interview.id
      JOIN {_newest("answer", "interview_id")} ON answer.interview_id = interview.id
      OFFSET 0
    ) AS found
    JOIN changed ON changed.interview_id = found.id
    UNION ALL
    SELECT found.*, changed.change
    FROM (SELECT max(interview_id) - {_NEAR} AS low FROM changed) AS newest
    JOIN changed ON changed.interview_id <= newest.low
    CROSS JOIN LATERAL (
      SELECT {columns} FROM interview {_SUMS_AND_ANSWERS}
      WHERE interview.id = changed.interview_id
      OFFSET 0
    ) AS found
  ) AS found"""  # noqa: S608 -- as above


_SUMS_AND_ANSWERS = """
  JOIN interview_tally ON interview_tally.interview_id = interview.id
  JOIN answer ON answer.interview_id = interview.id"""
_NEAR = "(count(*) + count(*) / 4)"
"""How many numbers back: as many as wait, and some that were given in vain."""


def _newest(table: str, number: str) -> str:
    return (
        f"(SELECT * FROM {table} WHERE {number} > newest.low AND {number} <= newest.high"  # noqa: S608 -- as above
        f" OFFSET 0) AS {table}"
    )

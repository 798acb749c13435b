"""The statement of a score: the cells of a round, and one by one what they do not hold yet."""

from functools import lru_cache

from sqlalchemy import TextClause, text

from survey_app.db.tally_statements import (
    ANSWER,
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


@lru_cache(maxsize=16)
def kept_statement(counting: Counting, *, on_postgresql: bool) -> TextClause:
    """The cells of the round `:round_id`, and what they do not hold yet; `:rule` is their rule.

    What waits comes one by one, with its answers as a text: few do, and to count the answers to
    every item takes a database longer than to hand them over.
    """
    sums = "satisfied, valid, levels" if counting.by_own_rule else sums_of(counting)
    return text(f"""
WITH changed AS (
  SELECT interview_id, CAST(sum(change) AS integer) AS change FROM tally_change
  GROUP BY interview_id HAVING sum(change) <> 0
)
SELECT '{CHANGED}', {PLACE}, satisfied, valid, CAST(change AS bigint),
  CAST(change * levels AS bigint), CAST(change * levels * levels AS bigint), answers, {NO_NUMBERS}
FROM (
  SELECT {PLACE}, change, {sums}, {_answers(counting, on_postgresql=on_postgresql)} AS answers
  {_from_changes(counting, on_postgresql=on_postgresql)}
  JOIN round_unit ON round_unit.id = round_unit_id
  WHERE round_unit.round_id = :round_id AND {complete(counting)}
) AS person
UNION ALL
SELECT CASE WHEN rule_sha256 = :rule THEN '{CELL}' ELSE '{OTHER_CELL}' END, {PLACE},
  {nulls(5)}, {NO_TEXT}, numbers
FROM tally_cell JOIN round_unit ON round_unit.id = tally_cell.round_unit_id
WHERE round_unit.round_id = :round_id""")  # noqa: S608 -- names of our own columns


def _from_changes(counting: Counting, *, on_postgresql: bool) -> str:
    """What is known of the interviews that have changed, each looked up by itself."""
    if not on_postgresql:
        return """FROM changed
  JOIN interview ON interview.id = changed.interview_id
  JOIN interview_tally ON interview_tally.interview_id = interview.id
  JOIN answer ON answer.interview_id = interview.id"""
    # Left to itself, PostgreSQL reads the answers of all interviews for a thousandth of them.
    return f"""FROM changed CROSS JOIN LATERAL (
    SELECT interview.round_unit_id, interview.mode, interview.origin,
      interview_tally.stratum, interview_tally.satisfied, interview_tally.valid,
      interview_tally.levels, {", ".join(counting.slots)}
    FROM interview
    JOIN interview_tally ON interview_tally.interview_id = interview.id
    JOIN answer ON answer.interview_id = interview.id
    WHERE interview.id = changed.interview_id
    OFFSET 0
  ) AS found"""  # noqa: S608 -- as above


def _answers(counting: Counting, *, on_postgresql: bool) -> str:
    numbers = [f"{slot} + {ANSWER}" for slot in counting.slots]
    if on_postgresql:
        return " || ".join(f"chr({number})" for number in numbers)
    return f"char({', '.join(numbers)})"

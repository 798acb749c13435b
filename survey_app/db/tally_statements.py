"""The statements that count interviews for a tally, in words that both databases know.

They give rows of eleven columns: the kind of row; round unit, stratum, mode and origin; then for
PEOPLE the packed sums of `scoring.packed_sums`, how many people have them, the sum of their levels
and of the squares; for COUNTS only a text, how many gave each answer to each item.
"""

from collections.abc import Iterable, Mapping

from scoring.grouped_people import answer_codes
from scoring.packed_sums import packing_of
from scoring.rule import ScoringRule
from survey_app.db.origins import DRAWN
from survey_app.db.tables_fieldwork import slot_name

PEOPLE, COUNTS = "people", "counts"

_OF_THE_ROUND = """
  FROM interview
  JOIN round_unit ON round_unit.id = interview.round_unit_id
  JOIN answer ON answer.interview_id = interview.id
  LEFT JOIN assignment ON assignment.interview_uuid = interview.uuid
  LEFT JOIN sample_member ON sample_member.frame_case_id = assignment.frame_case_id
  WHERE round_unit.round_id = :round_id AND interview.is_current"""

_PLACE = "round_unit_id, stratum, mode, origin"


def round_statement(rule: ScoringRule, *, slots: Mapping[str, int]) -> str:
    """Counts every interview of the round `:round_id` that counts, from its answers."""
    person = f"""
  SELECT interview.round_unit_id, {_STRATUM} AS stratum, interview.mode, interview.origin,
    1 AS change, {_sums(rule, slots=slots)},
    {", ".join(_slots(rule, slots=slots))}{_OF_THE_ROUND}"""
    return _counting(person, rule=rule, slots=slots)


_STRATUM = (
    "CASE WHEN interview.origin IN ("
    + ", ".join(f"'{origin}'" for origin in DRAWN)
    + ") THEN coalesce(sample_member.stratum, '') ELSE '' END"
)


def _counting(person: str, *, rule: ScoringRule, slots: Mapping[str, int]) -> str:
    """Both kinds of rows over a query that gives people, each with how often it is counted."""
    return f"""
WITH person AS NOT MATERIALIZED ({person}
)
SELECT '{PEOPLE}' AS kind, {_PLACE}, satisfied, valid,
  CAST(sum(change) AS bigint), CAST(sum(change * levels) AS bigint),
  CAST(sum(change * levels * levels) AS bigint), CAST(NULL AS text)
FROM person GROUP BY {_PLACE}, satisfied, valid
UNION ALL
SELECT '{COUNTS}', {_PLACE}, CAST(NULL AS bigint), CAST(NULL AS bigint), CAST(NULL AS bigint),
  CAST(NULL AS bigint), CAST(NULL AS bigint), {_counts(rule, slots=slots)}
FROM person GROUP BY {_PLACE}"""  # noqa: S608 -- names of our own columns, and whole numbers


def _slots(rule: ScoringRule, *, slots: Mapping[str, int]) -> list[str]:
    return [slot_name(slots[item]) for item in rule.items]


def _sums(rule: ScoringRule, *, slots: Mapping[str, int]) -> str:
    """The packed sums of one person, and the sum of levels."""
    packing, names = packing_of(rule), _slots(rule, slots=slots)
    places = [1 << packing.shifts[factor] for factor in packing.factor_of_item]
    satisfied = _total(
        _one_of(name, rule.satisfied, gives=place)
        for name, place in zip(names, places, strict=True)
    )
    valid = _total(
        _one_of(name, rule.levels, gives=place) for name, place in zip(names, places, strict=True)
    )
    levels = _total(_one_of(name, rule.levels, gives=name) for name in names)
    return f"{satisfied} AS satisfied, {valid} AS valid, {levels} AS levels"


def _total(parts: Iterable[str]) -> str:
    """A sum that is a bigint from its first part on."""
    return " + ".join(["CAST(0 AS bigint)", *parts])


def _one_of(name: str, codes: Iterable[int], *, gives: int | str) -> str:
    listed = ", ".join(map(str, sorted(codes)))
    return f"CASE WHEN {name} IN ({listed}) THEN {gives} ELSE 0 END"


def _counts(rule: ScoringRule, *, slots: Mapping[str, int]) -> str:
    """A number for each answer to each item, with commas between them.

    In brackets by item: SQLite does not read a long chain as deep as the items have answers.
    """
    codes = answer_codes(rule)
    items = [
        " || ',' || ".join(
            f"sum(CASE WHEN {name} = {code} THEN change ELSE 0 END)" for code in codes
        )
        for name in _slots(rule, slots=slots)
    ]
    return " || ',' || ".join(f"({item})" for item in items)

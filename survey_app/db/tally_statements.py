"""The statements that count interviews for a tally, in words that both databases know.

They give rows of twelve columns: the kind of row; round unit, stratum, mode and origin; then for
PEOPLE the packed sums of `scoring.packed_sums`, how many people have them, the sum of their levels
and of the squares; for COUNTS a text, how many gave each answer to each item; for CELL the numbers
of a cell. GONE says how many changes were taken away. CHANGED are the people of a place that its
cell does not hold yet, as `kept_statement.read_people` reads them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import TextClause, text

from questionnaires import Definition
from scoring.grouped_people import answer_codes
from scoring.packed_sums import packing_of
from scoring.rule import BLANK, ScoringRule
from survey_app.db.origins import DRAWN
from survey_app.db.summing import own_rule
from survey_app.db.tables_fieldwork import slot_name

PEOPLE, COUNTS, CELL, OTHER_CELL, GONE = "people", "counts", "cell", "other", "gone"
CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """How the answers of a round are counted.

    slots: for each item of the rule, the column that holds it. by_own_rule: whether the rule is
    that of the questionnaire itself, by which the sums of every interview are kept.
    """

    rule: ScoringRule
    slots: tuple[str, ...]
    by_own_rule: bool

    @classmethod
    def of(cls, definition: Definition, *, rule: ScoringRule) -> "Counting":
        """For interviews with this questionnaire. Raises ValueError for an item it has not."""
        places = {code: place for place, code in enumerate(definition.index_codes)}
        if unknown := [item for item in rule.items if item not in places]:
            raise ValueError(f"{definition.id} has no criterion {', '.join(unknown)}")
        return cls(
            rule=rule,
            slots=tuple(slot_name(places[item]) for item in rule.items),
            by_own_rule=rule == own_rule(definition),
        )


@lru_cache(maxsize=16)
def anew_statement(counting: Counting) -> TextClause:
    """Counts every interview of the round `:round_id` that counts, from its answers alone."""
    return text(f"WITH {people_anew(counting)}\n{counted(counting)}")


@lru_cache(maxsize=16)
def of_run_statement(counting: Counting) -> TextClause:
    """Counts the interviews of which the run `:run_id` was made, from their answers alone."""
    return text(f"WITH {people_anew(counting, those=OF_RUN)}\n{counted(counting)}")


@lru_cache(maxsize=16)
def voided_statement(counting: Counting) -> TextClause:
    """Counts the interviews of the round `:round_id` that were voided, from their answers alone;
    those that the run `:run_id` took in before that count there.
    """
    return text(f"WITH {people_anew(counting, those=_VOIDED)}\n{counted(counting)}")


@lru_cache(maxsize=16)
def taking_statement(counting: Counting) -> TextClause:
    """Takes the oldest `:most` changes of the round away and counts what they come to, at once."""
    return text(f"""
WITH gone AS (
  DELETE FROM tally_change WHERE id IN ({_OLDEST}) RETURNING interview_id, change
), {_changed_of("gone")}, {_people_changed(counting)}
{counted(counting)}
{_GONE}""")  # noqa: S608 -- names of our own columns


@lru_cache(maxsize=16)
def looking_statement(counting: Counting) -> TextClause:
    """The same for a database where nobody else can write: what is counted is taken afterwards."""
    return text(f"""
WITH gone AS (
  SELECT interview_id, change FROM tally_change WHERE id IN ({_OLDEST})
), {_changed_of("gone")}, {_people_changed(counting)}
{counted(counting)}
{_GONE}""")  # noqa: S608 -- names of our own columns


@lru_cache(maxsize=16)
def taking_all_statement(counting: Counting) -> TextClause:
    """Takes all changes of the round away and counts the whole round anew, at once."""
    return text(f"""
WITH gone AS (
  DELETE FROM tally_change WHERE id IN ({_ALL}) RETURNING interview_id, change
), {people_anew(counting)}
{counted(counting)}
{_GONE}""")  # noqa: S608 -- names of our own columns


def filling_statement(counting: Counting) -> TextClause:
    """Keeps the sums of the interviews of `:version` that have none; the rule is its own one."""
    return text(f"""
INSERT INTO interview_tally (interview_id, stratum, satisfied, valid, levels)
SELECT interview.id, {_STRATUM}, {sums_of(counting)}
FROM interview {_WITH_ANSWERS}
LEFT JOIN interview_tally ON interview_tally.interview_id = interview.id
WHERE interview_tally.interview_id IS NULL
  AND interview.questionnaire_version_id = :version""")  # noqa: S608 -- names of our own columns


def counting_differing_statement(counting: Counting) -> TextClause:
    """How many interviews of `:version` have other sums than their answers, another stratum than
    that of their draw, or nothing at all.
    """
    return text(f"SELECT count(*) FROM ({_differing(counting)}) AS differing")  # noqa: S608 -- as above


def dropping_differing_statement(counting: Counting) -> TextClause:
    """Forgets these sums."""
    return text(
        f"DELETE FROM interview_tally WHERE interview_id IN ({_differing(counting)})"  # noqa: S608 -- as above
    )


def _differing(counting: Counting) -> str:
    return f"""
SELECT person.id FROM (
  SELECT interview.id, {_STRATUM} AS stratum, {sums_of(counting)}
  FROM interview {_WITH_ANSWERS}
  WHERE interview.questionnaire_version_id = :version
) AS person
LEFT JOIN interview_tally AS kept ON kept.interview_id = person.id
WHERE kept.interview_id IS NULL OR kept.stratum <> person.stratum
  OR kept.satisfied <> person.satisfied
  OR kept.valid <> person.valid OR kept.levels <> person.levels"""  # noqa: S608 -- as above


PLACE = "round_unit_id, stratum, mode, origin"
NO_TEXT, NO_NUMBERS = "CAST(NULL AS text)", "CAST(NULL AS bytea)"
_STRATUM = (
    "CASE WHEN interview.origin IN ("
    + ", ".join(f"'{origin}'" for origin in DRAWN)
    + ") THEN coalesce(sample_member.stratum, '') ELSE '' END"
)
_WITH_ANSWERS = """
  JOIN answer ON answer.interview_id = interview.id
  LEFT JOIN assignment ON assignment.interview_uuid = interview.uuid
  LEFT JOIN sample_member ON sample_member.frame_case_id = assignment.frame_case_id"""
_ALL = """
    SELECT tally_change.id FROM tally_change
    JOIN interview ON interview.id = tally_change.interview_id
    JOIN round_unit ON round_unit.id = interview.round_unit_id
    WHERE round_unit.round_id = :round_id"""
_OLDEST = f"{_ALL} ORDER BY tally_change.id LIMIT :most"
TAKE_OLDEST = text(f"DELETE FROM tally_change WHERE id IN ({_OLDEST})")  # noqa: S608 -- as above
TAKE_ALL = text(f"DELETE FROM tally_change WHERE id IN ({_ALL}) RETURNING id")  # noqa: S608 -- as above


def nulls(count: int) -> str:
    """So many columns of nothing."""
    return ", ".join(["CAST(NULL AS bigint)"] * count)


_GONE = f"""UNION ALL
SELECT '{GONE}', 0, '', '', '', {nulls(2)}, count(*), {nulls(2)}, {NO_TEXT}, {NO_NUMBERS}
FROM gone"""  # noqa: S608 -- as above


def _changed_of(name: str) -> str:
    return (
        f"changed AS (SELECT interview_id, CAST(sum(change) AS integer) AS change FROM {name}"  # noqa: S608 -- as above
        " GROUP BY interview_id HAVING sum(change) <> 0)"
    )


CURRENT = "round_unit.round_id = :round_id AND interview.is_current"
_RUN = "(SELECT interview_id FROM score_run_interview WHERE score_run_id = :run_id)"
OF_RUN = f"interview.id IN {_RUN}"
_VOIDED = (
    "round_unit.round_id = :round_id AND interview.voided_at IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM score_run_interview AS taken"
    " WHERE taken.score_run_id = :run_id AND taken.interview_id = interview.id)"
    # Made anew after a void, it is the same person, who must not be counted twice.
    " AND NOT EXISTS (SELECT 1 FROM interview AS later"
    " WHERE later.uuid = interview.uuid AND later.version > interview.version)"
)


def people_anew(counting: Counting, *, those: str = CURRENT, mode: str = "interview.mode") -> str:
    """A table `person` of the interviews that fulfil a condition, counted from their answers.

    mode: what stands in its place.
    """
    return f"""person AS NOT MATERIALIZED (
  SELECT interview.round_unit_id, {_STRATUM} AS stratum, {mode} AS mode, interview.origin,
    1 AS change, {sums_of(counting)}, {", ".join(counting.slots)}
  {_from_those(those, counting=counting)}
)"""


def answers_anew(counting: Counting, *, those: str, beside: str = "") -> str:
    """The same with the answers alone, read once however often they are counted.

    beside: one more column.
    """
    columns = ", ".join(filter(None, [*counting.slots, beside]))
    return f"""person AS MATERIALIZED (
  SELECT interview.round_unit_id, {_STRATUM} AS stratum, {columns}
  {_from_those(those, counting=counting)}
)"""


def _from_those(those: str, *, counting: Counting) -> str:
    return f"""FROM interview
  JOIN round_unit ON round_unit.id = interview.round_unit_id {_WITH_ANSWERS}
  WHERE {those} AND {complete(counting)}"""


def _people_changed(counting: Counting) -> str:
    sums = "satisfied, valid, interview_tally.levels" if counting.by_own_rule else sums_of(counting)
    return f"""person AS MATERIALIZED (
  SELECT interview.round_unit_id, interview_tally.stratum, interview.mode, interview.origin,
    changed.change, {sums}, {", ".join(counting.slots)}
  FROM changed
  JOIN interview ON interview.id = changed.interview_id
  JOIN round_unit ON round_unit.id = interview.round_unit_id
  JOIN interview_tally ON interview_tally.interview_id = interview.id
  JOIN answer ON answer.interview_id = interview.id
  WHERE round_unit.round_id = :round_id AND {complete(counting)}
)"""  # noqa: S608 -- as above


def counted(counting: Counting) -> str:
    """Both kinds of rows over people, each with how often it is counted."""
    return f"""SELECT '{PEOPLE}' AS kind, {PLACE}, satisfied, valid,
  CAST(sum(change) AS bigint), CAST(sum(change * levels) AS bigint),
  CAST(sum(change * levels * levels) AS bigint), {NO_TEXT}, {NO_NUMBERS}
FROM person GROUP BY {PLACE}, satisfied, valid
UNION ALL
SELECT '{COUNTS}', {PLACE}, {nulls(5)}, {_counts(counting)}, {NO_NUMBERS}
FROM person GROUP BY {PLACE}"""  # noqa: S608 -- as above


def sums_of(counting: Counting) -> str:
    """The packed sums of one person, and the sum of levels."""
    rule, packing = counting.rule, packing_of(counting.rule)
    places = [1 << packing.shifts[block] for block in packing.block_of_item]
    pairs = list(zip(counting.slots, places, strict=True))
    satisfied = _total(_one_of(slot, rule.satisfied, gives=place) for slot, place in pairs)
    valid = _total(_one_of(slot, _valid(rule), gives=place) for slot, place in pairs)
    levels = _total(_one_of(slot, rule.levels, gives=slot) for slot in counting.slots)
    return f"{satisfied} AS satisfied, {valid} AS valid, CAST({levels} AS integer) AS levels"


def _valid(rule: ScoringRule) -> tuple[int, ...]:
    return (*rule.levels, BLANK) if rule.blank_counts else rule.levels


def complete(counting: Counting) -> str:
    """Whether a form has as many answers as the rule asks, as `complete_forms` says it."""
    rule, least = counting.rule, counting.rule.valid_from
    if not least:
        return "1 = 1"
    given = _total(_one_of(slot, rule.levels, gives=1) for slot in counting.slots)
    blank = _total(_one_of(slot, (BLANK,), gives=1) for slot in counting.slots)
    return f"({given}) * {least.denominator} >= ({given} + {blank}) * {least.numerator}"


def _total(parts: Iterable[str]) -> str:
    """A sum that is a bigint from its first part on."""
    return " + ".join(["CAST(0 AS bigint)", *parts])


def _one_of(slot: str, codes: Iterable[int], *, gives: int | str) -> str:
    listed = ", ".join(map(str, sorted(codes)))
    return f"CASE WHEN {slot} IN ({listed}) THEN {gives} ELSE 0 END"


def _counts(counting: Counting) -> str:
    """A number for each answer to each item, with commas between them.

    In brackets by item: SQLite does not read a chain as long as all answers to all items.
    """
    codes = answer_codes(counting.rule)
    items = [
        " || ',' || ".join(
            f"sum(CASE WHEN {slot} = {code} THEN change ELSE 0 END)" for code in codes
        )
        for slot in counting.slots
    ]
    return " || ',' || ".join(f"({item})" for item in items)

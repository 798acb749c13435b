"""A round with very many interviews, made by the database itself from chance."""

from sqlalchemy import Engine, text

from scoring.rule import rule_of
from survey_app.db.engine import transaction
from survey_app.db.tally_statements import Counting, filling_statement
from tests.bench.documents import BEGAN, DEFINITION, VERSION
from tests.bench.province import Province

STRATA = 4
"""Of each unit; a fifth of the people is of none, because nobody drew them."""
COUNTING = Counting.of(DEFINITION, rule=rule_of(DEFINITION))

WORDS = {
    "postgresql": {
        "first": "",
        "series": "generate_series(1, {count}) AS series(number)",
        "chance": "random()",
        "uuid": "gen_random_uuid()",
        "whole": "floor({})::integer",
    },
    "sqlite": {
        "first": "WITH RECURSIVE series(number) AS"
        " (SELECT 1 UNION ALL SELECT number + 1 FROM series WHERE number < {count})",
        "series": "series",
        "chance": "(abs(random() / 2) / 4611686018427387904.0)",
        "uuid": "lower(hex(randomblob(16)))",
        "whole": "CAST({} AS integer)",
    },
}


def add_interviews(
    engine: Engine,
    province: Province,
    *,
    count: int,
    is_settled: bool = True,
    others: str = "'{}'",
) -> None:
    """Adds so many interviews: duties, answers, and what they come to, as when they come in.

    is_settled: has the database look at its tables anew, as it does by itself after very many.
    others: what the database makes of answers that are no criteria, JSON.
    """
    words = {
        name: word.replace("{count}", str(count))
        for name, word in WORDS[engine.dialect.name].items()
    }
    with transaction(engine) as session:
        if engine.dialect.name == "postgresql":
            session.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in (
            _duties(words, province=province),
            _INTERVIEWS,
            _answers(words, others=others),
            _CHANGES,
            _tallies(),
        ):
            session.execute(text(statement), {"version": VERSION, "at": BEGAN.replace(tzinfo=None)})
    if is_settled and engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


_INTERVIEWS = f"""
INSERT INTO interview (uuid, version, is_current, round_unit_id, enumerator_id,
  questionnaire_version_id, mode, origin, content, content_sha256, started_at, finished_at,
  received_at, is_simulated)
SELECT interview_uuid, 1, true, round_unit_id, enumerator_id, :version,
  CASE WHEN place % 3 = 0 THEN 'phone' ELSE 'tablet' END,
  CASE WHEN place % 5 = 0 THEN 'unlisted' ELSE 'official' END,
  '{{}}', '{"a" * 64}', :at, :at, :at, true
FROM (
  SELECT assignment.*, row_number() OVER (ORDER BY interview_uuid) AS place FROM assignment
  LEFT JOIN interview ON interview.uuid = assignment.interview_uuid
  WHERE interview.uuid IS NULL
) AS duty"""
_WITHOUT = """
FROM interview LEFT JOIN interview_tally ON interview_tally.interview_id = interview.id
WHERE interview_tally.interview_id IS NULL"""
_CHANGES = f"INSERT INTO tally_change (interview_id, change) SELECT interview.id, 1 {_WITHOUT}"


def _duties(words: dict[str, str], *, province: Province) -> str:
    units = len(province.round_units)
    return (
        "INSERT INTO assignment (interview_uuid, round_unit_id, enumerator_id, assigned_at)"
        f" {words['first']} SELECT {words['uuid']}, {min(province.round_units)} + number % {units},"
        f" {province.enumerators[0]}, :at FROM {words['series']}"
    )


def _answers(words: dict[str, str], *, others: str) -> str:
    """Most people are satisfied with most things, each in a mood of their own."""
    chance = words["chance"]
    level = (
        f"CASE WHEN {chance} < 0.02 THEN -1 WHEN {chance} < 0.02 THEN 9"
        f" WHEN {chance} < mood THEN 5 WHEN {chance} < 0.9 THEN 4"
        f" ELSE {words['whole'].format(f'1 + 3 * {chance}')} END"
    )
    slots = COUNTING.slots
    return (
        f"INSERT INTO answer (interview_id, {', '.join(slots)}, other)"
        f" SELECT id, {', '.join([level] * len(slots))}, {others}"
        f" FROM (SELECT interview.id, {chance} AS mood FROM interview"
        " LEFT JOIN answer ON answer.interview_id = interview.id"
        " WHERE answer.interview_id IS NULL) AS person"
    )


def _tallies() -> str:
    """As when they are received, but that strata come from their number and not from a draw."""
    stratum = (
        "CASE interview.origin WHEN 'official'"
        f" THEN interview.round_unit_id || ' / ' || (interview.id % {STRATA}) ELSE '' END"
    )
    filling = str(filling_statement(COUNTING))
    start = filling.index("CASE WHEN interview.origin")
    end = filling.index("END", start) + len("END")
    return filling[:start] + stratum + filling[end:]

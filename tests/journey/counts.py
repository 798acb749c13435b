"""Counts of interviews from every place that shows them, each read in its own way."""

import csv
import io
from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Engine, select, text

from survey_app.db.engine import transaction
from survey_app.db.outcome_counts import outcome_counts
from survey_app.db.tables import Round
from tests.journey.installation import Installation
from tests.journey.ledger import LEVELS
from tests.journey.preparing import ROUND
from tests.journey.visitor import Visitor
from tests.survey_app.conftest import Page

FROM = """
  FROM interview
  JOIN round_unit ON round_unit.id = interview.round_unit_id
  JOIN round ON round.id = round_unit.round_id
  JOIN unit ON unit.id = round_unit.unit_id
  JOIN account ON account.id = interview.enumerator_id
  JOIN assignment ON assignment.interview_uuid = interview.uuid
  LEFT JOIN sample_member ON sample_member.frame_case_id = assignment.frame_case_id
 WHERE round.code = :round AND interview.is_current
"""
UNIT_CODES = "SELECT round_unit.id, code FROM round_unit JOIN unit ON unit.id = unit_id"
DAY = {
    "sqlite": "date(interview.received_at, '+7 hours')",
    "postgresql": "CAST(interview.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS date)",
}


def database_counts(engine: Engine, level: str) -> Counter[str]:
    """Interviews that count, straight from the tables."""
    columns = {
        "unit": "unit.code",
        "stratum": "coalesce(sample_member.stratum, '')",
        "enumerator": "account.username",
        "day": DAY[engine.dialect.name],
    }
    assert tuple(columns) == LEVELS
    counted = f"SELECT {columns[level]}, count(*) {FROM} GROUP BY 1"
    with engine.connect() as connection:
        rows = connection.execute(text(counted), {"round": ROUND})
        return Counter({str(row[0]): row[1] for row in rows})


def database_outcomes(engine: Engine) -> Counter[tuple[str, str, str, str]]:
    """Cases by unit, stratum, enumerator and outcome, as every page that counts them asks."""
    with transaction(engine, writes=False) as session:
        round_id = session.execute(select(Round.id).where(Round.code == ROUND)).scalar_one()
        units = {row[0]: row[1] for row in session.execute(text(UNIT_CODES))}
        people = {
            row[0]: row[1] for row in session.execute(text("SELECT id, username FROM account"))
        }
        found: Counter[tuple[str, str, str, str]] = Counter()
        for count in outcome_counts(session, round_id):
            holder = people.get(count.enumerator_id, "")
            place = units[count.round_unit_id], count.stratum or "", holder
            found[*place, count.outcome.value] += count.cases
    return found


def one(engine: Engine, statement: str) -> int:
    """One number of the database."""
    with engine.connect() as connection:
        found: int = connection.execute(text(statement)).scalar_one()
        return found


def downloaded(office: Visitor, name: str) -> list[dict[str, str]]:
    """A file of the results, by its rows."""
    answer = office.get(f"/results/rounds/{ROUND}/{name}.csv")
    return list(csv.DictReader(io.StringIO(answer.text)))


def table_of_progress(office: Visitor, name: str) -> dict[str, dict[str, str]]:
    """A table of the page of progress as its file has it, by its first column."""
    answer = office.get(f"/field/rounds/{ROUND}/tables/{name}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    return {next(iter(row.values())): row for row in rows}


def listed_cases(office: Visitor) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Enumerator, attempts and outcome of every case of fieldwork, by unit and file code."""
    answer = office.get(f"/field/rounds/{ROUND}/cases.csv")
    return {
        (row["unit_code"], row["file_code"]): (row["enumerator"], row["attempts"], row["outcome"])
        for row in csv.DictReader(io.StringIO(answer.text))
    }


def page_counts(office: Visitor, names: Mapping[str, str], address: str) -> Counter[str]:
    """The first number of each row that bears one of these names, on a page for people."""
    rows = Page(office.get(address).text).rows
    found: Counter[str] = Counter()
    for row in rows:
        if row and row[0] in names:
            numbers = [number for cell in row[1:] if (number := number_in(cell)) is not None]
            if numbers:
                found[names[row[0]]] += numbers[0]
    return found


def number_in(cell: str) -> int | None:
    """A whole number as Vietnamese writes it."""
    plain = cell.replace(".", "")
    return int(plain) if plain.isdigit() else None


def tenths(number: float) -> str:
    """A number with one decimal as Vietnamese writes it: 1.234,5."""
    return f"{number:,.1f}".translate(str.maketrans(",.", ".,"))


def status_of_holders(here: Installation) -> dict[str, tuple[int, ...]]:
    """Of each enumerator: assigned, interviewed, ended, waiting, open; as the command tells."""
    told = here.hailong("assignment", "status", "--round", ROUND)
    lines = [line.strip("│").split("│") for line in told.splitlines() if line.startswith("│")]
    return {
        cells[0].strip(): tuple(int(cell.replace(",", "")) for cell in cells[1:]) for cells in lines
    }

"""How long the list of cases takes where 100,000 cases are drawn: the page, on both databases.

Everybody is drawn and given out, which no province does: a frame of as many with 2,500 drawn is
measured beside it. The whole request is timed, from the address to the page, in this process.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import Engine, insert, text

from survey_app.db.accounts import account_by_id
from survey_app.db.engine import connect, transaction
from survey_app.db.many_rows import add_many
from survey_app.db.rounds import round_coded, units_of_round
from survey_app.db.tables import SampleDraw, Table
from tests.bench import province, timed
from tests.bench.documents import BEGAN, ROUND
from tests.bench.staff import browser_of

CASES = 100_000
RUNS = 5
RESERVE_IN, REFUSED_IN = 6, 5
PAGES = {
    "to be interviewed": "",
    "all cases": "list=all",
    "one unit": "unit={unit}",
    "one enumerator, open": "enumerator={who}&outcome=open",
    "nobody's": "enumerator=-",
    "refused": "outcome=refused",
    "not tried yet": "outcome=untouched",
    "file code": "list=all&code=000.05",
    "far behind": "list=all&after={last}",
}


def _fill(engine: Engine, *, drawn: int) -> dict[str, object]:
    made = province.set_up(engine)
    units, people = made.round_units, made.enumerators
    tables = Table.metadata.tables
    official = [number for number in range(1, drawn + 1) if number % RESERVE_IN]
    with transaction(engine) as session:
        add_many(session, tables["frame_case"], _cases(units))
        draw = _draw(people[0], round_id=round_coded(session, ROUND).id)
        number = session.execute(insert(SampleDraw).returning(SampleDraw.id), draw).scalar_one()
        add_many(session, tables["sample_member"], _members(drawn, draw_id=number))
        add_many(session, tables["assignment"], _assignments(official, units, people))
        refused = [one for one in official if one % REFUSED_IN == 0]
        add_many(session, tables["contact_attempt"], _refusals(refused, people))
        found = units_of_round(session, round_coded(session, ROUND).id)
        who = account_by_id(session, people[1])
    assert who is not None
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return {"unit": found[1].unit_code, "who": who.username, "last": CASES - len(units)}


def _cases(units) -> Iterator[dict[str, object]]:
    for number in range(1, CASES + 1):
        yield {
            "id": number,
            "round_unit_id": units[number % len(units)],
            "person_id": None,
            "public_id": UUID(int=number),
            "file_code": f"000.{number % 97:02d}-{number:06d}",
            "field": None,
            "procedure": f"Thủ tục mô phỏng số {number % 40}",
            "applicant_kind": None,
            "district": f"Huyện {number % 6}",
            "channel": "desk",
            "keyed_by": None,
            "received_on": None,
            "due_on": None,
            "returned_on": date(2022, 9, 1),
            "frame_import_id": None,
            "row_number": None,
        }


def _draw(by: int, *, round_id: int) -> dict[str, object]:
    return {
        "round_id": round_id,
        "list_name": "x",
        "commitment": "a" * 64,
        "wrapped_seed": "x",
        "committed_at": BEGAN,
        "committed_by": by,
        "plan": {},
        "unit_codes": [],
        "strata": [],
        "list_sha256": "b" * 64,
        "drawn_at": BEGAN,
    }


def _members(drawn: int, *, draw_id: int) -> Iterator[dict[str, object]]:
    for number in range(1, drawn + 1):
        yield {
            "frame_case_id": number,
            "sample_draw_id": draw_id,
            "stratum": f"Huyện {number % 6}",
            "sample_list": "official" if number % RESERVE_IN else "reserve",
            "place": number,
            "weight": 1,
        }


def _assignments(official, units, people) -> Iterator[dict[str, object]]:
    for number in official:
        yield {
            "interview_uuid": UUID(int=number),
            "round_unit_id": units[number % len(units)],
            "enumerator_id": people[number % len(people)],
            "frame_case_id": number,
            "assigned_at": BEGAN,
            "opened_at": None,
            "recalled_at": None,
        }


def _refusals(refused, people) -> Iterator[dict[str, object]]:
    for number in refused:
        yield {
            "id": number,
            "uuid": None,
            "interview_uuid": UUID(int=number),
            "disposition": "2.11",
            "is_final": True,
            "account_id": people[number % len(people)],
            "attempted_at": BEGAN,
            "appointment_at": None,
            "note": None,
            "content": None,
            "content_sha256": None,
            "received_at": None,
            "device_id": None,
            "skew_ms": None,
        }


@pytest.mark.parametrize("drawn", [2_500, CASES])
@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_case_list__of_a_hundred_thousand__is_there(request, database, drawn):
    given = request.getfixturevalue(
        f"durable_{'postgres' if database == 'postgresql' else database}"
    )
    engine = connect(given[0] if database == "postgresql" else given, durable=False)
    known = _fill(engine, drawn=drawn)
    client = browser_of(engine, "field_manager")
    server = given[1] if database == "postgresql" else None
    print(f"\n{timed.HEAD}")

    for name, asked in PAGES.items():
        address = f"/field/rounds/{ROUND}/cases/?{asked.format(**known)}"

        def look(address: str = address) -> None:
            assert client.get(address, buffered=True).status_code == 200

        times = timed.measured(look, server=server, runs=RUNS)
        print(f"{f'{database}, {drawn} drawn of {CASES}: {name}':<76} {times}")
    engine.dispose()

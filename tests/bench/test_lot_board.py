"""How long the board of lots of a province takes: 34,000 interviews, 12,000 of them drawn."""

import pytest
from sqlalchemy import Engine

from survey_app.db import audit
from survey_app.db.engine import connect, transaction
from tests.bench import province, timed
from tests.bench.documents import BEGAN, ROUND
from tests.bench.many_interviews import add_interviews
from tests.bench.rechecked_province import (
    LOTS,
    OF_LOT,
    add_rechecks,
    decide_another,
    make_another,
)
from tests.bench.staff import browser_of

RUNS = 5
PAGES = {
    "board": f"/recheck/rounds/{ROUND}/",
    "a lot": f"/recheck/rounds/{ROUND}/lots/2022w40-10",
    "today": "/today",
}


@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_board__of_a_province__is_there(request, database):
    given = request.getfixturevalue(
        f"durable_{'postgres' if database == 'postgresql' else database}"
    )
    engine = connect(given[0] if database == "postgresql" else given, durable=False)
    made = province.set_up(engine)
    add_interviews(engine, made, count=LOTS * OF_LOT)
    add_rechecks(engine, made)
    client = browser_of(engine, "home_affairs")
    print(f"\n{timed.HEAD}")

    for when, first in (
        ("nothing changed", lambda: None),
        ("after an interview", lambda: _write(engine, "interview.received")),
        ("after a re-check", lambda: make_another(engine)),
        ("after a decision", lambda: decide_another(engine, by=made.enumerators[0])),
        ("all of it anew", lambda: _write(engine, "round.changed")),
    ):
        for name, address in PAGES.items():

            def look(address: str = address) -> None:
                assert client.get(address, buffered=True).status_code == 200

            look()
            times = timed.measured(
                look, server=given[1] if database == "postgresql" else None, runs=RUNS, first=first
            )
            print(f"{f'{database}, {LOTS:,} lots, {when}: {name}':<76} {times}")
    engine.dispose()


def _write(engine: Engine, action: str) -> None:
    """Something was written down; what it is decides whether lots are looked at anew."""
    with transaction(engine) as session:
        audit.record(
            session,
            action=action,
            object_kind="round",
            object_id=ROUND,
            account_id=None,
            at=BEGAN,
        )

"""How long the page of progress takes with 100,000 cases, on both databases."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from survey_app.access.policy import Role
from survey_app.db import accounts, rounds
from survey_app.db.engine import connect, transaction
from survey_app.db.outcome_counts import round_counts
from survey_app.settings import Settings
from survey_app.web.app import create_app
from survey_app.web.progress_known import KEPT
from tests.bench import field_work, province, timed
from tests.bench.documents import BEGAN, ROUND

CASES = 100_000
DRAWN = (5_000, CASES)
RUNS = 7
PASSWORD = "mot-mat-khau-dai"
SECRET = "only-for-benchmarks-only-for-benchmarks-only"
PAGE = f"/field/rounds/{ROUND}"


@pytest.mark.parametrize("drawn", DRAWN)
@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_progress__hundred_thousand_cases__each_is_counted_once(request, database, drawn):
    given = request.getfixturevalue(
        f"durable_{'postgres' if database == 'postgresql' else database}"
    )
    engine = connect(given[0] if database == "postgresql" else given)
    server = given[1] if database == "postgresql" else None
    filled = province.set_up(engine)
    field_work.fill(engine, filled, cases=CASES, drawn=drawn)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    app = create_app(
        Settings(secret_key=SECRET, database_url="sqlite://", secure_cookies=False),
        now=lambda: BEGAN + timedelta(days=38),
        engine=engine,
    )
    client = _signed_in(engine, app)

    def forget() -> None:
        app.extensions[KEPT].clear()

    def measured(work: Callable[[], object]) -> str:
        return timed.measured(work, server=server, runs=RUNS)

    with transaction(engine, writes=False) as session:
        found = rounds.round_coded(session, ROUND)
        assert found is not None
        counted = sum(one.cases for one in round_counts(session, found.id).places)
        outcomes = measured(lambda: round_counts(session, found.id))
    tag = client.get(f"{PAGE}/live").headers["ETag"]
    unchanged = measured(
        lambda: client.get(f"{PAGE}/live", headers={"If-None-Match": tag}, buffered=True)
    )
    again = measured(lambda: client.get(PAGE, buffered=True))
    anew = measured(lambda: (forget(), client.get(PAGE, buffered=True)))
    more = measured(lambda: client.get(f"{PAGE}/surplus", buffered=True))

    assert counted == drawn
    print(f"\n{timed.HEAD}")
    for name, times in (
        ("outcome of every case, grouped", outcomes),
        ("page, something has changed", anew),
        ("page, nothing has changed", again),
        ("asked while open, nothing has changed: 304", unchanged),
        ("list of more forms than planned", more),
    ):
        print(f"{f'{database}, {drawn} drawn: {name}':<76} {times}")
    engine.dispose()


def _signed_in(engine: Engine, app: Flask) -> FlaskClient:
    with transaction(engine) as session:
        accounts.add_account(
            session,
            accounts.NewAccount(
                username="quanly",
                display_name="Người quản lý",
                organisation="Bưu điện tỉnh",
                role=Role.FIELD_MANAGER.value,
                unit_id=None,
                password_hash=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(
                    PASSWORD
                ),
                is_simulated=True,
                session_mark="mark-of-the-manager",
                created_at=BEGAN,
            ),
        )
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    answer = client.post("/sign-in", data={"username": "quanly", "password": PASSWORD})
    assert answer.status_code == 303
    return client

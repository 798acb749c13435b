"""Statements that go to psycopg as they are still belong to the transaction of the session."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from survey_app.db.driver import Statement, rows_of
from survey_app.db.engine import transaction

pytestmark = pytest.mark.parametrize(
    "engine", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
ASKS = "SELECT bool_or(asks_position) FROM round"


def test_rows__of_a_change_that_is_rolled_back__are_not_kept(engine):
    with transaction(engine) as session:
        rows_of(session, Statement(text="UPDATE round SET asks_position = true RETURNING id"))
        assert session.execute(text(ASKS)).scalar_one() is True
        session.rollback()

    with transaction(engine) as session:
        assert rows_of(session, Statement(text=ASKS)) == [(False,)]


def test_rows__of_several_statements__are_those_of_the_last(engine):
    with transaction(engine) as session:
        found = rows_of(
            session,
            Statement(text="SELECT set_config('hailong.told', %(it)s, true)", values={"it": "xin"}),
            Statement(text="SELECT current_setting('hailong.told')"),
        )

    assert found == [("xin",)]


def test_rows__statement_that_fails__fails_as_any_other(engine):
    with pytest.raises(DBAPIError) as failed, transaction(engine) as session:
        rows_of(session, Statement(text="SELECT 1/%(by)s::int", values={"by": 0}))

    assert "division by zero" in str(failed.value)
    with transaction(engine) as session:
        assert rows_of(session, Statement(text="SELECT 2")) == [(2,)]


def test_rows__connection_that_is_lost__is_replaced_next_time(engine):
    with pytest.raises(OperationalError), transaction(engine) as session:
        rows_of(session, Statement(text="SELECT pg_terminate_backend(pg_backend_pid())"))

    with transaction(engine) as session:
        assert rows_of(session, Statement(text="SELECT 3")) == [(3,)]

"""Connections, transactions and times."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import DateTime, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, StatementError

from survey_app.db import audit
from survey_app.db.engine import connect, expect_scan, transaction
from survey_app.db.schema import UtcDateTime
from survey_app.db.tables import AuditEvent
from survey_app.db.tables_fieldwork import SLOTS, slot_name

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def _record(session, at):
    audit.record(session, action="test", object_kind="test", object_id="1", account_id=None, at=at)


def _count(engine):
    with engine.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM audit_event")).scalar_one()


@ON_SQLITE
def test_sqlite__connection__keeps_keys_and_writes_ahead(engine):
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("foreign_keys", "journal_mode", "busy_timeout", "cache_size")
        }

    assert pragmas == {
        "foreign_keys": 1,
        "journal_mode": "wal",
        "busy_timeout": 15_000,
        "cache_size": -32_768,
    }


@ON_SQLITE
def test_sqlite__scan__keeps_little_until_the_connection_is_given_back(engine):
    kept = []
    for scans in (True, False):
        with engine.connect() as connection:
            if scans:
                expect_scan(connection)
            kept.append(connection.exec_driver_sql("PRAGMA cache_size").scalar_one())

    assert kept == [-4_096, -32_768]
    assert engine.pool.checkedin() == 1


@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 0)])
def test_sqlite__durability__is_full_unless_told_otherwise(tmp_path, durable, level):
    engine = connect(f"sqlite:///{tmp_path}/x.sqlite3", durable=durable)

    with engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()

    assert found == level
    engine.dispose()


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@pytest.mark.postgres
@pytest.mark.parametrize(("told", "taken"), [("1MB", "64MB"), ("96MB", "96MB")])
def test_postgresql__room_for_sets__is_enough_or_what_the_address_says_beyond(engine, told, taken):
    address = engine.url.update_query_dict({"options": f"-c work_mem={told}"})
    other = connect(address.render_as_string(hide_password=False))

    with other.connect() as connection:
        found = connection.exec_driver_sql("SHOW work_mem").scalar_one()

    other.dispose()
    assert found == taken


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@pytest.mark.postgres
def test_postgresql__connection__compiles_no_statement(engine):
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SHOW jit").scalar_one()

    assert found == "off"


@ON_SQLITE
def test_sqlite__reading_transaction__lets_a_writer_pass(engine):
    with transaction(engine, writes=False) as reading:
        reading.execute(text("SELECT count(*) FROM account"))

        with transaction(engine) as writing:
            _record(writing, datetime.now(tz=UTC))

    assert _count(engine) == 1


def test_transaction__exception__leaves_nothing(engine):
    def breaks():
        with transaction(engine) as session:
            _record(session, datetime.now(tz=UTC))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks()

    assert _count(engine) == 0


def test_transaction__end__commits(engine):
    with transaction(engine) as session:
        _record(session, datetime.now(tz=UTC))

    assert _count(engine) == 1


@pytest.mark.parametrize("hours", [0, 7, -5])
def test_time__with_any_offset__comes_back_as_the_same_instant_in_utc(engine, hours):
    moment = datetime(2022, 10, 3, 8, 30, 15, 123456, tzinfo=timezone(timedelta(hours=hours)))
    with transaction(engine) as session:
        _record(session, moment)

    with transaction(engine) as session:
        found = session.scalars(select(AuditEvent.at)).one()

    assert found == moment
    assert found.utcoffset() == timedelta(0)


def test_time__without_offset__is_refused(engine):
    naive = datetime(2022, 10, 3, 8, 30)  # noqa: DTZ001 -- what is to be refused

    with pytest.raises(StatementError, match="offset"), transaction(engine) as session:
        _record(session, naive)

    assert _count(engine) == 0


@given(
    st.datetimes(
        min_value=datetime(1900, 1, 1),  # noqa: DTZ001 -- the zone is drawn beside it
        max_value=datetime(2200, 1, 1),  # noqa: DTZ001 -- the zone is drawn beside it
        timezones=st.sampled_from([UTC, ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("Europe/Paris")]),
        allow_imaginary=False,
    )
)
def test_time__any_aware_instant__survives_the_way_through_either_database(moment):
    column = UtcDateTime()

    for dialect in (sqlite.dialect(), postgresql.dialect()):
        bound = column.process_bind_param(moment, dialect)
        assert column.process_result_value(bound, dialect) == moment.astimezone(UTC)


def test_time__missing__stays_missing():
    column = UtcDateTime()

    assert column.process_bind_param(None, sqlite.dialect()) is None
    assert column.process_result_value(None, sqlite.dialect()) is None
    assert isinstance(column.impl, DateTime)


def test_failure__its_text__repeats_no_values(engine):
    secret = "Người trả lời số 1"

    with pytest.raises(DBAPIError) as failed, engine.connect() as connection:
        connection.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": secret})

    assert secret not in str(failed.value)


def test_slots__every_one__has_its_column(engine):
    names = ", ".join(slot_name(place) for place in range(SLOTS))

    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT {names} FROM answer")).keys()  # noqa: S608

    assert len(list(found)) == SLOTS


@pytest.mark.parametrize(
    "engine", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_connection__ended_while_it_lay_idle__is_replaced(engine, monkeypatch):
    monkeypatch.setattr("survey_app.db.engine.TRUSTED_FOR_S", -1.0)
    with engine.connect() as connection:
        first = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    another = connect(engine.url.render_as_string(hide_password=False))
    with another.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": first})
    another.dispose()

    with engine.connect() as connection:
        second = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()

    assert second != first

"""How the application talks to SQLite and to PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

WAIT_MS = 15_000
"""How long a writer waits for another on SQLite, milliseconds."""


def connect(url: str, *, durable: bool = True) -> Engine:
    """An engine for this address; `durable=False` skips the disk sync of SQLite (demo, tests)."""
    # Without hiding them, the text of a failure repeats answers and names, and goes to the log.
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, durable=durable)
    return engine


def _prepare_sqlite(engine: Engine, *, durable: bool) -> None:
    sync = "FULL" if durable else "OFF"

    @event.listens_for(engine, "connect")
    def set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        if not isinstance(connection, SqliteConnection):
            raise TypeError("the SQLite engine is made for the driver sqlite3")
        # The driver must not open transactions by itself: see `begin` below.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={sync}",
            "foreign_keys=ON",
            f"busy_timeout={WAIT_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later fails at once when another wrote in
        # between; one that will write therefore takes the lock at its start and waits for it.
        writes = connection.get_execution_options().get("writes", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction(engine: Engine, *, writes: bool = True) -> Iterator[Session]:
    """One session, one transaction: committed at the end, rolled back on any exception."""
    bound = engine.execution_options(writes=writes)
    with Session(bound, expire_on_commit=False) as session, session.begin():
        yield session

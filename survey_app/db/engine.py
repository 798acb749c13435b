"""How the application talks to SQLite and to PostgreSQL."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import SQLITE_BUSY, SQLITE_LOCKED
from sqlite3 import Connection as SqliteConnection
from sqlite3 import Error as SqliteError

from psycopg.pq import Format
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor, ExecutionContext
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from survey_app.db.driver import IN_BINARY

TRUSTED_FOR_S = 1.0
"""A connection that was in use so lately is taken to be alive, seconds."""
IDLE_SINCE = "hailong_idle_since"
WAIT_MS = 15_000
"""How long a writer waits for another on SQLite, milliseconds."""
CACHE_KB = 32_768
"""What a connection to SQLite keeps of the database, at most; its own 2 MB hold no index of 100,000
interviews, and each look-up would then be a read from the file."""
SCAN_KB = 4_096
"""The same while every row is read once; SQLite also sorts in as much."""
SCANNING = "hailong_scanning"
WORK_KB = 65_536
"""What PostgreSQL may take for a set or a sort, at least. A set of the interviews of a round, by
which cases are judged, takes 40 bytes each; with less room than that (its own 4 MB hold 200,000) it
would be read from its beginning for every case.
"""
PRIMARY_CODE = 0xFF
"""The part of an error number of SQLite that does not say the details."""


def connect(url: str, *, durable: bool = True) -> Engine:
    """An engine for this address; `durable=False` skips the disk sync of SQLite (demo, tests)."""
    # Without hiding them, the text of a failure repeats answers and names, and goes to the log.
    engine = create_engine(url, hide_parameters=True)
    _try_what_lay_idle(engine)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, durable=durable)
    else:
        _prepare_postgresql(engine)
    return engine


def _try_what_lay_idle(engine: Engine) -> None:
    """Tries a connection before it is used again, unless it was used a moment ago.

    What the server or a firewall ended lay idle before; a busy worker need not ask every time.
    """

    @event.listens_for(engine, "checkin")
    def given_back(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info[IDLE_SINCE] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def taken(
        connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection
    ) -> None:
        since = entry.info.get(IDLE_SINCE)
        if since is not None and time.monotonic() - since > TRUSTED_FOR_S:
            _try(engine, connection)


def _try(engine: Engine, connection: DBAPIConnection) -> None:
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as ended:
        raise InvalidatePoolError("the database ended the connection") from ended


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
            f"cache_size=-{CACHE_KB}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "checkin")
    def keep_as_usual(connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        if entry.info.pop(SCANNING, False) and connection is not None:
            connection.cursor().execute(f"PRAGMA cache_size=-{CACHE_KB}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later fails at once when another wrote in
        # between; one that will write therefore takes the lock at its start and waits for it.
        writes = connection.get_execution_options().get("writes", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def expect_scan(connection: Connection) -> None:
    """Has SQLite keep little of the database until this connection is given back.

    What reads millions of rows once gains nothing from what was read before.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size=-{SCAN_KB}")
        connection.info[SCANNING] = True


def _prepare_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # It compiles what it thinks is large for a second before it reads for a tenth of one.
        cursor = connection.cursor()
        cursor.execute("SET jit = off")
        cursor.execute(
            "SELECT set_config('work_mem', %(kb)s::text || 'kB', false) FROM pg_settings"
            " WHERE name = 'work_mem' AND setting::integer < %(kb)s",
            {"kb": WORK_KB},
        )
        cursor.close()
        connection.commit()

    @event.listens_for(engine, "before_cursor_execute")
    def choose_format(
        _connection: Connection,
        cursor: DBAPICursor,
        _statement: str,
        _parameters: object,
        context: ExecutionContext | None,
        _many: bool,  # noqa: FBT001 -- as the library calls it
    ) -> None:
        if context is not None and context.execution_options.get(IN_BINARY):
            cursor.format = Format.BINARY  # type: ignore[attr-defined]  # psycopg has it


def is_passing(failed: OperationalError) -> bool:
    """Whether the same may succeed a little later: a lock that others held, a server not there."""
    if isinstance(failed.orig, SqliteError):
        return failed.orig.sqlite_errorcode & PRIMARY_CODE in {SQLITE_BUSY, SQLITE_LOCKED}
    return True


@contextmanager
def transaction(
    engine: Engine, *, writes: bool = True, at_one_moment: bool = False
) -> Iterator[Session]:
    """One session, one transaction: committed at the end, rolled back on any exception.

    at_one_moment: all its statements see what was there at the first; on SQLite they always do.
    """
    bound = engine if writes else engine.execution_options(writes=False)
    if at_one_moment and engine.dialect.name == "postgresql":
        bound = bound.execution_options(isolation_level="REPEATABLE READ")
    with Session(bound, expire_on_commit=False) as session, session.begin():
        yield session

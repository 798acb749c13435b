"""Statements that come thousands of times a minute, or with 100,000 rows, given as they are.

SQLAlchemy's work around a statement (a compiled form to look up, a description of the result, one
object a row) costs more processor time than the statement itself, and the driver sends BEGIN as a
message of its own. Whatever is not asked with every document of a tablet goes through SQLAlchemy.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Select
from sqlalchemy import Table as CoreTable
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

IN_BINARY = "hailong_in_binary"
"""An option of a statement of which PostgreSQL sends the rows as it keeps them: numbers and bytes
need not be written down as text and read again.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement in the words of psycopg, and its values."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)


@cache
def written(statement: Select[Any]) -> str:
    """The statement for PostgreSQL; made once for each, so that it must be a constant."""
    dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]  # as the library has it
    return str(statement.compile(dialect=dialect))


def is_postgresql(session: Session) -> bool:
    """Whether the statements of this module can be asked."""
    return session.get_bind().dialect.name == "postgresql"


def rows_of(session: Session, *asked: Statement) -> list[tuple[Any, ...]]:
    """The rows of the last statement; all go to the server in one message, BEGIN with the first.

    Fails as SQLAlchemy does, with DBAPIError and without values. Times come in the time zone of
    the connection.
    """
    connection = session.connection()
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("these statements are made for PostgreSQL")
    try:
        if len(asked) == 1 and driver.pgconn.transaction_status == TransactionStatus.INTRANS:
            return driver.execute(asked[0].text, asked[0].values).fetchall()
        with driver.pipeline():
            found = [driver.execute(one.text, one.values) for one in asked]
        return found[-1].fetchall()
    except psycopg.Error as failed:
        raise _as_sqlalchemy_says(failed, connection, is_lost=driver.closed) from failed


def copy_rows(
    session: Session, *, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Adds many rows in one COPY, which takes a tenth of the time of as many INSERTs.

    Fails as SQLAlchemy does, with DBAPIError and without values.
    """
    connection = session.connection()
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("this statement is made for PostgreSQL")
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as failed:
        raise _as_sqlalchemy_says(failed, connection, is_lost=driver.closed) from failed


def insert_rows(
    session: Session, *, table: CoreTable, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Adds many rows to SQLite as they come, in a third of the time that SQLAlchemy takes.

    Nobody else can write meanwhile. Fails as SQLAlchemy does, with DBAPIError and without values.
    """
    connection = session.connection()
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("this statement is made for SQLite")
    quoted = connection.dialect.identifier_preparer.quote
    named = ", ".join(map(quoted, columns))
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {quoted(table.name)} ({named}) VALUES ({marks})"  # noqa: S608 -- names of our tables
    kinds = [table.c[name].type.dialect_impl(connection.dialect) for name in columns]
    found = [kind.bind_processor(connection.dialect) for kind in kinds]
    as_stored = [(place, one) for place, one in enumerate(found) if one is not None]

    def values() -> Iterator[list[object]]:
        for row in rows:
            value = list(row)
            for place, stored in as_stored:
                value[place] = stored(value[place])
            yield value

    try:
        driver.executemany(statement, values())
    except sqlite3.Error as failed:
        raise _as_sqlalchemy_says(failed, connection, is_lost=False) from failed


def _as_sqlalchemy_says(
    failed: psycopg.Error | sqlite3.Error, connection: Connection, *, is_lost: bool
) -> BaseException:
    """A connection that is lost is not used again."""
    if is_lost:
        connection.invalidate(failed)
    return DBAPIError.instance(
        None,
        None,
        failed,
        psycopg.Error if isinstance(failed, psycopg.Error) else sqlite3.Error,
        hide_parameters=True,
        connection_invalidated=is_lost,
        dialect=connection.dialect,
    )

"""Brings a database to the version of the program, and tells whether it is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection as SqliteConnection

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from survey_app.db import schema_version
from survey_app.db.interview_tallies import fill_missing
from survey_app.db.tables import Table


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(schema_version.FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _changing_tables(engine: Engine) -> Iterator[Connection]:
    """One transaction in which tables may be rebuilt.

    SQLite changes a table by making it anew; with foreign keys watched over, dropping the old one
    fails as soon as a row of another table refers to it. They are checked at the end instead.
    """
    with engine.connect() as connection:
        sqlite = connection.connection.driver_connection
        if not isinstance(sqlite, SqliteConnection):
            sqlite = None
        try:
            if sqlite is not None:
                sqlite.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction
            with connection.begin():
                yield connection
                if sqlite is not None:
                    _require_whole_references(sqlite)
        finally:
            if sqlite is not None:
                sqlite.execute("PRAGMA foreign_keys=ON")


def _require_whole_references(sqlite: SqliteConnection) -> None:
    broken = sqlite.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"the migration broke {len(broken)} references, the first: {broken[0]}")


def upgrade(engine: Engine, *, to: str = "head") -> None:
    """Runs the migrations that are missing, in one transaction.

    At the newest one, interviews of before are given their tallies: how, only the program knows.
    """
    with _changing_tables(engine) as connection:
        command.upgrade(_config(connection), to)
        if to == "head":
            with Session(connection) as session:
                fill_missing(session)
                session.flush()


def downgrade(engine: Engine, *, to: str = "base") -> None:
    """Undoes migrations back to `to`."""
    with _changing_tables(engine) as connection:
        command.downgrade(_config(connection), to)


def newest_script() -> str:
    """The number of the newest migration in the folder, which HEAD has to name."""
    head = ScriptDirectory(str(schema_version.FOLDER)).get_current_head()
    if head is None:
        raise RuntimeError("the package holds no migration")
    return head


def differences(engine: Engine) -> tuple[str, ...]:
    """What a migrated database lacks or has beyond the tables of the code; none is right."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return tuple(str(found) for found in compare_metadata(context, Table.metadata))


def write_migration(engine: Engine, *, message: str, number: str) -> None:
    """A new migration file from the difference between tables and database, to be edited."""
    with engine.begin() as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=number)
    schema_version.name_newest(newest_script())

"""Brings a database to the version of the program, and tells whether it is there."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from survey_app.db.tables import Table

FOLDER = Path(__file__).parent / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, *, to: str = "head") -> None:
    """Runs the migrations that are missing, in one transaction."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), to)


def downgrade(engine: Engine, *, to: str = "base") -> None:
    """Undoes migrations back to `to`."""
    with engine.begin() as connection:
        command.downgrade(_config(connection), to)


def newest() -> str:
    """The number of the newest migration."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise RuntimeError("the package holds no migration")
    return head


def is_current(engine: Engine) -> bool:
    """Whether the database is at the newest migration."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest()


def differences(engine: Engine) -> tuple[str, ...]:
    """What a migrated database lacks or has beyond the tables of the code; none is right."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return tuple(str(found) for found in compare_metadata(context, Table.metadata))


def write_migration(engine: Engine, *, message: str, number: str) -> None:
    """A new migration file from the difference between tables and database, to be edited."""
    with engine.begin() as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=number)
    (FOLDER / "HEAD").write_text(f"{newest()}\n", encoding="utf-8")

"""Runs migrations on the connection that `survey_app.db.migrate` hands over."""

from alembic import context
from alembic.ddl.sqlite import SQLiteImpl
from alembic.operations.batch import BatchOperationsImpl
from sqlalchemy import Connection

from survey_app.db.tables import Table


class SqliteTables(SQLiteImpl):
    """Makes a table anew by what it says itself, without reading also what it refers to.

    A reference is written with the names of its table and columns. Read along, the tables behind
    it, and those behind them, took two thirds of an upgrade.
    """

    __dialect__ = "sqlite"  # registers it, in the place of its parent

    def requires_recreate_in_batch(self, batch_op: BatchOperationsImpl) -> bool:
        """Asked of every table before it is read; what reading it takes in is said here."""
        batch_op.reflect_kwargs["resolve_fks"] = False
        return super().requires_recreate_in_batch(batch_op)


def run(connection: Connection) -> None:
    """All migrations in one transaction: all of them, or none."""
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])

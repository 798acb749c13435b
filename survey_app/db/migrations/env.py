"""Runs migrations on the connection that `survey_app.db.migrate` hands over."""

from alembic import context
from sqlalchemy import Connection

from survey_app.db.tables import Table


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

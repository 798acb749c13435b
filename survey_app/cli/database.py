"""`hailong db`: the database's version."""

import sys
import tempfile
from pathlib import Path

import click

from survey_app.audit_log.sealing import seal_found
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import REFUSED, refusing
from survey_app.cli.tallies import ADDED, fold, fold_shown
from survey_app.cli.verify import verify
from survey_app.clock import system_clock
from survey_app.db import migrate, schema_version
from survey_app.db.engine import connect


@click.group()
def db() -> None:
    """Bring the database to the version of this program, and check it.

    Example: hailong db upgrade
    """


@db.command()
def upgrade() -> None:
    """Run the migrations that are missing, all of them or none; then add to the sums what waits.

    The database is named by DATABASE_URL. Example: hailong db upgrade
    """
    with refusing(), opened_database(needs_tables=False) as engine:
        migrate.upgrade(engine)
        click.echo(f"The database is at version {schema_version.newest()}.")
        if blocks := seal_found(engine, now=system_clock):
            click.echo(f"The log of changes as it was found is sealed in {blocks:,} blocks.")
        if added := fold_shown(engine):
            click.echo(ADDED.format(added))


db.add_command(fold)
db.add_command(verify)


@db.command()
def check() -> None:
    """Compare the migrations with the tables of the program, on a fresh database.

    For developers: a difference means that a migration is missing. Example: hailong db check
    """
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{Path(folder) / 'check.sqlite3'}", durable=False)
        migrate.upgrade(engine)
        found = (*migrate.differences(engine), *_head_differs())
        engine.dispose()
    for difference in found:
        click.echo(difference, err=True)
    if found:
        sys.exit(REFUSED)
    click.echo("Migrations and tables agree.")


def _head_differs() -> tuple[str, ...]:
    named, newest = schema_version.newest(), migrate.newest_script()
    return () if named == newest else (f"HEAD says {named}, not {newest}",)


@db.command(name="migration")
@click.argument("message")
@click.option("--number", required=True, help="Four digits, one more than the newest.")
def migration(message: str, number: str) -> None:
    """Write a migration from the difference between the tables and a fresh database.

    For developers; the file is to be read and edited.
    Example: hailong db migration "Lots of re-checks" --number 0002
    """
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{Path(folder) / 'new.sqlite3'}", durable=False)
        migrate.upgrade(engine)
        migrate.write_migration(engine, message=message, number=number)
        engine.dispose()

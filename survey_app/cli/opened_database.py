"""The database that DATABASE_URL names, for as long as a command works with it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from questionnaires.problems import N_
from survey_app.audit_log.sealing import seal_log
from survey_app.cli.speech import say
from survey_app.clock import system_clock
from survey_app.db import schema_version
from survey_app.db.engine import connect
from survey_app.problems import Code, Problem
from survey_app.settings import database_url

NOT_SEALED = N_(
    "The log of changes could not be sealed now (%(why)s); the next command tries again."
)


@contextmanager
def opened_database(*, needs_tables: bool = True) -> Iterator[Engine]:
    """The engine, closed afterwards; one that lacks a migration raises Problem, unless told not.

    What a command wrote into the log of changes is sealed when it ends well.
    """
    engine = connect(database_url(os.environ))
    try:
        if needs_tables and not schema_version.is_current(engine):
            raise Problem(Code.DATABASE_NOT_MIGRATED)
        yield engine
        if needs_tables:
            seal_waiting(engine)
    finally:
        engine.dispose()


def seal_waiting(engine: Engine) -> None:
    """Seals the log of changes, if this database may be written to.

    A command whose work is done does not fail for it: the events wait for the next time.
    """
    try:
        seal_log(engine, now=system_clock)
    except DBAPIError as failed:
        click.echo(say(NOT_SEALED, why=type(failed).__name__), err=True)

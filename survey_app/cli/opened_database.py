"""The database that DATABASE_URL names, for as long as a command works with it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from survey_app.db import migrate
from survey_app.db.engine import connect
from survey_app.problems import Code, Problem
from survey_app.settings import database_url


@contextmanager
def opened_database(*, needs_tables: bool = True) -> Iterator[Engine]:
    """The engine, closed afterwards; one that lacks a migration raises Problem, unless told not."""
    engine = connect(database_url(os.environ))
    try:
        if needs_tables and not migrate.is_current(engine):
            raise Problem(Code.DATABASE_NOT_MIGRATED)
        yield engine
    finally:
        engine.dispose()

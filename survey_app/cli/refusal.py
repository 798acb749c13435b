"""How a command refuses: the faults on standard error, exit code 1, nothing written."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import DatabaseError, OperationalError

from survey_app.cli.speech import said
from survey_app.problems import Code, Problem

REFUSED = 1


@contextmanager
def refusing() -> Iterator[None]:
    """Turns a Problem, or a database that cannot be reached, into a refusal."""
    try:
        yield
    except Problem as problem:
        refuse(problem)
    except DatabaseError as unreachable:
        # Only what the database itself cannot do: what it refuses to take is a fault of ours.
        if type(unreachable) not in {OperationalError, DatabaseError}:
            raise
        why = str(unreachable.orig).strip().splitlines()[0]
        refuse(Problem(Code.DATABASE_UNREACHABLE, {"why": why}))


def refuse(problem: Problem) -> None:
    """Says what is wrong and how to repair it, and ends the command."""
    click.echo(said(problem), err=True)
    sys.exit(REFUSED)

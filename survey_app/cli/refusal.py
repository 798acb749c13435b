"""How a command refuses: the faults on standard error, exit code 1, nothing written."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click
from sqlalchemy.exc import DatabaseError, OperationalError

from questionnaires import Fault
from questionnaires.problems import Refused
from survey_app.cli.speech import said
from survey_app.problems import Code, Problem

REFUSED = 1


@contextmanager
def refusing() -> Iterator[None]:
    """Turns a Problem, faults, or a database that cannot be reached, into a refusal."""
    try:
        yield
    except Problem as problem:
        refuse(problem)
    except Refused as refused:
        refuse(*refused.faults)
    except DatabaseError as unreachable:
        # Only what the database itself cannot do: what it refuses to take is a fault of ours.
        if type(unreachable) not in {OperationalError, DatabaseError}:
            raise
        why = str(unreachable.orig).strip().splitlines()[0]
        refuse(Problem(Code.DATABASE_UNREACHABLE, {"why": why}))


def refuse(*found: Problem | Fault) -> NoReturn:
    """Says all that is wrong and how to repair it, a line each, and ends the command."""
    for one in found:
        click.echo(said(one), err=True)
    raise click.exceptions.Exit(REFUSED)

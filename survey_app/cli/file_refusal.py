"""How a command refuses files: every fault a line on standard error, the count, exit code 1."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import click

from questionnaires import Fault
from survey_app.cli.refusal import REFUSED
from survey_app.cli.speech import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What was found in one file; total counts also the faults that are not listed."""

    path: Path
    faults: Sequence[Fault]
    total: int
    warnings: Sequence[Fault] = ()


def show_warnings(listings: Sequence[Listing]) -> None:
    """Say what was noticed and stops nothing."""
    for listing in listings:
        for warning in listing.warnings:
            click.echo(f"{listing.path}: {said(warning)}", err=True)


def require_faultless(listings: Sequence[Listing], *, beside: Iterable[Fault] = ()) -> None:
    """Say what was noticed, and end the command if any of the files has a fault.

    beside: what else stands against the command; it is told with the faults of the files, and
    not looked at where they have none.
    """
    show_warnings(listings)
    if any(listing.total for listing in listings):
        refuse_files(listings, beside=beside)


def refuse_files(listings: Sequence[Listing], *, beside: Iterable[Fault] = ()) -> NoReturn:
    """List the faults of all files and end the command; nothing has been written."""
    of_command = tuple(beside)
    for fault in of_command:
        click.echo(said(fault), err=True)
    total = len(of_command) + sum(listing.total for listing in listings)
    for listing in listings:
        for fault in listing.faults:
            click.echo(f"{listing.path}: {said(fault)}", err=True)
    listed = len(of_command) + sum(len(listing.faults) for listing in listings)
    more = f", the first {listed} listed" if total > listed else ""
    click.echo(f"faults: {total}{more}; nothing was written", err=True)
    raise click.exceptions.Exit(REFUSED)

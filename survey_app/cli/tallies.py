"""`hailong db fold`: what is kept of interviews so that scores are fast."""

import sys

import click
from sqlalchemy import Engine

from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import REFUSED, refusing
from survey_app.results.tally_check import Checked
from survey_app.results.tally_folding import fold_changes

ADDED = "{:,} changes were added to the sums."


@click.command()
def fold() -> None:
    """Add all interviews that were received to the sums of their units.

    The server does so by itself after every few thousand; scores are the same before and after.
    Example: hailong db fold
    """
    with refusing(), opened_database() as engine:
        added = fold_shown(engine)
    click.echo(ADDED.format(added))


def fold_shown(engine: Engine) -> int:
    """Adds all changes, counting on a terminal, and gives how many these were.

    Ends the command with exit code 1 where those of a round cannot be added.
    """
    total = 0
    try:
        for added in fold_changes(engine):
            total += added
            if is_terminal():
                click.echo(f"\r{total:,} changes added", nl=False, err=True)
    except ExceptionGroup as failed:
        click.echo(failed.message, err=True)
        for one in failed.exceptions:
            click.echo(f"  {', '.join(one.__notes__)}: {type(one).__name__}: {one}", err=True)
        sys.exit(REFUSED)
    finally:
        if total and is_terminal():
            click.echo(err=True)
    return total


def is_terminal() -> bool:
    """Whether somebody watches what goes to standard error."""
    return sys.stderr.isatty()


def say_sums(checked: Checked) -> None:
    """What was counted of every round, and where the kept sums differ."""
    for one in checked.rounds:
        verdict = "as they were answered" if not one.differences else "NOT as they were answered"
        click.echo(f"{one.round.code}: {one.interviews:,} interviews that count, {verdict}")
        for difference in one.differences:
            stratum = difference.place.stratum or "–"
            click.echo(
                f"  unit {difference.unit_code}, stratum {stratum}, {difference.place.mode},"
                f" {difference.place.origin}: {difference.kept:,} kept, {difference.counted:,}"
                " counted",
                err=True,
            )
    if checked.interviews_that_differ:
        click.echo(
            f"{checked.interviews_that_differ:,} interviews have other sums than their answers,"
            " or another stratum than their draw",
            err=True,
        )

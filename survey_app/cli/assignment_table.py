"""Who has how many cases, on a terminal."""

from collections import Counter

import click

from questionnaires.problems import N_
from survey_app.cli.speech import say, whole
from survey_app.cli.terminal_table import counts_table, table_console
from survey_app.db.holder_status import RoundStatus
from survey_app.fieldwork.assigning.giving import Shared
from survey_app.fieldwork.assigning.leftovers import leftovers

WIDTH = 120
"""Columns when the output is not a terminal, so that nothing is cut."""
UNASSIGNED = N_("Nobody has %(cases)s cases of the sample.")
RECALLED = N_("Recalled among them: %(cases)s.")
REPLACED = N_("Replaced from the reserve: %(cases)s.")


def print_shares(shared: Shared) -> None:
    """One line an enumerator with the load of before and what is added; then what is left."""
    added = Counter(shared.shares.taken.values())
    table = counts_table(N_("Enumerator"), N_("Open before"), N_("New"), N_("Open now"))
    for one in shared.enumerators:
        new = added[one.account_id]
        table.add_row(one.username, *map(whole, (one.load, new, one.load + new)))
    table_console(width=WIDTH).print(table)
    for text, details in leftovers(shared.shares, written=whole):
        click.echo(say(text, **details))


def print_status(status: RoundStatus) -> None:
    """One line an enumerator, and what nobody has."""
    table = counts_table(
        *(N_("Enumerator"), N_("Assigned"), N_("Interviewed"), N_("Ended without interview")),
        *(N_("Waiting for a decision"), N_("Still open")),
    )
    for one in status.holders:
        counts = (one.assigned, one.interviewed, one.ended, one.waiting, one.open)
        table.add_row(one.username, *map(whole, counts))
    table_console(width=WIDTH).print(table)
    click.echo(say(UNASSIGNED, cases=whole(status.unassigned)))
    click.echo(say(RECALLED, cases=whole(status.recalled)))
    click.echo(say(REPLACED, cases=whole(status.replaced)))

"""Counts of flags as a table on a terminal."""

from collections.abc import Sequence

from questionnaires.problems import N_
from survey_app.cli.speech import whole
from survey_app.cli.terminal_table import counts_table, table_console
from survey_app.db.quality_flags import KindCounts

WIDTH = 100
"""Where the output is no terminal."""


def print_counts(counts: Sequence[KindCounts]) -> None:
    """One line a kind, by the name that files and addresses use."""
    table = counts_table(N_("Kind"), N_("To be looked at"), N_("Looked at"), N_("No longer holds"))
    for one in counts:
        table.add_row(one.kind, *map(whole, (one.open, one.looked_at, one.gone)))
    table_console(width=WIDTH).print(table)

"""Counts of flags as a table on a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from field_export.written import written_whole
from questionnaires.problems import N_
from survey_app.cli.speech import say, spoken_language
from survey_app.db.quality_flags import KindCounts

WIDTH = 100
"""Where the output is no terminal."""


def print_counts(counts: Sequence[KindCounts]) -> None:
    """One line a kind, by the name that files and addresses use."""
    table = Table()
    table.add_column(say(N_("Kind")))
    for name in (N_("To be looked at"), N_("Looked at"), N_("No longer holds")):
        table.add_column(say(name), justify="right")
    for one in counts:
        numbers = (one.open, one.looked_at, one.gone)
        table.add_row(
            one.kind, *(written_whole(number, language=spoken_language()) for number in numbers)
        )
    console = Console()
    console = console if console.is_terminal else Console(width=WIDTH)
    console.print(table)

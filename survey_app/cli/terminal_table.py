"""Tables on a terminal, and in a file or a pipe, where nobody can make the window wider."""

from rich.console import Console
from rich.table import Table

from survey_app.cli.speech import say


def table_console(*, width: int) -> Console:
    """Where tables are printed. width: columns where the output is no terminal: nothing is cut."""
    console = Console()
    return console if console.is_terminal else Console(width=width)


def counts_table(first: str, *rest: str) -> Table:
    """A table of these headings, which are translated here: names at the left, then numbers."""
    table = Table()
    table.add_column(say(first))
    for name in rest:
        table.add_column(say(name), justify="right")
    return table

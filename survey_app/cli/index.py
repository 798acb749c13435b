"""`hailong index`: the index of a round, and the points of documents that it is made of."""

from pathlib import Path

import click

from survey_app.cli import module_read
from survey_app.cli.index_table import print_index
from survey_app.cli.json_document import write_document
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.round_option import round_to_json
from survey_app.db.engine import transaction
from survey_app.results.full_index_document import full_index_document
from survey_app.results.scored_round import scored_round

SHOW = "show"
PARTS = {
    "import": ("index_points", "import_points"),
    "template": ("index_points", "template"),
    "earlier": ("index_earlier", "earlier"),
    "criteria": ("index_criteria", "criteria"),
    "publish": ("index_publish", "publish"),
}
"""The module and the function of each subcommand."""


class IndexCommands(click.Group):
    """Takes the code of a round for the command that shows its index.

    unnamed: the subcommand that is meant where none is named.
    """

    unnamed = SHOW

    def list_commands(self, _context: click.Context) -> list[str]:
        """The names in the order in which the help lists them."""
        return [SHOW, *sorted(PARTS)]

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """The command with this name."""
        if name == SHOW:
            return show
        if name not in PARTS:
            return None
        module, function = PARTS[name]
        command: click.Command = getattr(module_read(module), function)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """`hailong index ROUND` is `hailong index show ROUND`."""
        named = {SHOW, *PARTS, *self.get_help_option_names(ctx)}
        if args and args[0] not in named:
            args = [self.unnamed, *args]
        return super().parse_args(ctx, args)


@click.group(cls=IndexCommands)
def index() -> None:
    """The index of a round: print it, and bring the points of documents. docs/index.md has more.

    \b
    Example:
      hailong index ha-nam-2022
      hailong index ha-nam-2022 --json index.json
      hailong index import diem.xlsx --round ha-nam-2022 --kind appraised \\
        --number 2070/BC-HĐ --date 20/11/2022 --by sonoivu
    """


@click.command(SHOW)
@round_to_json("the index")
def show(round_code: str, output: Path | None) -> None:
    """Print the index table of a round, with areas, gaps and changes where they are known.

    Where scores of the round are public, with the points that were published; else with those of
    the interviews received so far.

    \b
    Example:
      hailong index ha-nam-2022
      hailong index ha-nam-2022 --json index.json
    """
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False, at_one_moment=True) as session:
            scored = scored_round(session, round_code)
        if output is not None:
            write_document(full_index_document(scored.full), output=output)
            return
        print_index(scored.full, units=scored.estimates.units)

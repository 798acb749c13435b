"""The round that a command is about, and the file that it may write of it."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from survey_app.cli.json_document import output_path

Command = TypeVar("Command", bound=Callable[..., object])

round_option = click.option(
    "--round", "round_code", metavar="R", required=True, help="Code of the round."
)


def round_to_json(what: str) -> Callable[[Command], Command]:
    """ROUND, and --json OUT, with which `what` is written instead of printed."""

    def mark(command: Command) -> Command:
        option = click.option(
            "--json",
            "output",
            metavar="OUT",
            type=click.Path(dir_okay=False, path_type=Path),
            callback=output_path,
            help=f"Write {what} there instead of printing a table.",
        )
        return click.argument("round_code", metavar="ROUND")(option(command))

    return mark

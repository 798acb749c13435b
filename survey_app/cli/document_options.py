"""Options that name a document, and who brings it."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import click

from survey_app.fieldwork.frame.values import CellRefused, read_date

Command = TypeVar("Command", bound=Callable[..., object])


def read_day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    """A day as people write it; None where none was given."""
    if value is None:
        return None
    try:
        found = read_date(value)
    except CellRefused:
        found = None
    if found is None:
        raise click.BadParameter("write it like 20/11/2022", context, parameter)
    return found


def names_document(command: Command) -> Command:
    """--number, --date, --by and --reason."""
    for option in (
        click.option("--reason", default="", help="Needed where something that stands changes."),
        click.option("--by", required=True, help="User name of whoever answers for it."),
        click.option(
            "--date",
            "issued_on",
            metavar="D",
            required=True,
            callback=read_day,
            help="Day of the document, such as 20/11/2022.",
        ),
        click.option(
            "--number", metavar="N", required=True, help="Number and sign of the document."
        ),
    ):
        command = option(command)
    return command

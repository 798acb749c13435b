"""What a verification found: every difference a line, file by file, and how many there are."""

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from questionnaires import Fault
from survey_app.cli.refusal import REFUSED
from survey_app.cli.speech import said, say, whole


def refuse_differences(
    found: Sequence[tuple[Path, Sequence[Fault]]], *, total: int, message: str
) -> NoReturn:
    """Ends the command. message: with the place %(count)s, for all there are, listed or not."""
    for path, differences in found:
        for difference in differences:
            click.echo(f"{path}: {said(difference)}", err=True)
    click.echo(say(message, count=whole(total)), err=True)
    raise click.exceptions.Exit(REFUSED)

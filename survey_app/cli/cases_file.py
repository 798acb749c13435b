"""The list of counted cases that a command is given."""

from pathlib import Path

import click

from survey_app.results.adjustment_file import AdjustmentsReading, read_adjustments


def read_cases(path: Path) -> AdjustmentsReading:
    """Read it; raises a ClickException (exit 1) when it cannot be read at all."""
    try:
        return read_adjustments(path)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read: {error.strerror}") from error

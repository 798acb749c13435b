"""Reads a file that a command is given."""

from pathlib import Path

import click


def bytes_of(file: Path, *, most: int) -> bytes:
    """Its content, or of a file of more than `most` bytes one more: enough to see that it is.

    Raises a ClickException (exit 1) when it cannot be read.
    """
    try:
        with file.open("rb") as stream:
            return stream.read(most + 1)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}") from error

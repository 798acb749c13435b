"""`hailong questionnaire`: work with the files of questionnaires."""

from pathlib import Path

import click

from questionnaires import MAX_FILE_BYTES, Reading, read_definition, version_id
from survey_app.cli.speech import said


@click.group()
def questionnaire() -> None:
    """Check questionnaires before they are published.

    Example: hailong questionnaire check sipas-22.yaml
    """


@questionnaire.command()
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
)
def check(files: tuple[Path, ...]) -> None:
    """Say everything that is wrong with questionnaire files.

    A good file is answered with OK, its id and its version (the SHA-256 of its content). Faults
    are listed with place, line and repair; the exit status is 1 if there are any.

    \b
    Example:
      hailong questionnaire check sipas-22.yaml
    """
    readings = [_read(file) for file in files]
    for reading in readings:
        if reading.definition is not None:
            definition = reading.definition
            click.echo(f"OK {definition.id} {version_id(definition)}")
        for fault in reading.faults:
            click.echo(f"{reading.source}: {said(fault)}", err=True)
    faults = sum(len(reading.faults) for reading in readings)
    if faults:
        refused = sum(reading.definition is None for reading in readings)
        click.echo(f"faults: {faults}, files refused: {refused} of {len(readings)}", err=True)
        raise click.exceptions.Exit(1)


def _read(file: Path) -> Reading:
    """Read no more of a file than it takes to see that it is too large."""
    with file.open("rb") as stream:
        return read_definition(stream.read(MAX_FILE_BYTES + 1), source=str(file))

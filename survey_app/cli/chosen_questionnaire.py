"""The questionnaire that a command is given: a file, or the id of a shipped one."""

from pathlib import Path

import click

from questionnaires import (
    MAX_FILE_BYTES,
    Definition,
    read_definition,
    shipped_definition,
    shipped_ids,
)
from survey_app.cli.file_refusal import Listing, refuse_files
from survey_app.cli.input_file import bytes_of


def chosen_questionnaire(chosen: str, *, parameter: str) -> Definition:
    """A file when there is one of that name, else a shipped questionnaire.

    Lists the faults of a file and ends the command; bad usage of `parameter` for neither.
    """
    path = Path(chosen)
    if path.is_file():
        reading = read_definition(bytes_of(path, most=MAX_FILE_BYTES), source=chosen)
        if reading.definition is None:
            refuse_files([Listing(path=path, faults=reading.faults, total=len(reading.faults))])
        return reading.definition
    if chosen not in shipped_ids():
        known = ", ".join(shipped_ids())
        raise click.BadParameter(
            f"“{chosen}” is neither a file nor one of: {known}", param_hint=parameter
        )
    return shipped_definition(chosen)

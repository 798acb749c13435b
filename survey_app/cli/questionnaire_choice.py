"""A questionnaire that a command is told of by the id of a shipped one or by its file."""

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


def chosen_questionnaire(questionnaire: str) -> Definition:
    """A file when there is one of that name, else a shipped questionnaire."""
    path = Path(questionnaire)
    if path.is_file():
        with path.open("rb") as stream:
            reading = read_definition(stream.read(MAX_FILE_BYTES + 1), source=questionnaire)
        if reading.definition is None:
            refuse_files([Listing(path=path, faults=reading.faults, total=len(reading.faults))])
        return reading.definition
    if questionnaire not in shipped_ids():
        known = ", ".join(shipped_ids())
        raise click.BadParameter(
            f"“{questionnaire}” is neither a file nor one of: {known}",
            param_hint="--questionnaire",
        )
    return shipped_definition(questionnaire)

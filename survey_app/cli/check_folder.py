"""`hailong export --check DIR`: a folder of files held against its manifest."""

from pathlib import Path

import click

from questionnaires.problems import N_
from survey_app.cli.refusal import refuse
from survey_app.cli.speech import say
from survey_app.publication.folder.checking import folder_faults

CHECKED = N_("%(folder)s: every file is the one that was written.")


def check_folder(folder: Path) -> None:
    """Says that a folder is as it was written, or all that is not."""
    if faults := folder_faults(folder):
        refuse(*faults)
    click.echo(say(CHECKED, folder=str(folder)))

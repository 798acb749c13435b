"""`hailong questionnaire`: work with the files of questionnaires."""

from pathlib import Path

import click

from field_export.fonts import NoFont
from field_export.paper_form import DOTS, PaperForm, paper_form_pdf
from questionnaires import (
    MAX_FILE_BYTES,
    PLACEHOLDERS,
    Reading,
    read_definition,
    version_id,
)
from survey_app.cli.chosen_questionnaire import chosen_questionnaire
from survey_app.cli.input_file import bytes_of
from survey_app.cli.json_document import output_path, write_bytes
from survey_app.cli.speech import said
from survey_app.languages import LANGUAGES
from survey_app.problems import Code, Problem


@click.group()
def questionnaire() -> None:
    """Check questionnaires before they are published, and print them.

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


@questionnaire.command()
@click.argument(
    "file",
    metavar="FILE|ID",
)
@click.option("--to", "kind", type=click.Choice(["pdf"]), required=True, help="The form on paper.")
@click.option(
    "-o",
    "output",
    metavar="OUT",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    callback=output_path,
    help="Where to write it.",
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="vi",
    show_default=True,
    help="The language of the form.",
)
def convert(file: str, kind: str, output: Path, language: str) -> None:
    """Write a questionnaire as a form on paper, with boxes to mark and the codes to key.

    FILE is the file of a questionnaire, or the id of a shipped one. Controller, contact, days and
    unit are left open as dots; the form of a round has them filled in.

    \b
    Example:
      hailong questionnaire convert sipas-22 --to pdf -o phieu.pdf
    """
    definition = chosen_questionnaire(file, parameter="FILE|ID")
    form = PaperForm(
        definition=definition, language=language, filled=dict.fromkeys(PLACEHOLDERS, DOTS)
    )
    try:
        pdf = paper_form_pdf(form)
    except NoFont as missing:
        found = Problem(Code.NO_FONT, {"letters": missing.letters[:20]})
        raise click.ClickException(said(found)) from missing
    write_bytes(pdf, output=output)


def _read(file: Path) -> Reading:
    return read_definition(bytes_of(file, most=MAX_FILE_BYTES), source=str(file))

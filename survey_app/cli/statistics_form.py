"""`hailong statistics-form ROUND`: the two cells of the quarterly statistics form."""

from pathlib import Path

import click

from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.cli.json_document import write_document
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.round_option import round_to_json
from survey_app.cli.speech import say, spoken_language, whole
from survey_app.db.engine import transaction
from survey_app.publication.folder.contents import form_document
from survey_app.publication.report.reading import reported_run
from survey_app.publication.workbook.fieldwork_sheets import cells_of_row
from survey_app.publication.workbook.score_sheets import named_rows
from survey_app.wording.form_words import WAYS, how_counted
from survey_app.wording.speech import Speech

LINE = N_("%(unit)s: 1.4.1 = %(forms)s; 1.4.2 = %(way)s (%(words)s); made of %(how)s")
HOW = N_(
    "1.4.1: interviews that count. 1.4.2: 0 where all were answered on a screen, 1 where all were"
    " written on paper, 2 where there are both."
)


@click.command()
@round_to_json("the cells")
def statistics_form(round_code: str, output: Path | None) -> None:
    """Print the two cells that the quarterly statistics form asks of a survey.

    Rows 1.4.1 (number of forms) and 1.4.2 (form of the survey), for the whole and for each unit,
    of what is public of the round, and what they are made of.

    \b
    Example:
      hailong statistics-form ha-nam-2022
      hailong statistics-form ha-nam-2022 --json bieu.json
    """
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False, at_one_moment=True) as session:
            found = reported_run(session, round_named(session, round_code))
        if output is not None:
            write_document(form_document(found), output=output)
            return
    speech = Speech(language=spoken_language())
    click.echo(say(HOW))
    for (_group, _code, name), row in named_rows(found, speech=speech):
        cells = cells_of_row(row)
        click.echo(
            say(
                LINE,
                unit=name,
                forms=whole(cells.forms),
                way="–" if cells.way is None else str(int(cells.way)),
                words="–" if cells.way is None else say(WAYS[cells.way]),
                how=how_counted(cells, speech=speech) or "–",
            )
        )

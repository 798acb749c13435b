"""`hailong export ROUND`: what is public of a round as a file to hand on."""

from pathlib import Path

import click

from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.cli.json_document import output_path, write_bytes
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.speech import say
from survey_app.db.engine import transaction
from survey_app.publication.report.printing import printed_report
from survey_app.publication.report.reading import reported_run

PDF = "pdf"
FORMATS = (PDF, "xlsx", "csv", "json", "sav", "dta")
NOT_YET = N_(
    "Only the report as pdf is written so far. Scores and responses of a run can be downloaded on"
    " the page of its publication."
)
WRITTEN = N_("%(round)s: report of run %(run)s written to %(file)s.")


def _written_so_far(_context: click.Context, _parameter: click.Parameter, value: str) -> None:
    if value != PDF:
        raise click.BadParameter(say(NOT_YET))


@click.command()
@click.argument("round_code", metavar="ROUND")
@click.option(
    "--format",
    type=click.Choice(FORMATS),
    required=True,
    callback=_written_so_far,
    expose_value=False,
    help="Only pdf so far.",
)
@click.option("--run", "run_id", type=click.IntRange(min=1), help="An earlier run, by its number.")
@click.option(
    "-o",
    "output",
    metavar="OUT",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    callback=output_path,
    help="The file to write.",
)
def export(round_code: str, run_id: int | None, output: Path) -> None:
    """Print the report of the published scores of a round, in Vietnamese.

    It is made of what was published, not of today's interviews: the same run gives the same file.
    With --run it is that of an earlier run, and says when it was withdrawn or replaced.

    \b
    Example:
      hailong export ha-nam-2022 --format pdf -o bao-cao.pdf
      hailong export ha-nam-2022 --format pdf --run 1 -o bao-cao-1.pdf
    """
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False, at_one_moment=True) as session:
            found = reported_run(session, round_named(session, round_code), run_id=run_id)
        write_bytes(printed_report(found), output=output)
    run = str(found.publication.run_id)
    click.echo(say(WRITTEN, round=found.round.code, run=run, file=str(output)))

"""`hailong export ROUND`: what is public of a round as a file to hand on."""

from collections.abc import Callable, Mapping
from pathlib import Path

import click
from sqlalchemy.orm import Session

from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.cli.json_document import output_path, write_bytes
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.speech import say
from survey_app.db.engine import transaction
from survey_app.db.rounds import RoundRecord
from survey_app.publication.report.printing import printed_report
from survey_app.publication.report.reading import reported_run
from survey_app.publication.workbook.facts import workbook_facts
from survey_app.publication.workbook.printing import printed_workbook

PDF, XLSX = "pdf", "xlsx"
FORMATS = (PDF, XLSX, "csv", "json", "sav", "dta")
NOT_YET = N_(
    "Only the report as pdf and the workbook as xlsx are written so far. Scores and responses of a"
    " run can be downloaded on the page of its publication."
)
WRITTEN: Mapping[str, str] = {
    PDF: N_("%(round)s: report of run %(run)s written to %(file)s."),
    XLSX: N_("%(round)s: workbook of run %(run)s written to %(file)s."),
}


def _report(session: Session, of_round: RoundRecord, run_id: int | None) -> tuple[int, bytes]:
    found = reported_run(session, of_round, run_id=run_id)
    return found.publication.run_id, printed_report(found)


def _workbook(session: Session, of_round: RoundRecord, run_id: int | None) -> tuple[int, bytes]:
    found = workbook_facts(session, of_round, run_id=run_id)
    return found.reported.publication.run_id, printed_workbook(found)


MADE: Mapping[str, Callable[[Session, RoundRecord, int | None], tuple[int, bytes]]] = {
    PDF: _report,
    XLSX: _workbook,
}
"""The run that a file is made of, and the file."""


def _written_so_far(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if value not in MADE:
        raise click.BadParameter(say(NOT_YET))
    return value


@click.command()
@click.argument("round_code", metavar="ROUND")
@click.option(
    "--format",
    "kind",
    type=click.Choice(FORMATS),
    required=True,
    callback=_written_so_far,
    help="pdf: the report; xlsx: the workbook.",
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
def export(round_code: str, kind: str, run_id: int | None, output: Path) -> None:
    """Write what is public of a round as a file to hand on, in Vietnamese.

    It is made of what was published, not of today's interviews: the same run gives the same file.
    With --run it is that of an earlier run.

    \b
    Example:
      hailong export ha-nam-2022 --format pdf -o bao-cao.pdf
      hailong export ha-nam-2022 --format pdf --run 1 -o bao-cao-1.pdf
      hailong export ha-nam-2022 --format xlsx -o bang-tinh.xlsx
    """
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False, at_one_moment=True) as session:
            run, content = MADE[kind](session, round_named(session, round_code), run_id)
        write_bytes(content, output=output)
    click.echo(say(WRITTEN[kind], round=round_code, run=str(run), file=str(output)))

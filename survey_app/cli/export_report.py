"""The report of a run as a file, or sheets of its units."""

from pathlib import Path

import click

from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.cli.json_document import write_bytes
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refuse, refusing
from survey_app.cli.report_choice import ReportChoice
from survey_app.cli.speech import say
from survey_app.db.engine import transaction
from survey_app.publication.letter import Letter, letter_of
from survey_app.publication.report.printing import printed_report
from survey_app.publication.report.reading import reported_run
from survey_app.publication.report.rounds_before import ComparedRun, compared_run
from survey_app.publication.report.unit_sheets import printed_unit_sheets

WRITTEN = N_("%(round)s: report of run %(run)s written to %(file)s.")


def export_report(
    round_code: str, report: ReportChoice, *, run_id: int | None, output: Path
) -> None:
    """Writes what was chosen."""
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False, at_one_moment=True) as session:
            reported = reported_run(session, round_named(session, round_code), run_id=run_id)
            found = compared_run(session, reported)
        write_bytes(_printed(found, report), output=output)
    run = str(found.publication.run_id)
    click.echo(say(WRITTEN, round=round_code, run=run, file=str(output)))


def _printed(found: ComparedRun, report: ReportChoice) -> bytes:
    """Refuses a letter that is unfit."""
    letter = letter_of(report.written)
    if not isinstance(letter, Letter):
        refuse(*letter)
    if report.unit is not None or report.is_sheets:
        return printed_unit_sheets(found, code=report.unit)
    return printed_report(found, letter=letter)

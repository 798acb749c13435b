"""The workbook of a run as a file."""

from pathlib import Path

import click

from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.cli.json_document import write_bytes
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.speech import say
from survey_app.db.engine import transaction
from survey_app.publication.report.reading import reported_run
from survey_app.publication.report.rounds_before import compared_run
from survey_app.publication.workbook.printing import printed_workbook

WRITTEN = N_("%(round)s: workbook of run %(run)s written to %(file)s.")


def export_workbook(round_code: str, *, run_id: int | None, output: Path) -> None:
    """Writes all tables of what was published."""
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False, at_one_moment=True) as session:
            reported = reported_run(session, round_named(session, round_code), run_id=run_id)
            found = compared_run(session, reported)
        write_bytes(printed_workbook(found), output=output)
    run = str(found.publication.run_id)
    click.echo(say(WRITTEN, round=round_code, run=run, file=str(output)))

"""`hailong adjustments`: the cases for which points are added or taken away."""

from pathlib import Path

import click

from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.cases_file import read_cases
from survey_app.cli.file_refusal import Listing, require_faultless
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refuse, refusing
from survey_app.cli.speech import say
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.fieldwork.adjusting import CountRequest, TypedCases, record_cases

STORED = N_("%(round)s: numbers of cases that stand now: %(count)s.")


@click.command()
@click.argument("round_code", metavar="ROUND")
@click.argument(
    "file",
    metavar="CASES.csv",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
)
@click.option("--by", required=True, help="User name of whoever answers for it.")
@click.option("--reason", default="", help="From where the numbers come; always needed.")
def adjustments(round_code: str, file: Path, by: str, reason: str) -> None:
    """Count cases of bonus and penalty from a list: unit_code, adjustment, cases.

    Units and adjustments that the list does not name keep their numbers. Every fault is listed
    with its row; with any, nothing is written.

    \b
    Example:
      hailong adjustments ha-nam-2022 cases.csv --by sonoivu --reason "…"
    """
    reading = read_cases(file)
    listing = Listing(
        path=file,
        faults=reading.faults,
        total=reading.total_faults,
        warnings=reading.warnings,
    )
    require_faultless([listing])
    with refusing(), opened_database() as engine, transaction(engine) as session:
        person = person_who_may(session, by, Verb.RESULTS_ADJUST)
        found = round_named(session, round_code)
        typed = [
            TypedCases(
                unit_code=one.unit_code,
                adjustment=one.adjustment,
                cases=str(one.cases),
                where=f"row {one.row}",
            )
            for one in reading.rows
        ]
        request = CountRequest(by=person, at=system_clock(), reason=reason)
        if faults := record_cases(session, found.id, typed, request):
            refuse(*faults)
        click.echo(say(STORED, round=found.code, count=str(len(typed))))

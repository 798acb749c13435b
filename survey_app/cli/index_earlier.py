"""`hailong index earlier`: the index table of an earlier year, from paper."""

from datetime import date
from pathlib import Path

import click

from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.document_options import names_document
from survey_app.cli.file_refusal import Listing, require_faultless
from survey_app.cli.input_file import bytes_of
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refuse, refusing
from survey_app.cli.round_option import round_option
from survey_app.cli.speech import say
from survey_app.clock import system_clock
from survey_app.db import rounds
from survey_app.db.engine import transaction
from survey_app.fieldwork.appraisal.earlier import (
    EarlierRequest,
    against_earlier,
    read_earlier_table,
    record_earlier_table,
)
from survey_app.fieldwork.appraisal.opening import KILOBYTE, MOST_KILOBYTES

STORED = N_("%(round)s: the table of %(year)s is stored: %(units)s units, %(groups)s groups.")


@click.command()
@click.argument(
    "file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
)
@round_option
@click.option("--year", type=int, required=True, help="The year that the table is of.")
@names_document
def earlier(
    file: Path,
    *,
    round_code: str,
    year: int,
    number: str,
    issued_on: date,
    by: str,
    reason: str,
) -> None:
    """Bring the published table of an earlier year from FILE (XLSX or CSV), to compare with.

    Columns: unit_group, unit_code, unit_name, rank, index_percent; rows without a unit code have
    mean_index and spread of a group. What the table does not say stays blank.

    \b
    Example:
      hailong index earlier nam-2021.csv --round ha-nam-2022 --year 2021 \\
        --number 12/BC-SNV --date 05/01/2022 --by sonoivu
    """
    data = bytes_of(file, most=MOST_KILOBYTES * KILOBYTE)
    with refusing(), opened_database() as engine, transaction(engine) as session:
        person = person_who_may(session, by, Verb.INDEX_WRITE)
        found = round_named(session, round_code)
        reading = read_earlier_table(data, units=rounds.units_of_round(session, found.id))
        listing = Listing(
            path=file,
            faults=reading.faults,
            total=reading.total_faults,
            warnings=reading.warnings,
        )
        request = EarlierRequest(
            year=year,
            number=number,
            issued_on=issued_on,
            source=file.name,
            reason=reason,
            by=person,
            at=system_clock(),
        )
        require_faultless([listing], beside=against_earlier(session, found, request))
        if faults := record_earlier_table(session, found.id, reading, request):
            refuse(*faults)
        click.echo(
            say(
                STORED,
                round=found.code,
                year=str(year),
                units=str(len(reading.units)),
                groups=str(len(reading.groups)),
            )
        )

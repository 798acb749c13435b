"""`hailong index import` and `template`: points by area from a file."""

from datetime import date
from pathlib import Path

import click

from field_export.csv_rows import csv_lines
from field_export.points_template import template_rows, template_workbook
from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.document_options import names_document
from survey_app.cli.file_refusal import Listing, require_faultless
from survey_app.cli.input_file import bytes_of
from survey_app.cli.json_document import output_path, write_bytes
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refuse, refusing
from survey_app.cli.round_option import round_option
from survey_app.cli.speech import say, spoken_language
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.fieldwork.appraisal.judging import written_points
from survey_app.fieldwork.appraisal.opening import KILOBYTE, MOST_KILOBYTES
from survey_app.fieldwork.appraisal.reading import read_points_table
from survey_app.fieldwork.appraisal.recording import (
    DocumentRequest,
    PointsKind,
    UnitEntry,
    against_naming,
    against_points,
    appraisal_facts,
    record_points,
)
from survey_app.fieldwork.appraisal.template import (
    template_codes,
    template_units,
    template_words,
)
from survey_app.wording.speech import Speech

STORED = N_("%(round)s: points of %(count)s units are stored.")
TRIED = N_("%(round)s: tried only; points of %(count)s units would be stored.")
FIRST = N_("%(unit)s: %(points)s")
BECOMES = N_("%(unit)s: %(before)s → %(points)s")
SAME = N_("%(unit)s: %(points)s, as before")

kind_option = click.option(
    "--kind",
    type=click.Choice([one.value for one in PointsKind]),
    required=True,
    help="self: scored by the units themselves; appraised: by the council.",
)


@click.command("import")
@click.argument(
    "file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
)
@round_option
@kind_option
@names_document
@click.option("--dry-run", is_flag=True, help="Say what would change, and store nothing.")
def import_points(
    file: Path,
    *,
    round_code: str,
    kind: str,
    number: str,
    issued_on: date,
    by: str,
    reason: str,
    dry_run: bool,
) -> None:
    """Bring self-scored or appraised points by area from FILE (XLSX or CSV): all, or none.

    Every fault is listed with its row and column; with any, nothing is stored. Points are never
    overwritten: those of the newest document stand. Units that FILE does not have keep theirs.

    \b
    Example:
      hailong index import diem.xlsx --round ha-nam-2022 --kind appraised \\
        --number 2070/BC-HĐ --date 20/11/2022 --by sonoivu
    """
    data = bytes_of(file, most=MOST_KILOBYTES * KILOBYTE)
    with refusing(), opened_database() as engine, transaction(engine) as session:
        person = person_who_may(session, by, Verb.INDEX_WRITE)
        found = round_named(session, round_code)
        facts = appraisal_facts(session, found)
        reading = read_points_table(data, units=facts.units, criteria=facts.criteria)
        listing = Listing(
            path=file,
            faults=reading.faults,
            total=reading.total_faults,
            warnings=reading.warnings,
        )
        request = DocumentRequest(
            kind=PointsKind(kind),
            number=number,
            issued_on=issued_on,
            source=file.name,
            reason=reason,
            by=person,
            at=system_clock(),
        )
        require_faultless([listing], beside=against_naming(facts, request))
        faults = (
            tuple(against_points(facts, reading.points, request))
            if dry_run
            else record_points(session, found.id, reading.points, request)
        )
        if faults:
            refuse(*faults)
        for one in facts.entries(request.kind, reading.points):
            click.echo(_line(one))
        sentence = TRIED if dry_run else STORED
        click.echo(say(sentence, round=found.code, count=str(len(reading.points))))


def _line(one: UnitEntry) -> str:
    words = {"unit": one.unit.unit_name, "points": written_points(one.total)}
    if one.total_before is None:
        return say(FIRST, **words)
    if not one.is_change:
        return say(SAME, **words)
    return say(BECOMES, **words, before=written_points(one.total_before))


@click.command()
@round_option
@kind_option
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    callback=output_path,
    help="Where to write it; a name that ends with .xlsx makes a workbook, any other CSV.",
)
def template(round_code: str, kind: str, output: Path) -> None:
    """Write the table of points to be filled in: units, areas, x where an area does not apply.

    \b
    Example:
      hailong index template --round ha-nam-2022 --kind self -o diem.xlsx
    """
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False) as session:
            facts = appraisal_facts(session, round_named(session, round_code))
        speech = Speech(language=spoken_language())
        units = template_units(facts, language=speech.language)
        if output.suffix.lower() == ".xlsx":
            words = template_words(facts, kind=PointsKind(kind), speech=speech)
            content = template_workbook(words, units, made_at=system_clock())
        else:
            lines = csv_lines(template_rows(template_codes(facts), units))
            content = "".join(lines).encode()
        write_bytes(content, output=output)

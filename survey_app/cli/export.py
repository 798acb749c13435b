"""`hailong export ROUND`: what is public of a round as files to hand on."""

from collections.abc import Mapping
from pathlib import Path

import click
from sqlalchemy import Engine

from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.export_folder import check_folder, export_folder
from survey_app.cli.json_document import output_path, write_bytes, write_through
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refuse, refusing
from survey_app.cli.report_choice import ReportChoice, report_options
from survey_app.cli.speech import say
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.publication.official_report import VIETNAMESE
from survey_app.publication.report.reading import ReportedRun, reported_run
from survey_app.publication.responses.full_file import FullFileRequest, take_full_file
from survey_app.publication.responses.pseudonyms import key_for
from survey_app.publication.responses.reading import responses_of
from survey_app.publication.responses.writing import KINDS, write_responses
from survey_app.publication.workbook.printing import printed_workbook

PDF, XLSX, ALL = "pdf", "xlsx", "all"
FORMATS = (PDF, XLSX, *KINDS)
RESPONSES = N_("%(round)s: interviews of run %(run)s written to %(file)s.")
WRITTEN: Mapping[str, str] = {
    PDF: N_("%(round)s: report of run %(run)s written to %(file)s."),
    XLSX: N_("%(round)s: workbook of run %(run)s written to %(file)s."),
}
FULL_WRITTEN = N_("It is the full file: who took it and why stands in the log of changes.")
ONLY_RESPONSES = N_("--full is for the interviews: csv, json, sav or dta.")
BY_WHOM = N_("--full needs --by, the user name of whoever answers for it.")
ONLY_FULL = N_("--reason and --by are for --full.")
ONLY_CHECK = N_("--check takes the folder alone.")
NO_ROUND = N_("Name the round.")
NO_FORMAT = N_("Say which --format, or --all.")
NO_OUTPUT = N_("Say with -o where to write.")
ONE_FORMAT = N_("--all and --format are two requests: make one of them.")
IS_FOLDER = N_("%(file)s is a folder; name a file.")


@click.command()
@click.argument("round_code", metavar="ROUND", required=False)
@click.option(
    "--format",
    "kind",
    type=click.Choice((*FORMATS, ALL)),
    help="pdf: the report; xlsx: the workbook; csv, json, sav (SPSS), dta (Stata): the interviews;"
    " all: everything, into a folder.",
)
@click.option("--all", "is_all", is_flag=True, help="As --format all.")
@click.option(
    "--check",
    "checked",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Hold a folder that --all wrote against its manifest, and do nothing else.",
)
@click.option("--run", "run_id", type=click.IntRange(min=1), help="An earlier run, by its number.")
@click.option("--full", is_flag=True, help="Every interview as it is. Needs --reason and --by.")
@click.option("--reason", default="", help="What the full file is needed for; it is kept.")
@click.option("--by", help="User name of whoever answers for the full file.")
@click.option(
    "-o",
    "output",
    metavar="OUT",
    type=click.Path(path_type=Path),
    callback=output_path,
    help="The file to write; with --all the folder, which must be new or empty.",
)
@report_options
def export(
    round_code: str | None,
    kind: str | None,
    run_id: int | None,
    reason: str,
    by: str | None,
    output: Path | None,
    checked: Path | None,
    *,
    full: bool,
    is_all: bool,
    report: ReportChoice,
) -> None:
    """Write what is public of a round as a file to hand on, in Vietnamese.

    It is made of what was published, not of today's interviews: the same run gives the same file.
    With --run it is that of an earlier run. Interviews have identifiers of this publication, and
    nothing by which one of few could be recognised; the full file has all of it.

    \b
    Example:
      hailong export ha-nam-2022 --format pdf -o bao-cao.pdf
      hailong export ha-nam-2022 --format pdf --run 1 -o bao-cao-1.pdf
      hailong export ha-nam-2022 --format pdf --number 128/BC-SNV --place "Hà Nam" -o bao-cao.pdf
      hailong export ha-nam-2022 --format pdf --unit SNV -o so-noi-vu.pdf
      hailong export ha-nam-2022 --format pdf --unit-sheets -o cac-don-vi.pdf
      hailong export ha-nam-2022 --format xlsx -o bang-tinh.xlsx
      hailong export ha-nam-2022 --format sav -o phieu.sav
      hailong export ha-nam-2022 --format csv --full --reason "…" --by sonoivu -o phieu-day-du.csv
      hailong export ha-nam-2022 --all -o cong-bo/
      hailong export --check cong-bo/
    """
    if checked is not None:
        if any((round_code, kind, is_all, output, run_id, full, reason, by)):
            raise click.UsageError(say(ONLY_CHECK))
        check_folder(checked)
        return
    kind = ALL if is_all and kind in {None, ALL} else kind
    missing = [
        words
        for words, given in ((NO_ROUND, round_code), (NO_FORMAT, kind), (NO_OUTPUT, output))
        if given is None
    ]
    if is_all and kind != ALL:
        missing.append(ONE_FORMAT)
    if round_code is None or kind is None or output is None or missing:
        raise click.UsageError(" ".join(say(one) for one in missing))
    _check_usage(kind, reason=reason, by=by, full=full)
    if kind == ALL:
        export_folder(round_code, run_id=run_id, folder=output)
        return
    if output.is_dir():
        raise click.UsageError(say(IS_FOLDER, file=str(output)))
    if kind == PDF:
        _export_report(round_code, report, run_id=run_id, output=output)
        return
    _export_file(round_code, kind, run_id=run_id, reason=reason, by=by, output=output)
    if full:
        click.echo(say(FULL_WRITTEN))


def _export_report(
    round_code: str, report: ReportChoice, *, run_id: int | None, output: Path
) -> None:
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False, at_one_moment=True) as session:
            found = reported_run(session, round_named(session, round_code), run_id=run_id)
        write_bytes(report.printed(found), output=output)
    run = str(found.publication.run_id)
    click.echo(say(WRITTEN[PDF], round=round_code, run=run, file=str(output)))


def _export_file(
    round_code: str, kind: str, *, run_id: int | None, reason: str, by: str | None, output: Path
) -> None:
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False, at_one_moment=True) as session:
            found = reported_run(session, round_named(session, round_code), run_id=run_id)
        run = found.publication.run_id
        if kind in KINDS:
            key = _key(engine, found, kind=kind, reason=reason, by=by)
            write_through(lambda path: _interviews(engine, found, path, kind=kind, key=key), output)
        else:
            write_bytes(printed_workbook(found), output=output)
    click.echo(say(WRITTEN.get(kind, RESPONSES), round=round_code, run=str(run), file=str(output)))


def _check_usage(kind: str, *, reason: str, by: str | None, full: bool) -> None:
    wrong = []
    if full and kind not in KINDS:
        wrong.append(ONLY_RESPONSES)
    if full and by is None:
        wrong.append(BY_WHOM)
    if not full and (reason or by is not None):
        wrong.append(ONLY_FULL)
    if wrong:
        raise click.UsageError(" ".join(say(one) for one in wrong))


def _key(
    engine: Engine, found: ReportedRun, *, kind: str, reason: str, by: str | None
) -> bytes | None:
    """The key of the identifiers; None for the full file, which is written down first."""
    run_id, at = found.publication.run_id, system_clock()
    with transaction(engine) as session:
        if by is None:
            return key_for(session, run_id, at=at)
        person = person_who_may(session, by, Verb.RESULTS_FULL)
        request = FullFileRequest(by=person, at=at, reason=reason, run_id=run_id, kind=kind)
        faults = take_full_file(session, found.round, request)
    if faults:
        refuse(*faults)
    return None


def _interviews(
    engine: Engine, found: ReportedRun, path: Path, *, kind: str, key: bytes | None
) -> None:
    with transaction(engine, writes=False, at_one_moment=True) as session:
        responses = responses_of(session, found, key=key, speech=VIETNAMESE)
        write_responses(session, path, kind=kind, responses=responses, of=found)

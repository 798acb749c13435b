"""`hailong frame`: the list of finished files that a round's cases come from."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn
from uuid import UUID, uuid4

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import Engine

from field_export.csv_rows import csv_lines
from questionnaires import Fault
from questionnaires.problems import N_, printable
from survey_app.access.people import Person, person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.file_refusal import Listing, refuse_files, show_warnings
from survey_app.cli.frame_table import print_summary
from survey_app.cli.input_file import bytes_of
from survey_app.cli.json_document import output_path, refuse_overwriting, write_text
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.round_option import round_option
from survey_app.cli.speech import said, say
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.fieldwork.frame.importing import (
    FrameRound,
    JudgedFrame,
    judge_for_round,
    require_importable,
    round_for_frame,
    store_frame,
)
from survey_app.fieldwork.frame.judging import judgement_cells
from survey_app.fieldwork.frame.mapping import FrameMapping, read_mapping
from survey_app.fieldwork.frame.preparing import prepared_frame
from survey_app.fieldwork.frame.reading import FrameReading, read_frame
from survey_app.fieldwork.frame.reading import Progress as Told
from survey_app.fieldwork.frame.rules import FrameRules, read_rules
from survey_app.fieldwork.frame.source import MAX_FILE_BYTES
from survey_app.fieldwork.frame.working import do_job, fail_job

READING = N_("Reading the list")
STORED = N_("Import %(number)s: %(cases)s cases of %(files)s files are stored.")
TRIED = N_("Tried only: %(cases)s cases of %(files)s files would be stored.")
MORE_WARNINGS = N_("and %(count)s more warnings of rows")
_INPUT = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group()
def frame() -> None:
    """Import the finished files of a one-stop system as cases of a round.

    Example: hailong frame import ho-so.xlsx --round ha-nam-2022 --dry-run
    """


@frame.command("import")
@click.argument("file", metavar="FILE", type=_INPUT)
@round_option
@click.option(
    "--mapping",
    metavar="MAP.json",
    type=_INPUT,
    help="Which column holds what; guessed from the headers when not given.",
)
@click.option(
    "--rules",
    metavar="RULES.json",
    type=_INPUT,
    help="Period, exclusions and caps; without it, the period of the round.",
)
@click.option("--replace", is_flag=True, help="Replace the imports that have the same units.")
@click.option(
    "--judgements",
    metavar="OUT.csv",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=output_path,
    help="Write there what became of each row.",
)
@click.option("--by", help="User name of whoever imports.")
@click.option("--dry-run", is_flag=True, help="Read and judge the file, and store nothing.")
def import_file(
    file: Path,
    *,
    round_code: str,
    mapping: Path | None,
    rules: Path | None,
    replace: bool,
    judgements: Path | None,
    by: str | None,
    dry_run: bool,
) -> None:
    """Import FILE (CSV or XLSX): every eligible file becomes a case, or nothing is stored.

    The columns, the judgements, and the documents of mapping and rules are described in
    docs/frame.md.

    \b
    Example:
      hailong frame import ho-so.xlsx --round ha-nam-2022 --rules rules.json
    """
    if judgements is not None:
        refuse_overwriting(judgements, file, mapping, rules)
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False) as session:
            found = round_for_frame(session, round_code)
            person = None if by is None else person_who_may(session, by, Verb.FRAME_WRITE)
        judged = _judged(engine, file, found, mapping=mapping, rules=rules)
        _show(file, judged)
        if judgements is not None:
            write_text(_judgement_lines(judged), output=judgements)
        with transaction(engine, writes=False) as session:
            require_importable(session, judged, frame_round=found, replaces=replace)
        if dry_run:
            _say_counts(TRIED, judged)
        else:
            number = _stored(engine, judged, found, by=person, replaces=replace)
            _say_counts(STORED, judged, number=str(number))


@frame.command(hidden=True)
@click.argument("job_id", type=click.UUID)
def work(job_id: UUID) -> None:
    """Do the work on a large list that a page began; the server starts it.

    Example: hailong frame work 5f1c3c1e-0d5b-4f6e-9f0e-2f3a4b5c6d7e
    """
    with refusing(), opened_database() as engine:
        try:
            do_job(engine, job_id, clock=system_clock, new_uuid=uuid4)
        except Exception:  # the edge of this process: the page has to hear of it
            fail_job(engine, job_id, at=system_clock())
            raise


def _judged(
    engine: Engine, file: Path, found: FrameRound, *, mapping: Path | None, rules: Path | None
) -> JudgedFrame:
    columns, chosen = _mapping(mapping), _rules(rules, found)
    reading = _read(file, found, columns)
    name = printable(file.name)
    with transaction(engine, writes=False) as session:
        return judge_for_round(session, reading, file_name=name, frame_round=found, rules=chosen)


def _stored(
    engine: Engine,
    judged: JudgedFrame,
    found: FrameRound,
    *,
    by: Person | None,
    replaces: bool,
) -> int:
    cases = prepared_frame(judged, frame_round=found, new_uuid=uuid4)
    with transaction(engine) as session:
        return store_frame(
            session,
            judged,
            cases,
            frame_round=found,
            replaces=replaces,
            by=None if by is None else by.account_id,
            at=system_clock(),
        )


def _read(file: Path, found: FrameRound, mapping: FrameMapping | None) -> FrameReading:
    data = bytes_of(file, most=MAX_FILE_BYTES)
    with _shown_progress() as progress:
        reading = read_frame(data, units=found.frame_units, mapping=mapping, progress=progress)
    if reading.total_faults:
        listing = Listing(
            path=file,
            faults=reading.faults,
            total=reading.total_faults,
            warnings=reading.warnings,
        )
        show_warnings([listing])
        refuse_files([listing])
    return reading


@contextmanager
def _shown_progress() -> Iterator[Told | None]:
    """A bar on a terminal, and nothing where nobody watches."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(say(READING), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _mapping(file: Path | None) -> FrameMapping | None:
    if file is None:
        return None
    reading = read_mapping(bytes_of(file, most=MAX_FILE_BYTES))
    if reading.mapping is None:
        _refuse_document(file, reading.faults)
    return reading.mapping


def _rules(file: Path | None, found: FrameRound) -> FrameRules:
    first, last = found.round.period_start, found.round.period_end
    if file is None:
        return FrameRules(period_from=first, period_to=last)
    reading = read_rules(bytes_of(file, most=MAX_FILE_BYTES), period_from=first, period_to=last)
    if reading.rules is None:
        _refuse_document(file, reading.faults)
    return reading.rules


def _refuse_document(file: Path, faults: tuple[Fault, ...]) -> NoReturn:
    refuse_files([Listing(path=file, faults=faults, total=len(faults))])


def _show(file: Path, judged: JudgedFrame) -> None:
    """What was noticed, on standard error; what it came to, on standard output."""
    reading = judged.reading
    show_warnings([Listing(path=file, faults=(), total=0, warnings=reading.warnings)])
    more = reading.total_warnings - len(reading.warnings)
    if more:
        click.echo(f"{file}: {say(MORE_WARNINGS, count=str(more))}", err=True)
    for warning in judged.summary.warnings:
        click.echo(said(warning), err=True)
    print_summary(judged.summary)


def _judgement_lines(judged: JudgedFrame) -> str:
    return "".join(csv_lines(judgement_cells(judged.reading.rows, judged.judgements)))


def _say_counts(template: str, judged: JudgedFrame, **details: str) -> None:
    summary = judged.summary
    click.echo(say(template, cases=str(summary.cases), files=str(summary.files), **details))

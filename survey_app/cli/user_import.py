"""`hailong user import`: accounts of the people on a list, and the codes they are handed."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine

from field_export.csv_rows import csv_lines
from questionnaires.problems import N_
from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.file_refusal import Listing, require_faultless
from survey_app.cli.input_file import bytes_of
from survey_app.cli.json_document import output_path
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.speech import say
from survey_app.cli.user_change import tell_change
from survey_app.clock import system_clock, written_moment
from survey_app.db.engine import transaction
from survey_app.fieldwork.account_list.importing import (
    HandedCode,
    JudgedList,
    code_rows,
    judge_list,
    read_people,
    store_list,
)
from survey_app.fieldwork.account_list.opening import MAX_FILE_BYTES
from survey_app.problems import Code, Problem

MADE = N_("Accounts made: %(made)s; there already, with the same data: %(unchanged)s.")
WOULD_MAKE = N_("Tried only. Accounts to be made: %(made)s; there already: %(unchanged)s.")
NOTHING_NEW = N_("All %(unchanged)s accounts of the list are there already; nothing was changed.")
WRITTEN = N_("The one-time codes are in %(file)s and nowhere else. Hand them out, then delete it.")
SHOWN_ONCE = N_("One-time codes, valid until %(moment)s, shown this once:")
ONLY_MINE = 0o600


def _new_file(
    context: click.Context, parameter: click.Parameter, value: Path | None
) -> Path | None:
    """A path that can be written and where nothing stands: codes overwrite no other codes."""
    value = output_path(context, parameter, value)
    if value is not None and (value.exists() or value.is_symlink()):
        raise click.BadParameter(f"{value} exists already", context, parameter)
    return value


@click.command("import")
@click.argument(
    "file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
)
@click.option("--by", required=True, help="User name of the administrator who answers for it.")
@click.option("--dry-run", is_flag=True, help="Read and compare the list, and store nothing.")
@click.option(
    "-o",
    "--output",
    metavar="CODES.csv",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=_new_file,
    help="Write the one-time codes there, readable for you alone, instead of showing them.",
)
@click.option("--change", is_flag=True, help="Change accounts that exist with other data.")
def import_list(file: Path, *, by: str, dry_run: bool, output: Path | None, change: bool) -> None:
    """Make an account for everybody on the list FILE (CSV or XLSX), or for nobody.

    Each gets a one-time code with which to choose a password at the first sign-in. Accounts that
    exist are changed only with --change; see with --dry-run what would become of them.
    docs/files.md describes the columns.

    \b
    Example:
      hailong user import dieu-tra-vien.xlsx --by quantri -o ma.csv
    """
    with refusing(), opened_database() as engine:
        if dry_run:
            judged = _tried(engine, file, by=by, takes_changes=change)
            _say_counts(WOULD_MAKE, judged)
            for one in judged.compared.new:
                click.echo(f"{one.username}  {one.person.full_name}")
            return
        judged, handed = _imported(engine, file, by=by, output=output, takes_changes=change)
    _say_counts(MADE, judged)
    if handed and output is None:
        _show(handed)
    elif handed:
        click.echo(say(WRITTEN, file=str(output)))


def _say_counts(template: str, judged: JudgedList) -> None:
    """Of accounts that are made, and what becomes of those that are changed."""
    unchanged = str(len(judged.compared.unchanged))
    if judged.compared.new:
        click.echo(say(template, made=str(len(judged.compared.new)), unchanged=unchanged))
    elif not judged.changes:
        click.echo(say(NOTHING_NEW, unchanged=unchanged))
    for changed in judged.changes:
        tell_change(changed)


def _tried(engine: Engine, file: Path, *, by: str, takes_changes: bool) -> JudgedList:
    data = bytes_of(file, most=MAX_FILE_BYTES)
    with transaction(engine, writes=False) as session:
        person_who_may(session, by, Verb.ACCOUNTS_WRITE)
        judged = judge_list(session, read_people(session, data), takes_changes=takes_changes)
    _require_faultless(file, judged)
    return judged


def _imported(
    engine: Engine, file: Path, *, by: str, output: Path | None, takes_changes: bool
) -> tuple[JudgedList, tuple[HandedCode, ...]]:
    """The codes are on disk before the accounts are stored, and not on disk when they are not."""
    data = bytes_of(file, most=MAX_FILE_BYTES)
    with transaction(engine, writes=False) as session:
        person_who_may(session, by, Verb.ACCOUNTS_WRITE)
        read = read_people(session, data)
    with ExitStack() as undo:
        with transaction(engine) as session:
            person = person_who_may(session, by, Verb.ACCOUNTS_WRITE)
            judged = judge_list(session, read, takes_changes=takes_changes, will_store=True)
            _require_faultless(file, judged)
            handed = store_list(session, judged, by=person, at=system_clock())
            if output is not None and handed:
                with _writing(output):
                    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_MINE)
                    undo.callback(output.unlink)
                    _write(handed, descriptor)
        undo.pop_all()
    return judged, handed


def _require_faultless(file: Path, judged: JudgedList) -> None:
    listing = Listing(
        path=file,
        faults=judged.faults,
        total=judged.total_faults,
        warnings=judged.warnings,
    )
    require_faultless([listing])


@contextmanager
def _writing(output: Path) -> Iterator[None]:
    """Also when another file has come there since the first look: that one stays as it is."""
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise Problem(Code.FILE_NOT_WRITTEN, {"file": str(output), "why": why}) from error


def _write(handed: Sequence[HandedCode], descriptor: int) -> None:
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(code_rows(handed)))
        file.flush()
        os.fsync(file.fileno())


def _show(handed: Sequence[HandedCode]) -> None:
    click.echo(say(SHOWN_ONCE, moment=written_moment(handed[0].made.expires_at)))
    widest = max(len(one.made.username) for one in handed)
    for one in handed:
        click.echo(f"{one.made.username:<{widest}}  {one.made.code}  {one.full_name}")

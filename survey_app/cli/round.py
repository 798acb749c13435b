"""`hailong round`: plan rounds, open and close them, and see where they stand."""

import os
from collections.abc import Sequence
from pathlib import Path

import click
from sqlalchemy.orm import Session

from questionnaires import MAX_FILE_BYTES, Fault
from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.file_refusal import Listing, refuse_files
from survey_app.cli.input_file import bytes_of
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refuse, refusing
from survey_app.cli.speech import said, say
from survey_app.clock import system_clock
from survey_app.db import rounds
from survey_app.db.engine import transaction
from survey_app.fieldwork.my_work import unit_progress
from survey_app.fieldwork.next_round import CopyRequest, copy_faults, copy_round
from survey_app.fieldwork.round_file import read_round
from survey_app.fieldwork.round_setup import create_round, known_here
from survey_app.fieldwork.round_states import State, Step
from survey_app.fieldwork.round_steps import StepRequest, judgements, take_step
from survey_app.settings import read_settings


@click.group()
def round() -> None:  # noqa: A001 -- the name of the command
    """Plan rounds, open and close them. docs/rounds.md says what can be changed when.

    Example: hailong round create thu-2026.yaml --by sonoivu
    """


_by = click.option("--by", required=True, help="User name of whoever answers for it.")
_code = click.argument("code", metavar="ROUND")


@round.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_by
def create(file: Path, by: str) -> None:
    """Make a draft from a file (YAML or JSON) with its settings, groups and units.

    Every fault is listed with its line; with any, nothing is written.

    Example: hailong round create thu-2026.yaml --by sonoivu
    """
    data = bytes_of(file, most=MAX_FILE_BYTES)
    with refusing(), opened_database() as engine, transaction(engine) as session:
        person = person_who_may(session, by, Verb.ROUNDS_WRITE)
        reading = read_round(data, known=known_here(session))
        if reading.description is None:
            listing = Listing(path=file, faults=reading.faults, total=len(reading.faults))
            refuse_files([listing])
        create_round(session, reading.description, by=person, at=system_clock())
        _tell(session, reading.description.code)


@round.command()
@click.argument("source", metavar="ROUND")
@click.argument("code", metavar="NEW")
@click.option("--year", type=int, required=True, help="Year of the new round.")
@_by
def copy(source: str, code: str, year: int, by: str) -> None:
    """Plan a round again for another year: settings, plans and units, nothing that happened.

    Units have their present names; each merged one is replaced by its successor.

    Example: hailong round copy ha-nam-2022 ha-nam-2023 --year 2023 --by sonoivu
    """
    with refusing(), opened_database() as engine, transaction(engine) as session:
        person = person_who_may(session, by, Verb.ROUNDS_WRITE)
        of_last_year = round_named(session, source)
        _refuse_any(copy_faults(session, {"code": code, "year": year}))
        request = CopyRequest(code=code, year=year)
        copy_round(session, of_last_year, request, by=person, at=system_clock())
        _tell(session, code)


@round.command(name="open")
@_code
@_by
@click.option("--reason", default="", help="Needed to open a closed round again.")
def open_round(code: str, by: str, reason: str) -> None:
    """Open a draft, or a closed round again; tablets can interview from now on.

    All that is missing is listed; then nothing is changed.

    Example: hailong round open ha-nam-2023 --by sonoivu
    """
    secret_key = ""
    with refusing():
        secret_key = read_settings(os.environ).secret_key
    with refusing(), opened_database() as engine, transaction(engine) as session:
        found = round_named(session, code)
        step = Step.REOPEN if found.state == State.CLOSED else Step.OPEN
        _take(session, found, step, by=by, reason=reason, secret_key=secret_key)


@round.command()
@_code
@_by
@click.option("--reason", default="", help="Why it ends now; always needed.")
@click.option("--confirm", is_flag=True, help="What is unfinished stays so.")
def close(code: str, by: str, reason: str, *, confirm: bool) -> None:
    """Close an open round; what tablets still hold is received also afterwards.

    What is unfinished is listed first, and needs --confirm.

    Example: hailong round close ha-nam-2023 --reason "…" --by sonoivu
    """
    with refusing(), opened_database() as engine, transaction(engine) as session:
        found = round_named(session, code)
        _take(session, found, Step.CLOSE, by=by, reason=reason, is_confirmed=confirm)


@round.command()
@click.argument("code", metavar="[ROUND]", required=False)
def status(code: str | None) -> None:
    """Say where every round stands, or for one also what hinders its next step.

    Example: hailong round status ha-nam-2023
    """
    with (
        refusing(),
        opened_database() as engine,
        transaction(engine, writes=False) as session,
    ):
        if code is None:
            for found in rounds.all_rounds(session):
                click.echo(f"{found.code}: {found.state}")
            return
        found = round_named(session, code)
        _tell(session, code)
        _tell_days(found)
        for judged in judgements(session, found):
            click.echo(f"{judged.step}: {say(POSSIBLE if judged.is_possible else HINDERED)}")
            for fault in (*judged.hindrances, *judged.warnings):
                click.echo(f"  {said(fault)}")


DAY = "%d/%m/%Y"
POSSIBLE = N_("can be done")
HINDERED = N_("cannot be done yet")
HOW_TO_CONFIRM = N_("If all of this may stay unfinished, give the command again with --confirm.")


def _take(
    session: Session,
    found: rounds.RoundRecord,
    step: Step,
    *,
    by: str,
    reason: str,
    is_confirmed: bool = False,
    secret_key: str = "",
) -> None:
    request = StepRequest(
        step=step,
        by=person_who_may(session, by, Verb.ROUNDS_WRITE),
        reason=reason,
        is_confirmed=is_confirmed,
        at=system_clock(),
        secret_key=secret_key,
    )
    warned = next((one.warnings for one in judgements(session, found) if one.step is step), ())
    faults = take_step(session, found.id, request)
    for warning in warned:
        click.echo(said(warning), err=True)
    if faults and warned and not is_confirmed:
        click.echo(say(HOW_TO_CONFIRM), err=True)
    _refuse_any(faults)
    _tell(session, found.code)


def _refuse_any(faults: Sequence[Fault]) -> None:
    if faults:
        refuse(*faults)


def _tell(session: Session, code: str) -> None:
    """One line: state, units, forms."""
    found = round_named(session, code)
    progress = unit_progress(session, [found.id])
    surveyed = [one for one in progress if not one.unit.is_exempt]
    click.echo(
        say(
            N_(
                "%(round)s: %(state)s; units surveyed: %(units)s; exempt: %(exempt)s; "
                "forms: %(forms)s of %(quota)s."
            ),
            round=found.code,
            state=found.state,
            units=str(len(surveyed)),
            exempt=str(len(progress) - len(surveyed)),
            forms=str(sum(one.finished for one in progress)),
            quota=str(sum(one.unit.quota for one in surveyed)),
        )
    )


def _tell_days(found: rounds.RoundRecord) -> None:
    """One line: the period that is asked about, and until when people are interviewed."""
    start, end = found.period_start.strftime(DAY), found.period_end.strftime(DAY)
    if found.fieldwork_end is None:
        said_of_it = N_("Period: %(start)s to %(end)s; no last day of fieldwork is named.")
        click.echo(say(said_of_it, start=start, end=end))
        return
    last = found.fieldwork_end.strftime(DAY)
    said_of_it = N_("Period: %(start)s to %(end)s; last day of fieldwork: %(last)s.")
    click.echo(say(said_of_it, start=start, end=end, last=last))

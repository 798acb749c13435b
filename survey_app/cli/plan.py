"""`hailong plan`: work with the files of scoring plans, points plans and re-check plans."""

from pathlib import Path

import click

from questionnaires import Definition
from scoring.plans.canonical import plan_version
from scoring.plans.fitting import fitting_faults
from scoring.plans.scoring_plan import ScoringPlan
from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.chosen_questionnaire import chosen_questionnaire
from survey_app.cli.file_refusal import Listing, refuse_files
from survey_app.cli.opened_database import opened_database
from survey_app.cli.plan_choice import located, read_plan_file
from survey_app.cli.refusal import REFUSED, refusing
from survey_app.cli.speech import said
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.fieldwork.round_rules import keep_plan_file


@click.group()
def plan() -> None:
    """Check the plans by which answers become scores, and scores points. docs/plans.md has them.

    Example: hailong plan check ke-hoach.yaml
    """


@plan.command()
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
)
@click.option(
    "--questionnaire",
    metavar="ID|FILE",
    help="Also say whether scoring plans fit this questionnaire.",
)
def check(files: tuple[Path, ...], questionnaire: str | None) -> None:
    """Say everything that is wrong with the files of plans.

    A good file is answered with OK, its kind, its id and its version (the SHA-256 of its content).
    Faults are listed with place, line and repair; the exit status is 1 if there are any.

    \b
    Example:
      hailong plan check cach-tinh.yaml cach-cham.yaml --questionnaire sipas-22
    """
    definition = (
        None
        if questionnaire is None
        else chosen_questionnaire(questionnaire, parameter="--questionnaire")
    )
    count = sum(_checked(file, definition=definition) for file in files)
    if count:
        click.echo(f"faults: {count}", err=True)
        raise click.exceptions.Exit(REFUSED)


@plan.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", required=True, help="User name of whoever answers for it.")
def keep(file: Path, by: str) -> None:
    """Keep a plan so that rounds can name it: by the version that is told.

    Every fault is listed with its line; with any, nothing is written.

    Example: hailong plan keep cach-tinh.yaml --by sonoivu
    """
    reading = read_plan_file(file)
    if reading.plan is None:
        refuse_files([Listing(path=file, faults=reading.faults, total=len(reading.faults))])
    with refusing(), opened_database() as engine, transaction(engine) as session:
        person = person_who_may(session, by, Verb.ROUNDS_WRITE)
        number = keep_plan_file(session, reading.plan, by=person, at=system_clock())
        click.echo(f"{reading.plan.kind} {reading.plan.id} {number}")


def _checked(file: Path, *, definition: Definition | None) -> int:
    """Say what is wrong with one file, and give the number of its faults."""
    reading = read_plan_file(file)
    faults = reading.faults
    if isinstance(reading.plan, ScoringPlan) and definition is not None:
        found = fitting_faults(reading.plan, definition=definition)
        faults = located(found, reading=reading)
    if reading.plan is not None and not faults:
        click.echo(f"OK {reading.plan.kind} {reading.plan.id} {plan_version(reading.plan)}")
    for fault in faults:
        click.echo(f"{file}: {said(fault)}", err=True)
    return len(faults)

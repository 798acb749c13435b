"""`hailong plan`: work with the files of scoring plans and points plans."""

from pathlib import Path

import click

from questionnaires import Definition
from scoring.plans.canonical import plan_version
from scoring.plans.fitting import fitting_faults
from scoring.plans.scoring_plan import ScoringPlan
from survey_app.cli.plan_choice import located, read_plan_file
from survey_app.cli.questionnaire_choice import chosen_questionnaire
from survey_app.cli.refusal import REFUSED
from survey_app.cli.speech import said


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
    definition = None if questionnaire is None else chosen_questionnaire(questionnaire)
    count = sum(_checked(file, definition=definition) for file in files)
    if count:
        click.echo(f"faults: {count}", err=True)
        raise click.exceptions.Exit(REFUSED)


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

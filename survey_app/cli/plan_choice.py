"""A plan that a command is told of by the id of a shipped one or by its file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from questionnaires import MAX_FILE_BYTES, Definition, Fault
from scoring.plans.fitting import fitting_faults
from scoring.plans.plan_problems import PlanFault
from scoring.plans.points_plan import PointsPlan
from scoring.plans.reading import PlanReading, read_plan
from scoring.plans.scoring_plan import ScoringPlan
from scoring.plans.shipped import (
    points_plan,
    points_plan_ids,
    scoring_plan,
    scoring_plan_ids,
)
from survey_app.cli.file_refusal import Listing, refuse_files

P = TypeVar("P", ScoringPlan, PointsPlan)


def chosen_scoring_plan(name: str, *, definition: Definition, option: str) -> ScoringPlan:
    """The plan of that name; ends the command when it cannot be used on this questionnaire."""
    plan, reading = _chosen(
        name, ScoringPlan, ids=scoring_plan_ids(), shipped=scoring_plan, option=option
    )
    if found := fitting_faults(plan, definition=definition):
        refuse_plan(name, found, reading=reading)
    return plan


def chosen_points_plan(name: str, *, option: str) -> PointsPlan:
    """The points plan of that name; ends the command when there is none, or it is faulty."""
    plan, _ = _chosen(name, PointsPlan, ids=points_plan_ids(), shipped=points_plan, option=option)
    return plan


def read_plan_file(path: Path) -> PlanReading:
    """Read no more of a file than it takes to see that it is too large."""
    with path.open("rb") as stream:
        return read_plan(stream.read(MAX_FILE_BYTES + 1))


def refuse_plan(name: str, found: Sequence[PlanFault], *, reading: PlanReading | None) -> None:
    """List the faults of a plan, at their lines where it is a file, and end the command."""
    faults = located(tuple(found), reading=reading)
    refuse_files([Listing(path=Path(name), faults=faults, total=len(faults))])


def located(found: tuple[PlanFault, ...], *, reading: PlanReading | None) -> tuple[Fault, ...]:
    """The faults with the places they have in a file, or only within the plan."""
    return (reading or PlanReading(plan=None, faults=(), tree=None)).located(found)


def _chosen(
    name: str, kind: type[P], *, ids: Sequence[str], shipped: Callable[[str], P], option: str
) -> tuple[P, PlanReading | None]:
    path = Path(name)
    if not path.is_file():
        if name in ids:
            return shipped(name), None
        known = ", ".join(ids)
        message = f"“{name}” is neither a file nor one of: {known}"
        raise click.BadParameter(message, param_hint=option)
    reading = read_plan_file(path)
    if reading.plan is None:
        refuse_files([Listing(path=path, faults=reading.faults, total=len(reading.faults))])
    if not isinstance(reading.plan, kind):
        message = f"{name} is a plan of the kind {reading.plan.kind}"
        raise click.BadParameter(message, param_hint=option)
    return reading.plan, reading

"""A re-check plan that a command is told of by the id of a shipped one or by its file."""

from pathlib import Path

import click

from scoring.recheck.recheck_plan import RecheckPlan, recheck_plan, recheck_plan_ids
from survey_app.cli.file_refusal import Listing, refuse_files
from survey_app.cli.plan_choice import read_plan_file


def chosen_recheck_plan(name: str) -> RecheckPlan:
    """The plan of that name; ends the command where there is none, or its file has faults."""
    if name in recheck_plan_ids():
        return recheck_plan(name)
    file = Path(name)
    if not file.is_file():
        known = ", ".join(recheck_plan_ids())
        raise click.BadParameter(f"{name}: {known} | FILE", param_hint="--plan")
    reading = read_plan_file(file)
    if reading.faults:
        refuse_files([Listing(path=file, faults=reading.faults, total=len(reading.faults))])
    if not isinstance(reading.plan, RecheckPlan):
        raise click.BadParameter("kind: recheck", param_hint="--plan")
    return reading.plan

"""`hailong index criteria`: the areas that a round goes by."""

from pathlib import Path

import click

from questionnaires.problems import N_
from scoring.plans.canonical import plan_version
from scoring.plans.criteria_set import CriteriaSet
from scoring.plans.shipped import criteria_set, criteria_set_ids
from survey_app.access.objects import round_named
from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.file_refusal import Listing, refuse_files
from survey_app.cli.opened_database import opened_database
from survey_app.cli.plan_choice import read_plan_file
from survey_app.cli.refusal import refuse, refusing
from survey_app.cli.speech import say, spoken_language
from survey_app.clock import system_clock
from survey_app.db.criteria_of import criteria_of
from survey_app.db.engine import transaction
from survey_app.fieldwork.appraisal.criteria_choice import choose_criteria
from survey_app.fieldwork.appraisal.judging import written_points
from survey_app.fieldwork.appraisal.problems import AppraisalCode
from survey_app.wording.speech import Speech

AREA = N_("%(code)s: %(name)s, at most %(maximum)s points")
SCALE = N_("%(code)s: %(name)s, %(maximum)s points of %(count)s areas")


@click.command()
@click.argument("round_code", metavar="ROUND")
@click.option("--set", "name", metavar="ID|FILE", help="Let the round go by this set.")
@click.option("--by", help="User name of whoever answers for it; needed with --set.")
def criteria(round_code: str, name: str | None, by: str | None) -> None:
    """Say by which criteria set a round goes, or let it go by another one.

    \b
    Example:
      hailong index criteria ha-nam-2022
      hailong index criteria xa-2026 --set commune-2023 --by sonoivu
    """
    if name is not None and by is None:
        raise click.UsageError("--set needs --by")
    with refusing(), opened_database() as engine, transaction(engine) as session:
        found = round_named(session, round_code)
        if name is not None and by is not None:
            person = person_who_may(session, by, Verb.INDEX_WRITE)
            chosen = chosen_criteria(name, option="--set")
            if faults := choose_criteria(session, found.id, chosen, by=person, at=system_clock()):
                refuse(*faults)
        kept = criteria_of(session, found)
        if kept is None:
            refuse(AppraisalCode.NO_CRITERIA.at("criteria"))
        _print(kept)


def chosen_criteria(name: str, *, option: str) -> CriteriaSet:
    """The set of that name or file; ends the command when there is none, or it is faulty."""
    path = Path(name)
    if not path.is_file():
        if name in criteria_set_ids():
            return criteria_set(name)
        known = ", ".join(criteria_set_ids())
        message = f"“{name}” is neither a file nor one of: {known}"
        raise click.BadParameter(message, param_hint=option)
    reading = read_plan_file(path)
    if reading.plan is None:
        refuse_files([Listing(path=path, faults=reading.faults, total=len(reading.faults))])
    if not isinstance(reading.plan, CriteriaSet):
        message = f"{name} is a plan of the kind {reading.plan.kind}"
        raise click.BadParameter(message, param_hint=option)
    return reading.plan


def _print(kept: CriteriaSet) -> None:
    speech = Speech(language=spoken_language())
    click.echo(f"{kept.id} {plan_version(kept)}")
    click.echo(kept.source)
    for one in kept.areas:
        words = {"name": speech.name(one.name), "maximum": written_points(one.maximum)}
        click.echo(say(AREA, code=one.code, **words))
    for scale in (kept.usual_scale, *kept.other_scales):
        words = {
            "name": speech.name(scale.name),
            "maximum": written_points(scale.maximum),
            "count": str(len(scale.areas)),
        }
        click.echo(say(SCALE, code=scale.code, **words))

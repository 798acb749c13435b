"""`hailong recheck assign` and `move`: which supervisor makes which interview again."""

import os
from uuid import UUID, uuid4

import click
from rich.table import Table

from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.access.people import Person, person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.round_option import round_option
from survey_app.cli.speech import say, whole
from survey_app.cli.terminal_table import counts_table, table_console
from survey_app.clock import ZONE, system_clock
from survey_app.db.accounts import account_names
from survey_app.db.engine import transaction
from survey_app.db.supervisor_tasks import TaskCounts, task_counts
from survey_app.fieldwork.rechecks.assigning import Assigned, GivingRequest, assign
from survey_app.fieldwork.rechecks.giving_problems import WHY
from survey_app.fieldwork.rechecks.moving import MoveRequest
from survey_app.fieldwork.rechecks.moving import move as move_tasks
from survey_app.settings import read_settings

WIDTH = 100
GIVEN = N_("Given out now: %(given)s; taken from whoever may not have them any more: %(lost)s.")
LEFT = N_("%(lot)s: %(interviews)s interviews for nobody: %(why)s.")
MORE = N_(
    "Enter supervisors of another organisation, or correct teams and ties, then assign again."
)
MOVED = N_("Given to %(username)s: %(tasks)s tasks, under new identifiers.")


@click.command("assign")
@round_option
@click.option("--by", help="User name of whoever gives them out.")
def assign_tasks(round_code: str, by: str | None) -> None:
    """Give drawn interviews that nobody has to supervisors, by chance among those who may.

    Nobody gets interviews of their own organisation or team, or of a unit they are tied to, nor
    more than 8 for one day. It may run every night after the draw. Who was drawn is not shown.

    Example: hailong recheck assign --round thu-2026 --by sonoivu
    """
    at = system_clock()
    with refusing(), opened_database() as engine, transaction(engine) as session:
        found = round_named(session, round_code)
        person = None if by is None else person_who_may(session, by, Verb.RECHECK_DRAW)
        assigned = assign(session, found, _request(person))
        counts = task_counts(session, found.id, today=at.astimezone(ZONE).date(), now=at)
        names = {number: one.username for number, one in account_names(session).items()}
    by_name = {names[number]: one for number, one in counts.items()}
    if by_name:
        table_console(width=WIDTH).print(_table(assigned, by_name))
    given = sum(assigned.given.values())
    click.echo(say(GIVEN, given=whole(given), lost=whole(assigned.withdrawn)))
    for one in assigned.left:
        details = {"lot": one.lot, "interviews": whole(one.interviews), "why": say(WHY[one.why])}
        click.echo(say(LEFT, **details), err=True)
    if assigned.left:
        click.echo(say(MORE), err=True)


@click.command()
@round_option
@click.option(
    "--task", "tasks", metavar="UUID", type=click.UUID, multiple=True, help="May be repeated."
)
@click.option("--from", "holder", metavar="USER", help="All open tasks of this supervisor.")
@click.option("--to", metavar="USER", required=True, help="Supervisor who gets them.")
@click.option("--reason", required=True)
@click.option("--by", required=True, help="User name of whoever answers for it.")
def move(
    round_code: str, tasks: tuple[UUID, ...], holder: str | None, to: str, reason: str, by: str
) -> None:
    """Give open tasks to another supervisor; with whoever had them they end.

    Example: hailong recheck move --round thu-2026 --from giamsat --to mattran --reason … --by
    sonoivu
    """
    if bool(tasks) == bool(holder):
        raise click.UsageError("give --task or --from, and not both")
    request = MoveRequest(tasks=tasks, holder=holder, to=to, reason=reason)
    with refusing(), opened_database() as engine, transaction(engine) as session:
        person = person_who_may(session, by, Verb.RECHECK_DRAW)
        found = round_named(session, round_code)
        moved = move_tasks(session, found, request, giving=_request(person))
    click.echo(say(MOVED, username=to, tasks=whole(len(moved))))


def _request(person: Person | None) -> GivingRequest:
    return GivingRequest(
        by=person,
        secret_key=read_settings(os.environ).secret_key,
        new_uuid=uuid4,
        at=system_clock(),
    )


def _table(assigned: Assigned, counts: dict[str, TaskCounts]) -> Table:
    table = counts_table(
        N_("Supervisor"),
        N_("given now"),
        N_("open"),
        N_("overdue"),
        N_("made"),
        N_("not reached"),
    )
    for name, one in sorted(counts.items()):
        figures = (one.open, one.overdue, one.locked, one.not_reached)
        given = whole(assigned.given.get(name, 0))
        table.add_row(name, given, *(whole(figure) for figure in figures))
    return table

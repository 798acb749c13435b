"""`hailong assignment`: cases are shared out, moved, recalled, replaced, and counted."""

import unicodedata
from uuid import uuid4

import click

from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.assignment_table import print_shares, print_status
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.round_option import round_option
from survey_app.cli.speech import say
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.db.holder_status import status_of_round
from survey_app.fieldwork.assigning.giving import (
    ShareRequest,
    move_cases,
    plan_shares,
    recall_cases,
    share_cases,
)
from survey_app.fieldwork.assigning.replacing import Reason, ReplaceRequest, replace_case
from survey_app.fieldwork.assigning.selecting import Selection
from survey_app.fieldwork.assigning.sharing import Rule

TRIED = N_("Tried only; nobody was given a case.")
MOVED = N_("Given to %(username)s: %(cases)s cases.")
RECALLED = N_("Taken back: %(cases)s cases.")
REPLACED = N_("%(replaced)s is replaced by %(replacement)s, place %(place)s, with %(username)s.")


@click.group()
def assignment() -> None:
    """Give cases to enumerators, take them back, replace them. docs/assignment.md says how.

    Example: hailong assignment share --round thu-2026 --list thu-2026-1 --rule by_load --by buudien
    """


_by = click.option("--by", required=True, help="User name of whoever answers for it.")
_reason = click.option("--reason", default="", help="Needed where somebody has tried or begun.")
_unit = click.option("--unit", metavar="CODE", help="Unit of the cases.")
_cases = click.option(
    "--case", "cases", metavar="FILE", multiple=True, help="File code; may be repeated."
)


@assignment.command()
@round_option
@click.option("--list", "list_name", metavar="LIST", required=True, help="Name of the sample.")
@click.option(
    "--rule",
    type=click.Choice([rule.value for rule in Rule]),
    required=True,
    help="Even loads among all, or among those who work in the district.",
)
@click.option(
    "--enumerator",
    "enumerators",
    metavar="USER",
    multiple=True,
    help="Only to these; else to every open account.",
)
@_by
@click.option("--dry-run", is_flag=True, help="Show it and change nothing.")
def share(
    round_code: str,
    list_name: str,
    rule: str,
    enumerators: tuple[str, ...],
    by: str,
    *,
    dry_run: bool,
) -> None:
    """Share out the cases of a sample that nobody has, evenly, neighbours together.

    Cases that nobody may take are told with the reason.

    Example: hailong assignment share --round thu-2026 --list thu-2026-1 --rule by_load --by buudien
    """
    request = ShareRequest(list_name=list_name, rule=Rule(rule), usernames=enumerators)
    with (
        refusing(),
        opened_database() as engine,
        transaction(engine, writes=not dry_run) as session,
    ):
        person = person_who_may(session, by, Verb.ASSIGNMENT_WRITE)
        found = round_named(session, round_code)
        if dry_run:
            shared = plan_shares(session, found, request)
        else:
            shared = share_cases(
                session, found, request, by=person, new_uuid=uuid4, at=system_clock()
            )
    print_shares(shared)
    if dry_run:
        click.echo(say(TRIED))


@assignment.command()
@round_option
@_unit
@_cases
@click.option("--from", "holder", metavar="USER", help="All open cases of this enumerator.")
@click.option("--to", metavar="USER", required=True, help="Enumerator who gets the cases.")
@_reason
@_by
def move(
    round_code: str,
    unit: str | None,
    cases: tuple[str, ...],
    holder: str | None,
    to: str,
    reason: str,
    by: str,
) -> None:
    """Give cases to one enumerator by hand, whoever has them now.

    Example: hailong assignment move --round thu-2026 --unit SXD --case 000-12 --to an --by buudien
    """
    selection = _selection(unit, cases, holder)
    with refusing(), opened_database() as engine, transaction(engine) as session:
        moved = move_cases(
            session,
            round_named(session, round_code),
            selection,
            to=to,
            reason=_text(reason),
            by=person_who_may(session, by, Verb.ASSIGNMENT_WRITE),
            new_uuid=uuid4,
            at=system_clock(),
        )
    click.echo(say(MOVED, username=to, cases=str(len(moved))))


@assignment.command()
@round_option
@_unit
@_cases
@click.option("--from", "holder", metavar="USER", help="All open cases of this enumerator.")
@_reason
@_by
def recall(
    round_code: str,
    unit: str | None,
    cases: tuple[str, ...],
    holder: str | None,
    reason: str,
    by: str,
) -> None:
    """Take cases back, so that they can be shared out again.

    Example: hailong assignment recall --round thu-2026 --from an --reason "…" --by buudien
    """
    selection = _selection(unit, cases, holder)
    with refusing(), opened_database() as engine, transaction(engine) as session:
        taken = recall_cases(
            session,
            round_named(session, round_code),
            selection,
            reason=_text(reason),
            by=person_who_may(session, by, Verb.ASSIGNMENT_WRITE),
            at=system_clock(),
        )
    click.echo(say(RECALLED, cases=str(len(taken))))


@assignment.command()
@round_option
@click.option("--unit", metavar="CODE", required=True, help="Unit of the case.")
@click.option("--case", metavar="FILE", required=True, help="File code of the case.")
@click.option(
    "--reason",
    type=click.Choice([reason.value for reason in Reason]),
    required=True,
    help="The one that the enumerator's outcome gives, or voided.",
)
@click.option("--note", required=True, help="What happened, in words.")
@click.option("--to", metavar="USER", help="Enumerator; else whoever had the case.")
@_by
def replace(
    round_code: str, unit: str, case: str, reason: str, note: str, to: str | None, by: str
) -> None:
    """Replace a case that ended without an interview by the next in the reserve of its stratum.

    Example: hailong assignment replace --round thu-2026 --unit SXD --case 000-12
    --reason refused --note "…" --by buudien
    """
    request = ReplaceRequest(
        unit_code=_text(unit),
        file_code=_text(case),
        reason=Reason(reason),
        note=_text(note),
        to=to,
    )
    with refusing(), opened_database() as engine, transaction(engine) as session:
        made = replace_case(
            session,
            round_named(session, round_code),
            request,
            by=person_who_may(session, by, Verb.ASSIGNMENT_WRITE),
            new_uuid=uuid4,
            at=system_clock(),
        )
    click.echo(
        say(
            REPLACED,
            replaced=made.replaced.file_code,
            replacement=made.replacement.file_code,
            place=str(made.replacement.place),
            username=made.enumerator.username,
        )
    )


@assignment.command()
@round_option
def status(round_code: str) -> None:
    """Count the cases of each enumerator: assigned, done, open; and those that nobody has.

    Example: hailong assignment status --round thu-2026
    """
    with refusing(), opened_database() as engine, transaction(engine, writes=False) as session:
        found = status_of_round(session, round_named(session, round_code).id)
    print_status(found)


def _selection(unit: str | None, cases: tuple[str, ...], holder: str | None) -> Selection:
    if holder is not None and (unit is not None or cases):
        raise click.UsageError("Give either --from, or --unit with --case.")
    if holder is None and not (unit is not None and cases):
        raise click.UsageError("Name the cases: --unit with --case, or --from.")
    codes = tuple((_text(unit or ""), _text(case)) for case in cases)
    return Selection(codes=codes, held_by=holder)


def _text(typed: str) -> str:
    return unicodedata.normalize("NFC", typed.strip())

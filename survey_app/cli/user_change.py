"""`hailong user change` and `hailong user enable`: accounts that exist."""

import click

from questionnaires.problems import N_
from survey_app.access.people import person_named, person_who_may
from survey_app.access.policy import ROLES_FROM_LISTS, Verb
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.speech import say
from survey_app.clock import system_clock
from survey_app.db.accounts import account_by_id
from survey_app.db.engine import transaction
from survey_app.fieldwork.account_changes.changing import (
    AccountChange,
    change_account,
    open_account,
    states_of,
)
from survey_app.fieldwork.account_changes.state import AccountState

CHANGED = N_("%(username)s: %(part)s “%(before)s” becomes “%(after)s”.")
UNCHANGED = N_("%(username)s has all of this already; nothing was changed.")
STRANDED = N_(
    "%(username)s still has %(cases)s open cases of %(unit)s in the round %(round)s. Move them:"
)
_by = click.option("--by", required=True, help="User name of the administrator who answers for it.")


@click.command()
@click.argument("username")
@click.option("--name", help="The name that others see.")
@click.option("--organisation")
@click.option("--role", type=click.Choice(sorted(role.value for role in ROLES_FROM_LISTS)))
@click.option("--area", "areas", metavar="AREA", multiple=True, help="All areas, each one anew.")
@click.option("--no-areas", is_flag=True, help="The person works in no particular area.")
@click.option("--tied-to", "ties", metavar="CODE", multiple=True, help="All units, each one anew.")
@click.option("--no-ties", is_flag=True, help="The person is tied to no unit.")
@click.option("--team", "teams", metavar="TEAM", multiple=True, help="All teams, each one anew.")
@click.option("--no-teams", is_flag=True, help="The person belongs to no team.")
@_by
def change(
    username: str,
    *,
    name: str | None,
    organisation: str | None,
    role: str | None,
    areas: tuple[str, ...],
    no_areas: bool,
    ties: tuple[str, ...],
    no_ties: bool,
    teams: tuple[str, ...],
    no_teams: bool,
    by: str,
) -> None:
    """Change an account; what is not given stays as it is.

    Example: hailong user change lan.nguyen --area "Phủ Lý" --area "Duy Tiên" --by quantri
    """
    if (no_areas and areas) or (no_ties and ties) or (no_teams and teams):
        raise click.UsageError("give areas (or units, or teams) or none of them, not both")
    with refusing(), opened_database() as engine, transaction(engine) as session:
        person = person_who_may(session, by, Verb.ACCOUNTS_WRITE)
        account = account_by_id(session, person_named(session, username).account_id)
        if account is None:
            raise RuntimeError("an account that was just found is gone")
        before = states_of(session, [account])[account.id]
        after = AccountState(
            full_name=before.full_name if name is None else name,
            role=role or before.role,
            organisation=before.organisation if organisation is None else organisation,
            areas=frozenset(areas) if areas or no_areas else before.areas,
            tied_unit_codes=frozenset(ties) if ties or no_ties else before.tied_unit_codes,
            teams=frozenset(teams) if teams or no_teams else before.teams,
        )
        changed = change_account(
            session, account.username, after, seen=None, by=person, at=system_clock()
        )
    if changed is None:
        click.echo(say(UNCHANGED, username=account.username))
    else:
        tell_change(changed)


def tell_change(changed: AccountChange) -> None:
    """What became of what, and the cases that somebody else has to get."""
    username = changed.account.username
    for part in changed.parts:
        named = {"part": part.part.value, "before": part.before, "after": part.after}
        click.echo(say(CHANGED, username=username, **named))
    for one in changed.stranded:
        details = {"cases": str(one.cases), "unit": one.unit_code, "round": one.round_code}
        click.echo(say(STRANDED, username=username, **details), err=True)
        words = f"--round {one.round_code} --from {username} --unit {one.unit_code}"
        click.echo(f"  hailong assignment move {words} --to … --by …", err=True)


@click.command()
@click.argument("username")
@_by
def enable(username: str, *, by: str) -> None:
    """Open a closed account again; the password that it had holds.

    Example: hailong user enable lan.nguyen --by quantri
    """
    with refusing(), opened_database() as engine, transaction(engine) as session:
        person = person_who_may(session, by, Verb.ACCOUNTS_WRITE)
        found = person_named(session, username)
        open_account(session, found.username, by=person, at=system_clock())
    click.echo(f"{found.username} may sign in again.")

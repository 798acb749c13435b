"""`hailong user`: accounts."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from questionnaires.problems import N_
from survey_app.access.first_sign_in import new_code
from survey_app.access.people import (
    AccountRequest,
    add_account,
    change_password,
    disable_account,
    person_who_may,
)
from survey_app.access.policy import Role, Verb
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.speech import say
from survey_app.cli.user_change import change, enable
from survey_app.cli.user_import import import_list
from survey_app.clock import system_clock, written_moment
from survey_app.db.engine import transaction

NEW_CODE = N_("%(username)s chooses a password with this code, once, until %(moment)s:")


@contextmanager
def _database() -> Iterator[Session]:
    with refusing(), opened_database() as engine, transaction(engine) as session:
        yield session


@click.group()
def user() -> None:
    """Make, close and repair accounts.

    Example: hailong user add lan --role enumerator --name "…" --organisation "Bưu điện tỉnh"
    """


_password = click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    help="Asked for when it is not given; at least 8 characters.",
)


@user.command()
@click.argument("username")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--name", required=True, help="The name that others see.")
@click.option("--organisation", required=True)
@click.option("--unit", help="Code of the unit; only with the role unit.")
@_password
def add(
    username: str, role: str, name: str, organisation: str, unit: str | None, password: str
) -> None:
    """Make an account.

    Example: hailong user add xd --role unit --unit SXD --name "…" --organisation "Sở Xây dựng"
    """
    request = AccountRequest(
        username=username,
        display_name=name,
        organisation=organisation,
        role=Role(role),
        unit_code=unit,
    )
    with _database() as session:
        add_account(session, request, password=password, by=None, at=system_clock())
    click.echo(f"{username.strip().lower()} may sign in as {role}.")


@user.command()
@click.argument("username")
@_password
def passwd(username: str, password: str) -> None:
    """Give an account a new password and end its sessions.

    Example: hailong user passwd lan
    """
    with _database() as session:
        change_password(session, username=username, password=password, by=None, at=system_clock())
    click.echo(f"{username} has a new password.")


@user.command()
@click.argument("username")
def disable(username: str) -> None:
    """Close an account and end its sessions.

    Example: hailong user disable lan
    """
    with _database() as session:
        disable_account(session, username=username, by=None, at=system_clock())
    click.echo(f"{username} may not sign in any more.")


@user.command()
@click.argument("username")
@click.option("--by", required=True, help="User name of the administrator who answers for it.")
def code(username: str, by: str) -> None:
    """Make a new one-time code for an account; the one before ends.

    A password that the account has stays until the code is used.

    Example: hailong user code lan.nguyen --by quantri
    """
    with _database() as session:
        person = person_who_may(session, by, Verb.ACCOUNTS_WRITE)
        made = new_code(session, username=username, by=person, at=system_clock())
    moment = written_moment(made.expires_at)
    click.echo(say(NEW_CODE, username=made.username, moment=moment), err=True)
    click.echo(made.code)


for command in (import_list, change, enable):
    user.add_command(command)

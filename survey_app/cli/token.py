"""`hailong token`: tokens with which programs read."""

import click

from survey_app.access.api_tokens import (
    MOST_DAYS,
    USUAL_DAYS,
    TokenRequest,
    TokenState,
    make_token,
    revoke_token,
    state_of,
)
from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.access.token_scopes import ALWAYS, Scope
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.clock import system_clock, written_moment
from survey_app.db.api_tokens import TokenRecord, all_tokens
from survey_app.db.engine import transaction


@click.group()
def token() -> None:
    """Make, list and end tokens with which programs read rounds and scores.

    Example: hailong token create "Sở Nội vụ: bảng chỉ số" --by noivu
    """


@token.command()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    default=[str(ALWAYS)],
    show_default=True,
    help=f"What it lets read: {', '.join(Scope)}. May be given several times.",
)
@click.option(
    "--days",
    type=int,
    default=USUAL_DAYS,
    show_default=True,
    help=f"How long it holds, at most {MOST_DAYS} days.",
)
@click.option("--by", required=True, help="User name of somebody of Home Affairs.")
def create(name: str, scopes: tuple[str, ...], days: int, by: str) -> None:
    """Make a token and print it, this once. NAME says for whom and for what.

    \b
    Example:
      hailong token create "Sở Nội vụ: bảng chỉ số" --days 90 --by noivu
      hailong token create "Bảng theo dõi" --scope scores:read_unpublished --by noivu
    """
    wanted = TokenRequest(name=name, scopes=scopes, days=days)
    with refusing(), opened_database() as engine:
        with transaction(engine) as session:
            person = person_who_may(session, by, Verb.TOKENS_MAKE)
            made = make_token(session, person, wanted, at=system_clock())
        click.echo(f"{made.id}: holds until {written_moment(made.expires_at)}", err=True)
        click.echo(made.secret)


@token.command(name="list")
def list_tokens() -> None:
    """List every token, those that hold first. No secret is kept, so none is shown.

    Example: hailong token list
    """
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False) as session:
            found = all_tokens(session)
        for one in found:
            click.echo(_line(one))
        if not found:
            click.echo("There is no token.")


@token.command()
@click.argument("number", type=int)
@click.option("--reason", required=True, help="Why it ends; it is written down.")
@click.option("--by", required=True, help="User name of Home Affairs or an administrator.")
def revoke(number: int, reason: str, by: str) -> None:
    """End a token at once. NUMBER is that of `hailong token list`.

    Example: hailong token revoke 3 --reason "Đổi máy chủ" --by noivu
    """
    with refusing(), opened_database() as engine:
        with transaction(engine) as session:
            person = person_who_may(session, by, Verb.TOKENS_END)
            revoke_token(session, person, number=number, reason=reason, at=system_clock())
        click.echo("The token does not hold any more.")


def _line(one: TokenRecord) -> str:
    used = "never used"
    if one.last_used_at is not None:
        used = f"last used {written_moment(one.last_used_at)}"
    state, until = state_of(one, at=system_clock()), written_moment(one.expires_at)
    if one.revoked_at is not None:
        said = f"ended {written_moment(one.revoked_at)} by {one.revoked_by}: {one.revoked_reason}"
    elif state is TokenState.EXPIRED:
        said = f"expired {until}"
    elif state is TokenState.UNBACKED:
        said = f"does not hold: {one.made_by} may not read scores any more"
    else:
        said = f"holds until {until}"
    return f"{one.id}: {one.name} ({' '.join(one.scopes)}), {said}, {used}, made by {one.made_by}"

"""`hailong webhook`: addresses that are told of publications."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.clock import system_clock, written_moment
from survey_app.db.engine import transaction
from survey_app.db.webhooks import WebhookRecord, all_webhooks
from survey_app.publication.webhooks import registering
from survey_app.settings import Settings, read_settings


@click.group()
def webhook() -> None:
    """Register addresses that are told when scores or an index become public, and end them.

    Example: hailong webhook add https://sonoivu.example/hailong --name "Sở Nội vụ" --by noivu
    """


_by = click.option("--by", required=True, help="User name of somebody of Home Affairs.")


@contextmanager
def _changing() -> Iterator[Session]:
    with refusing(), opened_database() as engine, transaction(engine) as session:
        yield session


def _house(settings: Settings) -> registering.House:
    return registering.House(
        secret_key=settings.secret_key, allows_private=settings.webhook_private
    )


@webhook.command()
@click.argument("url")
@click.option("--name", required=True, help="Whose program is told there.")
@_by
def add(url: str, name: str, by: str) -> None:
    """Register an address and print its secret, this once.

    Example: hailong webhook add https://sonoivu.example/hailong --name "Sở Nội vụ" --by noivu
    """
    with _changing() as session:
        made = registering.register(
            session,
            person_who_may(session, by, Verb.WEBHOOKS_WRITE),
            registering.WebhookRequest(name=name, url=url),
            house=_house(read_settings(os.environ)),
            at=system_clock(),
        )
    click.echo(made.secret)


@webhook.command(name="list")
def list_webhooks() -> None:
    """List the addresses, those that are told first.

    Example: hailong webhook list
    """
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False) as session:
            found = all_webhooks(session)
        for one in found:
            click.echo(_line(one))
        if not found:
            click.echo("No address is registered.")


@webhook.command()
@click.argument("number", type=int)
@_by
def rotate(number: int, by: str) -> None:
    """Make a new secret and print it, this once. The one before signs along for a day.

    Example: hailong webhook rotate 1 --by noivu
    """
    with _changing() as session:
        made = registering.change_secret(
            session,
            person_who_may(session, by, Verb.WEBHOOKS_WRITE),
            number=number,
            house=_house(read_settings(os.environ)),
            at=system_clock(),
        )
    click.echo(made.secret)


@webhook.command()
@click.argument("number", type=int)
@click.option("--reason", required=True, help="Why; it is written down.")
@_by
def end(number: int, reason: str, by: str) -> None:
    """Send nothing to an address any more.

    Example: hailong webhook end 1 --reason "Đổi hệ thống" --by noivu
    """
    with _changing() as session:
        person = person_who_may(session, by, Verb.WEBHOOKS_WRITE)
        registering.end(session, person, number=number, reason=reason, at=system_clock())
    click.echo("Nothing is sent there any more.")


def _line(one: WebhookRecord) -> str:
    state = "is told"
    if one.ended_at is not None:
        state = f"not told since {written_moment(one.ended_at)}: {one.ended_reason}"
    return f"{one.id}: {one.name}, {one.url}, {state}"

"""`hailong device`: tablets."""

import os
from uuid import UUID

import click

from survey_app.access.devices import make_code, revoke
from survey_app.access.people import person_named
from survey_app.cli.refusal import refusing
from survey_app.clock import system_clock
from survey_app.db.engine import connect, transaction
from survey_app.settings import database_url


@click.group()
def device() -> None:
    """Enrol tablets and end their enrolment.

    Example: hailong device enroll "Máy 7" --by quantri
    """


_by = click.option("--by", required=True, help="User name of whoever is responsible.")


@device.command()
@click.argument("name")
@_by
def enroll(name: str, by: str) -> None:
    """Make a code that enrols one tablet within half an hour.

    Example: hailong device enroll "Máy 7" --by quantri
    """
    with refusing(), transaction(connect(database_url(os.environ))) as session:
        person = person_named(session, by)
        code = make_code(session, person, device_name=name, at=system_clock())
    click.echo(code)


@device.command(name="revoke")
@click.argument("device_id", type=click.UUID)
@_by
def revoke_device(device_id: UUID, by: str) -> None:
    """End the enrolment of a tablet; what it holds stays on it.

    Example: hailong device revoke 0d9f6c2e-6f0c-4a49-9e0c-3f1f6f0e7a10 --by quantri
    """
    with refusing(), transaction(connect(database_url(os.environ))) as session:
        person = person_named(session, by)
        revoke(session, person, device_id=device_id, at=system_clock())
    click.echo("The tablet may not send any more.")

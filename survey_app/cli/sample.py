"""`hailong sample`: a seed is promised, a sample is planned, drawn, published and verified."""

import os
import secrets
from pathlib import Path

import click

from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.round_option import round_option
from survey_app.cli.sample_table import print_planned
from survey_app.cli.sample_verify import verify
from survey_app.cli.speech import say
from survey_app.cli.written_files import write_files
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.fieldwork.sampling.drawing import (
    DrawRequest,
    commit_seed,
    draw,
    reveal_seed,
)
from survey_app.fieldwork.sampling.files import published_files, published_sample
from survey_app.fieldwork.sampling.prospect import plan_sample
from survey_app.settings import read_settings

COMMITTED = N_("Commitment of %(list)s, to be published now: %(commitment)s")
DRAWN = N_("%(list)s is drawn. Hash of its list, to be published now: %(sha256)s")
REVEALED = N_("Seed of %(list)s, to be published now: %(seed)s")
WRITTEN = N_("Written: %(files)s")


@click.group()
def sample() -> None:
    """Draw samples that anyone can draw again. docs/sampling.md says how.

    Example: hailong sample commit --round thu-2026 --list thu-2026-1 --by sonoivu
    """


sample.add_command(verify)

_list = click.option("--list", "list_name", metavar="LIST", required=True, help="Name of the list.")
_by = click.option("--by", required=True, help="User name of whoever answers for it.")
_unit = click.option(
    "--unit", "units", metavar="CODE", multiple=True, help="Only this unit; may be repeated."
)


@sample.command()
@round_option
@_list
@_by
def commit(round_code: str, list_name: str, by: str) -> None:
    """Make a seed and show its commitment, which is published before the list is closed.

    The seed itself is kept, readable only with the secret of this installation.

    Example: hailong sample commit --round thu-2026 --list thu-2026-1 --by sonoivu
    """
    with refusing(), opened_database() as engine, transaction(engine) as session:
        person = person_who_may(session, by, Verb.SAMPLE_SEED)
        commitment = commit_seed(
            session,
            round_named(session, round_code),
            list_name=list_name,
            by=person,
            secret_key=_secret_key(),
            random_bytes=secrets.token_bytes,
            at=system_clock(),
        )
    click.echo(say(COMMITTED, list=list_name, commitment=commitment))


@sample.command()
@round_option
@_unit
def plan(round_code: str, units: tuple[str, ...]) -> None:
    """Show how many would be drawn where, and how sure that makes; nothing is drawn.

    Sizes, strata and reserve are those of the sampling plan of the round.

    Example: hailong sample plan --round thu-2026
    """
    with refusing(), opened_database() as engine, transaction(engine, writes=False) as session:
        found = round_named(session, round_code)
        planned = plan_sample(session, found, unit_codes=units)
    print_planned(planned)


@sample.command(name="draw")
@round_option
@click.option("--list", "list_name", metavar="LIST", help="Where the seeds of several wait.")
@_unit
@click.option("--by", help="User name of whoever draws.")
def draw_command(
    round_code: str, list_name: str | None, units: tuple[str, ...], by: str | None
) -> None:
    """Draw the official sample and the reserve with the seed that was committed to.

    Without --unit, from every surveyed unit that has no sample yet.

    Example: hailong sample draw --round thu-2026 --by buudien
    """
    request = DrawRequest(list_name=list_name, unit_codes=units)
    with refusing(), opened_database() as engine, transaction(engine) as session:
        planned, drawn = draw(
            session,
            round_named(session, round_code),
            request,
            by=None if by is None else person_who_may(session, by, Verb.SAMPLE_DRAW),
            secret_key=_secret_key(),
            at=system_clock(),
        )
    print_planned(planned.units)
    click.echo(say(DRAWN, list=drawn.list_name, sha256=drawn.list_sha256))


@sample.command()
@round_option
@_list
@_by
def reveal(round_code: str, list_name: str, by: str) -> None:
    """Show the seed once the round is closed; from now on the files have it.

    Example: hailong sample reveal --round thu-2026 --list thu-2026-1 --by sonoivu
    """
    with refusing(), opened_database() as engine, transaction(engine) as session:
        seed = reveal_seed(
            session,
            round_named(session, round_code),
            list_name=list_name,
            by=person_who_may(session, by, Verb.SAMPLE_SEED),
            secret_key=_secret_key(),
            at=system_clock(),
        )
    click.echo(say(REVEALED, list=list_name, seed=seed))


@sample.command()
@round_option
@_list
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where draw.json goes, and with a revealed seed cases.csv and sample.csv.",
)
def publish(round_code: str, list_name: str, output: Path) -> None:
    """Write the files that are published: before the seed is revealed draw.json only.

    `hailong sample verify` checks them. No file that is there is overwritten.

    Example: hailong sample publish --round thu-2026 --list thu-2026-1 -o published
    """
    with refusing(), opened_database() as engine, transaction(engine, writes=False) as session:
        published = published_sample(session, round_named(session, round_code), list_name)
        written = write_files(published_files(published), output)
    click.echo(say(WRITTEN, files=", ".join(map(str, written))))


def _secret_key() -> str:
    return read_settings(os.environ).secret_key

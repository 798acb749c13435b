"""`hailong recheck commit`, `draw`, `reveal`, `publish`: who is asked again, as was promised."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table

from questionnaires.problems import N_
from scoring.recheck.recheck_plan import SHIPPED, recheck_plan_ids
from survey_app.access.objects import round_named
from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.opened_database import opened_database
from survey_app.cli.recheck_plan_choice import chosen_recheck_plan
from survey_app.cli.refusal import refusing
from survey_app.cli.round_option import round_option
from survey_app.cli.speech import say, whole
from survey_app.cli.terminal_table import table_console
from survey_app.cli.written_files import write_files
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.db.recheck_lots import LotRecord
from survey_app.fieldwork.rechecks import drawing, promising
from survey_app.fieldwork.rechecks.drawing import DrawnLots
from survey_app.fieldwork.rechecks.files import kept_rechecks, recheck_files
from survey_app.settings import read_settings

WIDTH = 140
"""Columns when the output is not a terminal, so that no hash is cut."""
COMMITTED = N_("To be published now, of the re-checks of %(round)s: commitment %(commitment)s")
PLAN = N_("and the version of the plan: %(plan)s")
NOTHING = N_("No lot is due; interviews that wait for the end of their day or week: %(waiting)s.")
DRAWN = N_(
    "Lots closed: %(lots)s, interviews in them: %(interviews)s, drawn for a re-check: %(drawn)s;"
    " still waiting: %(waiting)s. The hashes of the lists are to be published now."
)
MORE = N_(
    "Drawn besides from lots of before, for enumerators below the minimum of the plan: %(more)s."
)
CLAIMS = N_(
    "Lots of refusals and absences closed: %(lots)s, with %(claims)s people;"
    " to be asked: %(drawn)s."
)
NEXT = N_("Next, supervisors get them: hailong recheck assign --round %(round)s --by …")
REVEALED = N_("Seed of the re-checks of %(round)s, to be published now: %(seed)s")
WRITTEN = N_("Written: %(files)s")

_by = click.option("--by", required=True, help="User name of whoever answers for it.")


@click.command()
@round_option
@click.option(
    "--plan",
    "plan_name",
    metavar="ID|FILE",
    help="A shipped re-check plan, which gets the numbers of the round, or a file; without it"
    f" {SHIPPED}.",
)
@_by
def commit(round_code: str, plan_name: str | None, by: str) -> None:
    """Pin the plan, make a seed and show its commitment, which is published before field work.

    The seed itself is kept, readable only with the secret of this installation.

    Example: hailong recheck commit --round thu-2026 --by sonoivu
    """
    plan_id = SHIPPED if plan_name is None else plan_name
    brought = None if plan_id in recheck_plan_ids() else chosen_recheck_plan(plan_id)
    with refusing(), opened_database() as engine, transaction(engine) as session:
        found = round_named(session, round_code)
        promise = promising.commit(
            session,
            found,
            plan=brought or promising.shipped_plan_of(session, found, plan_id=plan_id),
            by=person_who_may(session, by, Verb.RECHECK_SEED),
            secret_key=_secret_key(),
            random_bytes=secrets.token_bytes,
            at=system_clock(),
        )
    click.echo(say(COMMITTED, round=round_code, commitment=promise.commitment))
    click.echo(say(PLAN, plan=promise.plan_version_id))


@click.command()
@round_option
@click.option("--by", help="User name of whoever draws.")
def draw(round_code: str, by: str | None) -> None:
    """Close the lots that are due, and draw from them with the seed that was committed to.

    Due are days of the beginning that are over, later weeks that are over, and of a closed round
    everything; then more is drawn for enumerators below the minimum of the plan, too. It may run
    every night. Who was drawn is not shown.

    Example: hailong recheck draw --round thu-2026 --by sonoivu
    """
    with refusing(), opened_database() as engine, transaction(engine) as session:
        drawn = drawing.draw(
            session,
            round_named(session, round_code),
            by=None if by is None else person_who_may(session, by, Verb.RECHECK_DRAW),
            secret_key=_secret_key(),
            at=system_clock(),
        )
    _tell(drawn)
    if drawn.lots or drawn.more or drawn.claims:
        click.echo(say(NEXT, round=round_code))


@click.command()
@round_option
@_by
def reveal(round_code: str, by: str) -> None:
    """Show the seed, once the round is closed and every interview is in a lot.

    Example: hailong recheck reveal --round thu-2026 --by sonoivu
    """
    with refusing(), opened_database() as engine, transaction(engine) as session:
        seed = promising.reveal(
            session,
            round_named(session, round_code),
            by=person_who_may(session, by, Verb.RECHECK_SEED),
            secret_key=_secret_key(),
            at=system_clock(),
        )
    click.echo(say(REVEALED, round=round_code, seed=seed))


@click.command()
@round_option
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where recheck.json goes, and with a revealed seed lots.csv and drawn.csv.",
)
def publish(round_code: str, output: Path) -> None:
    """Write the files that are published: before the seed is revealed recheck.json only.

    No file that is there is overwritten.

    Example: hailong recheck publish --round thu-2026 -o published
    """
    with refusing(), opened_database() as engine, transaction(engine, writes=False) as session:
        kept = kept_rechecks(session, round_named(session, round_code))
        written = write_files(recheck_files(kept), output)
    click.echo(say(WRITTEN, files=", ".join(map(str, written))))


def _tell(drawn: DrawnLots) -> None:
    waiting = whole(drawn.waiting)
    if drawn.more:
        click.echo(say(MORE, more=whole(drawn.more)))
    if drawn.claims:
        table_console(width=WIDTH).print(_table(drawn.claims, members=N_("Recorded")))
        click.echo(say(CLAIMS, **_counts(drawn.claims, members="claims")))
    if not drawn.lots:
        if not drawn.more and not drawn.claims:
            click.echo(say(NOTHING, waiting=waiting))
        return
    table_console(width=WIDTH).print(_table(drawn.lots, members=N_("Interviews")))
    click.echo(say(DRAWN, waiting=waiting, **_counts(drawn.lots, members="interviews")))


def _counts(lots: Sequence[LotRecord], *, members: str) -> dict[str, str]:
    inside = sum(len(one.members) for one in lots)
    random = sum(part.drawn for one in lots for part in one.strata)
    figures = {"lots": len(lots), members: inside, "drawn": random}
    return {name: whole(figure) for name, figure in figures.items()}


def _table(lots: Sequence[LotRecord], *, members: str) -> Table:
    table = Table()
    table.add_column(say(N_("Lot")))
    for name in (members, N_("To be re-checked")):
        table.add_column(say(name), justify="right")
    table.add_column(say(N_("Hash of the list")))
    for one in lots:
        random = sum(part.drawn for part in one.strata)
        table.add_row(one.code, whole(len(one.members)), whole(random), one.list_sha256)
    return table


def _secret_key() -> str:
    return read_settings(os.environ).secret_key

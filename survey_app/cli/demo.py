"""`hailong demo`: a province to try the system on."""

import secrets
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from questionnaires.problems import N_
from survey_app.cli.index_table import print_index
from survey_app.cli.refusal import refusing
from survey_app.cli.serve import run
from survey_app.cli.speech import say
from survey_app.clock import system_clock
from survey_app.db import migrate
from survey_app.db.engine import connect, transaction
from survey_app.demo.accounts import DEMO_ACCOUNTS
from survey_app.demo.load import Loaded, load_demo
from survey_app.demo.published import publish_demo
from survey_app.demo.round import ROUND_CODE
from survey_app.problems import Code, Problem
from survey_app.results.scored_round import ScoredRound, scored_round
from survey_app.settings import Settings

FOLDER = Path(".demo")
HOST = "127.0.0.1"
FAST_ONE_IN = 10


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-serve", is_flag=True, help="Make the demo and stop.")
@click.option("--fast", is_flag=True, help="One interview in ten, as in the first days.")
@click.option(
    "--published", is_flag=True, help="The round is over: closed, scores and index public."
)
def demo(port: int, *, no_serve: bool, fast: bool, published: bool) -> None:
    """Make a fresh demo database in the folder .demo and serve it on this machine.

    Hà Nam 2022: the appraised points and the published table are real, every interview and
    person is simulated. The round is open, with re-checks to make; with --published it is over,
    had no re-checks, and shows what a province gets in the end.

    \b
    Example:
      hailong demo --port 8080
      hailong demo --published
    """
    console = Console()
    with refusing():
        url = _fresh_database(FOLDER)
        with console.status(say(N_("Making the demo…"))):
            settings = demo_settings(url)
            one_in = FAST_ONE_IN if fast else 1
            loaded, scored = _make(settings, one_in=one_in, is_published=published)
    _tell(console, loaded, scored)
    _tell_sign_ins(console, url)
    if no_serve:
        return
    ends = say(N_("Ctrl+C ends it"))
    click.echo(f"http://{HOST}:{port}/  ({ends})")
    run(settings, host=HOST, port=port, workers=2)


def demo_settings(url: str) -> Settings:
    """Settings for this machine only: a new secret each time, cookies without TLS."""
    return Settings(
        secret_key=secrets.token_urlsafe(48),
        database_url=url,
        secure_cookies=False,
        durable=False,
    )


def _fresh_database(folder: Path) -> str:
    """Removes the demo's own former database, nothing else, and names the new one."""
    file = folder / "hailong.sqlite3"
    try:
        folder.mkdir(exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        for suffix in ("", "-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
    except OSError as refused:
        why = refused.strerror or type(refused).__name__
        raise Problem(Code.FILE_NOT_WRITTEN, {"file": str(file), "why": why}) from refused
    return f"sqlite:///{file.resolve()}"


def _make(settings: Settings, *, one_in: int, is_published: bool) -> tuple[Loaded, ScoredRound]:
    engine = connect(settings.database_url, durable=False)
    migrate.upgrade(engine)
    at, secret_key = system_clock(), settings.secret_key
    with transaction(engine) as session:
        loaded = load_demo(
            session,
            at=at,
            secret_key=secret_key,
            one_in=one_in,
            with_rechecks=not is_published,
            is_over=is_published,
        )
        if is_published:
            publish_demo(session, secret_key=secret_key, at=at)
    with transaction(engine, writes=False, at_one_moment=True) as session:
        scored = scored_round(session, ROUND_CODE)
    engine.dispose()
    return loaded, scored


def _tell(console: Console, loaded: Loaded, scored: ScoredRound) -> None:
    print_index(scored.full, units=scored.estimates.units)
    exact = [code for code, found in loaded.calibrations.items() if found.is_exact]
    click.echo(
        say(
            N_(
                "%(interviews)s simulated interviews; the survey points of %(exact)s of "
                "%(units)s units print as published."
            ),
            interviews=str(loaded.interviews),
            exact=str(len(exact)),
            units=str(len(loaded.calibrations)),
        )
    )
    for code, found in loaded.calibrations.items():
        if not found.is_exact:
            click.echo(
                say(
                    N_(
                        "%(unit)s: %(printed)s instead of %(target)s; no whole number of "
                        "%(valid)s answers comes nearer."
                    ),
                    unit=code,
                    printed=str(found.printed),
                    target=str(found.target),
                    valid=str(found.share.valid),
                )
            )


def _tell_sign_ins(console: Console, url: str) -> None:
    table = Table(title=say(N_("Sign-ins of the demo")), title_justify="left")
    for heading in (N_("Role"), N_("User name"), N_("Password")):
        table.add_column(say(heading))
    for account in DEMO_ACCOUNTS:
        table.add_row(account.role.value, account.username, account.password)
    console.print(table)
    click.echo(say(N_("Database: %(file)s"), file=url.removeprefix("sqlite:///")))

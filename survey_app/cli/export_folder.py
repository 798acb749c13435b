"""`hailong export ROUND --all`: all files of a run in a folder."""

import shutil
from pathlib import Path
from secrets import token_hex

import click

from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.speech import say, whole
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.problems import Code, Problem
from survey_app.publication.folder.making import fill_folder
from survey_app.publication.report.reading import reported_run
from survey_app.publication.report.rounds_before import compared_run
from survey_app.publication.responses.pseudonyms import key_for

WRITTEN = N_("%(round)s: %(files)s files of run %(run)s written to %(folder)s.")
NOT_EMPTY = N_("%(folder)s is not an empty folder; name a new one.")


def export_folder(round_code: str, *, run_id: int | None, output: Path) -> None:
    """Writes all files of a run into a folder, which is there as a whole or not at all."""
    target = output.resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise click.UsageError(say(NOT_EMPTY, folder=str(output)))
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False, at_one_moment=True) as session:
            reported = reported_run(session, round_named(session, round_code), run_id=run_id)
            found = compared_run(session, reported)
        run = found.publication.run_id
        with transaction(engine) as session:
            key = key_for(session, run, at=system_clock())
        half = target.with_name(f".{target.name}.{token_hex(4)}")
        try:
            half.mkdir()
            with transaction(engine, writes=False, at_one_moment=True) as session:
                number = fill_folder(session, found, half, key=key)
            half.replace(target)
        except OSError as refused:
            why = refused.strerror or type(refused).__name__
            raise Problem(Code.FILE_NOT_WRITTEN, {"file": str(output), "why": why}) from refused
        finally:
            shutil.rmtree(half, ignore_errors=True)
    click.echo(
        say(WRITTEN, round=round_code, files=whole(number), run=str(run), folder=str(output))
    )

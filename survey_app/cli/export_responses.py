"""The interviews of a run as a file: to hand on, or all of it for somebody who answers for it."""

from pathlib import Path

import click
from sqlalchemy import Engine

from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.json_document import write_through
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refuse, refusing
from survey_app.cli.speech import say
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.publication.report.reading import ReportedRun, reported_run
from survey_app.publication.responses.full_file import FullFileRequest, take_full_file
from survey_app.publication.responses.pseudonyms import key_for
from survey_app.publication.responses.reading import responses_of
from survey_app.publication.responses.writing import write_responses
from survey_app.wording.speech import VIETNAMESE

WRITTEN = N_("%(round)s: interviews of run %(run)s written to %(file)s.")
FULL_WRITTEN = N_("It is the full file: who took it and why stands in the log of changes.")


def export_responses(
    round_code: str, kind: str, *, run_id: int | None, reason: str, by: str | None, output: Path
) -> None:
    """Writes the full file where somebody (`by`) answers for it, else the one to hand on."""
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False, at_one_moment=True) as session:
            found = reported_run(session, round_named(session, round_code), run_id=run_id)
        key = _key(engine, found, kind=kind, reason=reason, by=by)
        write_through(lambda path: _interviews(engine, found, path, kind=kind, key=key), output)
    run = str(found.publication.run_id)
    click.echo(say(WRITTEN, round=round_code, run=run, file=str(output)))
    if by is not None:
        click.echo(say(FULL_WRITTEN))


def _key(
    engine: Engine, found: ReportedRun, *, kind: str, reason: str, by: str | None
) -> bytes | None:
    """The key of the identifiers; None for the full file, which is written down first."""
    run_id, at = found.publication.run_id, system_clock()
    with transaction(engine) as session:
        if by is None:
            return key_for(session, run_id, at=at)
        person = person_who_may(session, by, Verb.RESULTS_FULL)
        request = FullFileRequest(by=person, at=at, reason=reason, run_id=run_id, kind=kind)
        faults = take_full_file(session, found.round, request)
    if faults:
        refuse(*faults)
    return None


def _interviews(
    engine: Engine, found: ReportedRun, path: Path, *, kind: str, key: bytes | None
) -> None:
    with transaction(engine, writes=False, at_one_moment=True) as session:
        responses = responses_of(session, found, key=key, speech=VIETNAMESE)
        write_responses(session, path, kind=kind, responses=responses, of=found)

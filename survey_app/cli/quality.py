"""`hailong quality`: look at the interviews of a round, and see what waits to be looked at."""

from pathlib import Path

import click
import msgspec
from pydantic import JsonValue

from questionnaires.problems import N_
from scoring.quality.flags import Kind
from survey_app.access.objects import round_named
from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.json_document import output_path, write_document
from survey_app.cli.opened_database import opened_database
from survey_app.cli.quality_table import print_counts
from survey_app.cli.refusal import refusing
from survey_app.cli.round_option import round_option
from survey_app.cli.speech import say
from survey_app.clock import system_clock, written_moment
from survey_app.db.engine import transaction
from survey_app.db.quality_facts import standing_of
from survey_app.db.quality_flags import counts_by_kind
from survey_app.db.quality_runs import latest_run
from survey_app.fieldwork.quality.examining import Looked, look, needs_a_look, store_look

LOOKED = N_(
    "%(round)s: %(interviews)s interviews looked at, rules %(rules)s; new flags: %(new)s, "
    "to be looked at again: %(reopened)s, no longer hold: %(ended)s, hold: %(holding)s."
)
LAST_LOOK = N_("%(round)s: last looked at %(at)s, %(interviews)s interviews.")
NEVER = N_("%(round)s: nobody has looked yet.")
OTHERS_SINCE = N_("Interviews came or went since; run hailong quality run.")


@click.group()
def quality() -> None:
    """Look for signs in interviews that a person should look at. docs/quality.md explains them.

    Example: hailong quality run --round thu-2026
    """


@quality.command()
@round_option
@click.option("--by", help="User name of whoever has it done; nobody for a nightly job.")
@click.option(
    "--json",
    "output",
    metavar="OUT",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=output_path,
    help="Also write all figures and flags there.",
)
def run(round_code: str, by: str | None, output: Path | None) -> None:
    """Look at all interviews of a round that count, and keep what was found.

    Reading and computing hold no lock; again the same changes nothing.

    Example: hailong quality run --round thu-2026 --json quality.json
    """
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False) as session:
            person = None if by is None else person_who_may(session, by, Verb.QUALITY_RUN)
            found = round_named(session, round_code)
            looked = look(session, found)
        with transaction(engine) as session:
            stored = store_look(session, found, looked, by=person, at=system_clock())
    if output is not None:
        write_document(_document(round_code, looked), output=output)
    click.echo(
        say(
            LOOKED,
            round=round_code,
            interviews=str(looked.examination.interviews),
            rules=looked.rules.id,
            new=str(stored.new),
            reopened=str(stored.reopened),
            ended=str(stored.ended),
            holding=str(stored.holding),
        )
    )


@quality.command()
@round_option
def status(round_code: str) -> None:
    """Count the flags of a round by kind: to be looked at, looked at, no longer holding.

    Example: hailong quality status --round thu-2026
    """
    with refusing(), opened_database() as engine, transaction(engine, writes=False) as session:
        found = round_named(session, round_code)
        last = latest_run(session, found.id)
        counts = counts_by_kind(session, found.id)
        standing = standing_of(session, found.id, version_id=found.questionnaire_version_id)
        is_stale = needs_a_look(standing, last)
    if last is None:
        click.echo(say(NEVER, round=round_code))
    else:
        at = written_moment(last.ran_at)
        click.echo(say(LAST_LOOK, round=round_code, at=at, interviews=str(last.interviews)))
    if counts:
        print_counts([counts[kind.value] for kind in Kind if kind.value in counts])
    if is_stale:
        click.echo(say(OTHERS_SINCE))


def _document(round_code: str, looked: Looked) -> dict[str, JsonValue]:
    examination = looked.examination
    return {
        "round": round_code,
        "interviews": examination.interviews,
        "rules": looked.rules.model_dump(mode="json"),
        "enumerators": msgspec.to_builtins(examination.enumerators),
        "effect": msgspec.to_builtins(examination.effect),
        "compared_within_units": examination.compared_within_units,
        "flags": msgspec.to_builtins(examination.flags),
    }

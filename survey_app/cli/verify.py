"""`hailong db verify`: whether the database still says what was answered and done."""

import re
import sys

import click
from sqlalchemy import Engine

from survey_app.audit_log.checking import Looked, check_log
from survey_app.cli.log_words import say_fault, say_log
from survey_app.cli.opened_database import opened_database, seal_waiting
from survey_app.cli.refusal import REFUSED, refusing
from survey_app.cli.tallies import say_sums
from survey_app.clock import system_clock
from survey_app.db.audit_seals import PrintedHead
from survey_app.db.engine import transaction
from survey_app.publication.comments.keeping import check_comments, mend_comments
from survey_app.publication.documents_check import DocumentFault, check_documents
from survey_app.results.tally_check import check_tallies, mend_tallies

MOST_SAID = 200
"""Faults of the log that are said one by one; of more it is said how many."""
DOCUMENT_FAULTS = {
    DocumentFault.CHANGED: (
        "{0.kind} {0.number} of {0.round_code}: the document was changed, it has not the SHA-256"
        " {0.sha256}"
    ),
    DocumentFault.NOT_IN_THE_LOG: (
        "{0.kind} {0.number} of {0.round_code}: the log of changes knows of none that was made"
        " public with the SHA-256 {0.sha256}"
    ),
}
HEAD = re.compile(r"(\d{1,9}):([0-9a-f]{64})")


class PrintedBlock(click.ParamType[PrintedHead]):
    """A block as it was printed: NUMBER:SHA256."""

    name = "block"

    def convert(
        self, value: str | PrintedHead, param: click.Parameter | None, ctx: click.Context | None
    ) -> PrintedHead:
        """Reads it, or says how it has to look."""
        if isinstance(value, PrintedHead):
            return value
        found = HEAD.fullmatch(value.strip().lower())
        if found is None:
            self.fail(f"{value!r} is not NUMBER:SHA256, as 12:ab34… of 64 digits", param, ctx)
        return PrintedHead(number=int(found[1]), sha256=found[2], said_by="given with --block")


@click.command()
@click.option("--repair", is_flag=True, help="Make anew what is kept of the answers.")
@click.option(
    "--block",
    "blocks",
    multiple=True,
    type=PrintedBlock(),
    metavar="NUMBER:SHA256",
    help="A block of the log as it was printed or written down; may be repeated.",
)
def verify(*, repair: bool, blocks: tuple[PrintedHead, ...]) -> None:
    """Count all answers anew; hold the log against its blocks, and what is public against its hash.

    Exit code 1 where the sums that scores are made of differ from the answers, where the log is not
    as it was sealed, where scores or an index are not as they were made public, or where other
    comments and themes are kept of what is public than its answers say.

    \b
    Example:
      hailong db verify
      hailong db verify --block 12:0f3a…
    """
    with refusing(), opened_database() as engine:
        if repair:
            _repair(engine)
        seal_waiting(engine)
        is_whole = (
            _verify_log(engine, blocks=blocks)
            & _verify_documents(engine)
            & _verify_comments(engine)
        )
        with transaction(engine, writes=False, at_one_moment=True) as session:
            checked = check_tallies(session)
        say_sums(checked)
        if not checked.is_right:
            click.echo(
                "Scores are made of these sums. Repair: hailong db verify --repair", err=True
            )
        if not (checked.is_right and is_whole):
            sys.exit(REFUSED)


def _repair(engine: Engine) -> None:
    with transaction(engine) as session:
        is_done = mend_tallies(session, at=system_clock())
        if is_done:
            mend_comments(session, at=system_clock())
    if not is_done:
        click.echo("Somebody else works on the sums; try again.", err=True)
        sys.exit(REFUSED)


def _verify_log(engine: Engine, *, blocks: tuple[PrintedHead, ...]) -> bool:
    """Whether the log is as it was sealed; says everything that is not."""
    looked, faults = Looked(), 0
    with transaction(engine, writes=False, at_one_moment=True) as session:
        for fault in check_log(session, looked=looked, printed=blocks):
            faults += 1
            if faults <= MOST_SAID:
                click.echo(say_fault(fault), err=True)
    if faults > MOST_SAID:
        click.echo(f"and {faults - MOST_SAID:,} more", err=True)
    say_log(looked, faults=faults)
    return not faults


def _verify_documents(engine: Engine) -> bool:
    """Whether everything is as it was made public; says everything that is not."""
    with transaction(engine, writes=False, at_one_moment=True) as session:
        checked = check_documents(session)
    for one in checked.faulty:
        click.echo(DOCUMENT_FAULTS[one.fault].format(one), err=True)
    verdict = f"{len(checked.faulty):,} FAULTS" if checked.faulty else "as they were made public"
    click.echo(f"published scores and indices: {checked.documents:,}, {verdict}")
    return not checked.faulty


def _verify_comments(engine: Engine) -> bool:
    """Whether comments and themes are kept of what is public as its answers say."""
    with transaction(engine, writes=False, at_one_moment=True) as session:
        checked = check_comments(session)
    for one in checked:
        if one.differing:
            click.echo(
                f"{one.round_code}: {one.differing:,} comments or counts of themes are kept"
                " otherwise than the answers say",
                err=True,
            )
    differing = any(one.differing for one in checked)
    verdict = "NOT as they were answered" if differing else "as they were answered"
    click.echo(f"comments and themes of what is public: {len(checked):,} rounds, {verdict}")
    if differing:
        click.echo(
            "Units and Home Affairs read these. Repair: hailong db verify --repair; then start the"
            " server anew, which keeps counts of themes.",
            err=True,
        )
    return not differing

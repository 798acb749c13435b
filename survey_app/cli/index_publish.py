"""`hailong index publish`: freeze the index by a decision, replace it, or take it back."""

from datetime import date

import click

from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.document_options import read_day
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refuse, refusing
from survey_app.cli.speech import say
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.db.index_publications import current_index
from survey_app.publication.index_publishing import IndexRequest, publish_index, withdraw_index

PUBLISHED = N_("%(round)s: the index is public by %(decision)s; SHA-256 %(sha256)s.")
WITHDRAWN = N_("%(round)s: no index is public any more.")


@click.command()
@click.argument("round_code", metavar="ROUND")
@click.option("--number", default="", metavar="N", help="Number and sign of the decision.")
@click.option(
    "--date", "decided_on", metavar="D", callback=read_day, help="Day of it, such as 20/12/2022."
)
@click.option("--by", required=True, help="User name of whoever answers for it.")
@click.option("--reason", default="", help="Needed to replace what is public, or withdraw.")
@click.option("--withdraw", is_flag=True, help="Take the index back.")
def publish(
    round_code: str,
    *,
    number: str,
    decided_on: date | None,
    by: str,
    reason: str,
    withdraw: bool,
) -> None:
    """Freeze the index of a round as it is now, and make it public by a decision.

    All that hinders it is listed; then nothing is changed.

    \b
    Example:
      hailong index publish ha-nam-2022 --number 2500/QĐ-UBND --date 20/12/2022 --by sonoivu
      hailong index publish ha-nam-2022 --withdraw --reason "…" --by sonoivu
    """
    with refusing(), opened_database() as engine, transaction(engine) as session:
        person = person_who_may(session, by, Verb.RESULTS_PUBLISH)
        found = round_named(session, round_code)
        current = current_index(session, found.id)
        request = IndexRequest(
            decision_number=number,
            decided_on=decided_on,
            by=person,
            at=system_clock(),
            reason=reason,
            seen=None if current is None else current.id,
        )
        act = withdraw_index if withdraw else publish_index
        if faults := act(session, found.id, request):
            refuse(*faults)
        made = current_index(session, found.id)
        if made is None:
            click.echo(say(WITHDRAWN, round=found.code))
            return
        words = {"decision": made.decision_number, "sha256": made.content_sha256}
        click.echo(say(PUBLISHED, round=found.code, **words))

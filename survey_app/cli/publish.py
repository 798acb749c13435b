"""`hailong publish ROUND`: make the scores of a round public, replace them, or take them back."""

import click
from sqlalchemy.orm import Session

from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refuse, refusing
from survey_app.cli.speech import say
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.db.publications import current_publication
from survey_app.publication import publishing
from survey_app.publication.publishing import PublishRequest

PUBLISHED = N_("%(round)s: scores of %(interviews)s interviews are public; SHA-256 %(sha256)s.")
BLOCK = N_("To be written down with them, the newest block of the log of changes: %(block)s")
WITHDRAWN = N_("%(round)s: no scores are public any more; the round is closed.")


@click.command()
@click.argument("round_code", metavar="ROUND")
@click.option("--by", required=True, help="User name of whoever answers for it.")
@click.option("--reason", default="", help="Needed to replace scores that are public, or withdraw.")
@click.option("--withdraw", is_flag=True, help="Take the scores back; the round is closed again.")
def publish(round_code: str, by: str, reason: str, *, withdraw: bool) -> None:
    """Freeze the scores of a closed round and make them public.

    All that hinders it is listed; then nothing is changed.

    \b
    Example:
      hailong publish ha-nam-2022 --by sonoivu
      hailong publish ha-nam-2022 --by sonoivu --reason "…"
      hailong publish ha-nam-2022 --by sonoivu --withdraw --reason "…"
    """
    with refusing(), opened_database() as engine, transaction(engine) as session:
        found = round_named(session, round_code)
        request = _request(session, found.id, by=by, reason=reason)
        if withdraw:
            if faults := publishing.withdraw(session, found.id, request):
                refuse(*faults)
            click.echo(say(WITHDRAWN, round=found.code))
            return
        made = publishing.publish(session, found.id, request)
        if made.run is None:
            refuse(*made.faults)
        click.echo(
            say(
                PUBLISHED,
                round=found.code,
                interviews=str(made.run.cut.interviews),
                sha256=made.run.sha256,
            )
        )
        current = current_publication(session, found.id)
        if current is not None and current.block is not None:
            click.echo(say(BLOCK, block=current.block))


def _request(session: Session, round_id: int, *, by: str, reason: str) -> PublishRequest:
    current = current_publication(session, round_id)
    return PublishRequest(
        by=person_who_may(session, by, Verb.RESULTS_PUBLISH),
        at=system_clock(),
        reason=reason,
        seen=None if current is None else current.id,
    )

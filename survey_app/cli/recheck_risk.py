"""`hailong recheck risk`: interviews that look odd are re-checked besides those drawn by chance."""

import click

from questionnaires.problems import N_
from survey_app.access.objects import round_named
from survey_app.access.people import person_who_may
from survey_app.access.policy import Verb
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.round_option import round_option
from survey_app.cli.speech import say, whole
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.fieldwork.rechecks.choosing_by_risk import choose_by_risk

CHOSEN = N_(
    "Chosen because something looks odd: %(chosen)s; above the share of the plan: %(left_out)s;"
    " not to be chosen, for they are drawn, in no lot or do not count: %(not_free)s."
)
ALLOWED = N_("The plan allows so many more: %(allowed)s.")


@click.command()
@round_option
@click.option(
    "--flag",
    "flags",
    metavar="N",
    type=click.IntRange(min=1),
    multiple=True,
    help="Number of a flag of quality, once or more; without it all that wait for a look.",
)
@click.option("--by", required=True, help="User name of whoever answers for it.")
def risk(round_code: str, flags: tuple[int, ...], by: str) -> None:
    """Choose interviews that flags of quality name, up to the share that the plan allows.

    They are marked with the flags as the reason, and no estimate is made from them. Interviews that
    have flags of the most kinds come first. Who was chosen is not shown.

    Example: hailong recheck risk --round thu-2026 --by sonoivu
    """
    with refusing(), opened_database() as engine, transaction(engine) as session:
        chosen = choose_by_risk(
            session,
            round_named(session, round_code),
            flags=flags or None,
            by=person_who_may(session, by, Verb.RECHECK_DRAW),
            at=system_clock(),
        )
    figures = {
        "chosen": chosen.chosen,
        "left_out": chosen.left_out,
        "not_free": chosen.not_free,
    }
    click.echo(say(CHOSEN, **{name: whole(count) for name, count in figures.items()}))
    click.echo(say(ALLOWED, allowed=whole(chosen.allowed)))

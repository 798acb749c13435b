"""Forms received against quota: for the field manager and Home Affairs."""

from flask import Blueprint, render_template
from flask_babel import gettext as _

from survey_app.access.objects import round_for, rounds_for
from survey_app.access.policy import Verb
from survey_app.db.interviews import finished_per_enumerator
from survey_app.db.same_answers import same_answers
from survey_app.fieldwork.my_work import unit_progress
from survey_app.web.declare import declares
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("progress", __name__, url_prefix="/field")

MOST_SAME = 100


@blueprint.get("/")
@declares(Verb.PROGRESS_READ)
def rounds() -> str:
    """The rounds to choose from."""
    return render_template(
        "rounds.html",
        rounds=rounds_for(database(), person_required()),
        title=_("Progress"),
        page="progress.of_round",
        shows_today=True,
    )


@blueprint.get("/rounds/<code>")
@declares(Verb.PROGRESS_READ)
def of_round(code: str) -> str:
    """Forms per unit and per enumerator of one round."""
    found = round_for(database(), person_required(), code=code)
    units = unit_progress(database(), found.id)
    surveyed = [progress for progress in units if not progress.unit.is_exempt]
    return render_template(
        "progress.html",
        round=found,
        surveyed=surveyed,
        exempt=[progress for progress in units if progress.unit.is_exempt],
        finished=sum(progress.finished for progress in units),
        quota=sum(progress.unit.quota for progress in units),
        behind=sorted(
            (progress for progress in surveyed if progress.remaining),
            key=lambda progress: (-progress.remaining, progress.unit.unit_code),
        ),
        enumerators=finished_per_enumerator(database(), found.id),
        same=same_answers(database(), found.id, limit=MOST_SAME),
    )

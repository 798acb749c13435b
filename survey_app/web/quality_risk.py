"""Re-checking the interviews of a flag of quality, for Home Affairs alone."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from survey_app.access.objects import quality_flag_for
from survey_app.access.policy import Verb
from survey_app.fieldwork.rechecks.choosing_by_risk import ChosenByRisk, choose_by_risk
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.numbers import whole
from survey_app.web.paging import LARGEST
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint(
    "quality_risk",
    __name__,
    url_prefix=f"/recheck/rounds/<code>/flags/<int(max={LARGEST}):number>",
)


@blueprint.post("/risk")
@declares(Verb.RECHECK_DRAW)
def choose(code: str, number: int) -> Response:
    """Marks the interviews of a flag for a re-check, as many as the plan allows."""
    person = person_required()
    found, flag = quality_flag_for(database(), person, round_code=code, number=number)
    chosen = choose_by_risk(database(), found, flags=[flag.id], by=person, at=now())
    flash(_told(chosen))
    return redirect(url_for("quality.flag", code=code, number=number), code=303)


def _told(chosen: ChosenByRisk) -> str:
    said: str = _(
        "Chosen for a re-check: %(chosen)s. Above the share of the plan: %(left_out)s. Drawn"
        " already, in no closed lot or not counting: %(not_free)s.",
        chosen=whole(chosen.chosen),
        left_out=whole(chosen.left_out),
        not_free=whole(chosen.not_free),
    )
    return said

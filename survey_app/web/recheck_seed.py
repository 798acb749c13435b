"""The seed of re-checks is shown when field work is over, on the page of the plan."""

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from survey_app.access.objects import round_for
from survey_app.access.policy import Verb
from survey_app.fieldwork.rechecks.promising import reveal
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("recheck_seed", __name__, url_prefix="/recheck/rounds/<code>/seed")


@blueprint.post("")
@declares(Verb.RECHECK_SEED)
def show(code: str) -> Response:
    """Shows it for good; raises Problem while the round is open or interviews are in no lot."""
    found = round_for(database(), person_required(), code=code)
    plan = redirect(url_for("recheck_plan.page", code=code), code=303)
    if "confirmed" not in request.form:
        flash(_("The seed stays closed: nobody confirmed that it shall be shown."))
        return plan
    reveal(
        database(),
        found,
        by=person_required(),
        secret_key=str(current_app.config["SECRET_KEY"]),
        at=now(),
    )
    flash(_("The seed is shown. Anyone can draw the re-checks again with it."))
    return plan

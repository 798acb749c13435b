"""The address `/`: everyone's way in."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from survey_app.access.policy import Role, Verb
from survey_app.web.declare import declares
from survey_app.web.signed_in import current_person

blueprint = Blueprint("home", __name__)

HOME_OF = {
    Role.ENUMERATOR: "interviews.my_work",
    Role.FIELD_MANAGER: "progress.rounds",
    Role.SUPERVISOR: "recheck.my_rechecks",
    Role.HOME_AFFAIRS: "results.rounds",
    Role.UNIT: "own_results.page",
    Role.ADMINISTRATOR: "accounts.listing",
}


@blueprint.get("/")
@declares(Verb.PUBLIC)
def page() -> Response:
    """To the page of the person's role, or to the sign-in."""
    person = current_person()
    if person is None:
        return redirect(url_for("sign_in.page"))
    return redirect(url_for(HOME_OF[person.role]))

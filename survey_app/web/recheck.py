"""The supervisor's first page: which respondents to interview again."""

from flask import Blueprint, render_template

from survey_app.access.policy import Verb
from survey_app.web.declare import declares

blueprint = Blueprint("recheck", __name__, url_prefix="/recheck")


@blueprint.get("/")
@declares(Verb.RECHECK_WRITE)
def my_rechecks() -> str:
    """No re-check is drawn before a round has its plan; the page says what will come."""
    return render_template("rechecks.html")

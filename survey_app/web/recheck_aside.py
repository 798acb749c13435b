"""Home Affairs sees what was sent as a re-check and could not be locked; nobody else does.

Nothing is decided here: what is on this page counts nowhere, and is weighed with its lot.
"""

from flask import Blueprint, render_template

from survey_app.access.policy import Verb
from survey_app.db.recheck_aside import aside_rows
from survey_app.web.answers_in_words import readable
from survey_app.web.declare import declares
from survey_app.web.kept_page import stored_fault
from survey_app.web.paging import LARGEST, row_asked_for
from survey_app.web.unit_of_work import database

blueprint = Blueprint("recheck_aside", __name__, url_prefix="/recheck/aside")

PAGE = 50


@blueprint.get("/")
@declares(Verb.RECHECK_ASIDE)
def listing() -> str:
    """What was put aside, the newest first."""
    before = row_asked_for("before") or LARGEST
    rows = aside_rows(database(), before=before, limit=PAGE + 1)
    return render_template(
        "rechecks_aside.html",
        rows=rows[:PAGE],
        fault_of=stored_fault,
        readable=readable,
        next_before=rows[PAGE - 1].id if len(rows) > PAGE else None,
    )

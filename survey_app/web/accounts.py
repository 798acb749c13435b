"""The administrator's list of accounts; they are made and closed on the command line."""

from flask import Blueprint, render_template

from survey_app.access.policy import Verb
from survey_app.db.accounts import all_accounts
from survey_app.db.sign_in_codes import unused_codes
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.unit_of_work import database

blueprint = Blueprint("accounts", __name__, url_prefix="/admin")


@blueprint.get("/")
@declares(Verb.ACCOUNTS_READ)
def listing() -> str:
    """Who may sign in, in which role, and who has not done so yet."""
    session = database()
    return render_template(
        "accounts.html",
        accounts=all_accounts(session),
        code_until=unused_codes(session),
        now=now(),
    )

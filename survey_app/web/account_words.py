"""What parts of an account, what was done to it, and places in a list of people are called."""

import re

from flask_babel import gettext as _

from questionnaires.problems import N_
from survey_app.fieldwork.account_changes.state import AccountPart

PARTS = {
    AccountPart.FULL_NAME.value: N_("Full name"),
    AccountPart.ROLE.value: N_("Role"),
    AccountPart.ORGANISATION.value: N_("Organisation of the person"),
    AccountPart.AREAS.value: N_("Areas"),
    AccountPart.TIES.value: N_("Units the person is tied to"),
    AccountPart.TEAMS.value: N_("Teams"),
    "user_name": N_("User name"),
}
"""By the place of a fault, or the column of a list."""
ACTIONS = {
    "account.added": N_("account made"),
    "account.changed": N_("changed"),
    "account.code_made": N_("one-time code made"),
    "account.code_refused": N_("one-time code refused"),
    "account.password_chosen": N_("password chosen"),
    "account.password_changed": N_("password changed"),
    "account.signed_in": N_("signed in"),
    "account.sign_in_refused": N_("sign-in refused"),
    "account.disabled": N_("closed"),
    "account.enabled": N_("opened again"),
}
"""By what the log says was done to an account."""
PLACES = {**PARTS, "file": N_("The file")}
_ROW = re.compile(r"row ([0-9]+)(?:, (.*))?", re.DOTALL)


def place_words(where: str) -> str:
    """Where something is wrong in a list, in the language of the page."""
    row = _ROW.fullmatch(where)
    if row is None:
        return str(_(PLACES[where])) if where in PLACES else where
    number, column = row.groups()
    place = str(_("row %(row)s", row=number))
    if not column:
        return place
    return f"{place}, {_(PLACES[column]) if column in PLACES else column}"

"""What modes and standings of interviews are called on pages."""

from flask_babel import gettext

from questionnaires.problems import N_
from survey_app.db.interview_list import Standing

MODES = {
    "online_form": N_("online form"),
    "tablet": N_("tablet"),
    "paper": N_("paper form"),
    "phone": N_("telephone"),
}
STANDINGS = {
    Standing.COUNTS: N_("is counted"),
    Standing.RETURNED: N_("with its enumerator again"),
    Standing.CAME_BACK: N_("came back"),
    Standing.VOIDED: N_("voided"),
}


def mode_name(mode: str) -> str:
    """How an interview was made, in the language of the page."""
    known = MODES.get(mode)
    return str(gettext(known)) if known else mode


def standing_name(standing: Standing) -> str:
    """Where an interview stands, in the language of the page."""
    return str(gettext(STANDINGS[standing]))

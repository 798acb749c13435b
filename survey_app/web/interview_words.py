"""What modes, origins and standings of interviews are called on pages."""

from questionnaires.problems import N_
from survey_app.db.interview_list import Standing
from survey_app.web.language import gettext

MODES = {
    "tablet": N_("tablet"),
    "online_form": N_("page, asked by an enumerator"),
    "phone": N_("telephone"),
    "paper": N_("paper, asked by an enumerator"),
    "paper_self": N_("paper, filled in by the respondent alone"),
}
"""In the order in which they are offered."""
ORIGINS = {
    "official": N_("drawn, official sample"),
    "reserve": N_("drawn, reserve"),
    "replaced": N_("drawn, but replaced meanwhile"),
    "listed": N_("on the list, not drawn"),
    "unlisted": N_("on no list"),
}
STANDINGS = {
    Standing.COUNTS: N_("is counted"),
    Standing.RETURNED: N_("with its enumerator again"),
    Standing.CAME_BACK: N_("came back"),
    Standing.VOIDED: N_("voided"),
    Standing.INVALID: N_("excluded after re-check: invalid"),
    Standing.UNVERIFIED: N_("excluded after re-check: unverified"),
}


def mode_name(mode: str) -> str:
    """How an interview was made, in the language of the page."""
    return str(gettext(MODES[mode]))


def mode_names() -> dict[str, str]:
    """All modes with their names."""
    return {mode: mode_name(mode) for mode in MODES}


def origin_names() -> dict[str, str]:
    """Where respondents come from, all origins with their names."""
    return {origin: str(gettext(text)) for origin, text in ORIGINS.items()}


def standing_name(standing: Standing) -> str:
    """Where an interview stands, in the language of the page."""
    return str(gettext(STANDINGS[standing]))

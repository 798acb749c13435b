"""What rules, tablets and places of refusals are called on the pages of assignment."""

from flask_babel import gettext as _

from questionnaires.problems import N_
from survey_app.fieldwork.assigning.loads import TabletState
from survey_app.fieldwork.assigning.sharing import Rule

RULES = {
    Rule.BY_LOAD: N_("even loads among all who are ticked"),
    Rule.BY_AREA: N_("even loads among those who work in the district of the case"),
}
TABLETS = {
    TabletState.NOTHING_CHANGED: N_("no cases yet"),
    TabletState.WAITS_FOR_OPENING: N_("goes out when the round opens"),
    TabletState.NOT_SENT: N_("not sent yet"),
    TabletState.SENT: N_("sent"),
    TabletState.KEPT: N_("on the tablet"),
}
PLACES = {
    "enumerator": N_("Enumerator"),
    "case": N_("Cases"),
    "reason": N_("Reason"),
    "note": N_("What happened"),
    "shares": N_("Shares"),
}
"""By the place of a fault; other places are the codes of unit and file."""


def rule_words(rule: Rule) -> str:
    """A rule of sharing out."""
    return str(_(RULES[rule]))


def tablet_words(state: TabletState) -> str:
    """What is known of a tablet."""
    return str(_(TABLETS[state]))


def assigning_place(where: str) -> str:
    """Where something stands against it, in the language of the page."""
    return str(_(PLACES[where])) if where in PLACES else where

"""What outcomes, lists and events of cases are called on pages."""

from flask_babel import gettext as _

from questionnaires.problems import N_
from survey_app.db.case_filter import CaseScope
from survey_app.db.case_list import CaseRow
from survey_app.db.case_outcomes import CaseOutcome
from survey_app.fieldwork.assigning.replacing import Reason
from survey_app.fieldwork.rechecks.excluding import TAKEN_BACK
from survey_app.web.language import page_speech
from survey_app.wording.action_words import action_in_words

OUTCOMES = {
    CaseOutcome.COMPLETED: N_("interviewed"),
    CaseOutcome.WAITING: N_("waits for a decision"),
    CaseOutcome.REFUSED: N_("refused"),
    CaseOutcome.BROKEN_OFF: N_("stopped during the interview"),
    CaseOutcome.MOVED: N_("moved away"),
    CaseOutcome.NOT_REACHED: N_("not reached, given up"),
    CaseOutcome.NOT_LOCATED: N_("wrong address"),
    CaseOutcome.NOT_ELIGIBLE: N_("not eligible"),
    CaseOutcome.VOIDED: N_("interview voided"),
    CaseOutcome.INVALID: N_("excluded after re-check: invalid"),
    CaseOutcome.UNVERIFIED: N_("excluded after re-check: unverified"),
    CaseOutcome.TRIED: N_("tried, still open"),
    CaseOutcome.BEGUN: N_("begun"),
    CaseOutcome.UNTOUCHED: N_("not tried yet"),
    CaseOutcome.NOT_ASSIGNED: N_("with nobody"),
    CaseOutcome.IN_RESERVE: N_("in the reserve"),
    CaseOutcome.NOT_DRAWN: N_("not drawn"),
}
SCOPES = {
    CaseScope.FIELD: N_("to be interviewed: official and replacements"),
    CaseScope.OFFICIAL: N_("official list"),
    CaseScope.RESERVE: N_("reserve list"),
    CaseScope.NOT_DRAWN: N_("not drawn"),
    CaseScope.ALL: N_("all cases of the frame"),
}
REASONS = {
    Reason.REFUSED: N_("refused, or stopped during the interview"),
    Reason.NOT_REACHED: N_("not reached after enough attempts"),
    Reason.WRONG_ADDRESS: N_("wrong address"),
    Reason.MOVED: N_("moved away"),
    Reason.NOT_ELIGIBLE: N_("not eligible"),
    Reason.VOIDED: N_("the interview was voided, or excluded after a re-check"),
}
WHY_TAKEN_BACK = {TAKEN_BACK: N_("the interview was excluded after a re-check")}
"""Besides the reasons of a replacement."""
EVENTS = {
    "assignment.added": N_("given out"),
    "assignment.moved": N_("moved"),
    "assignment.recalled": N_("taken back"),
}


def outcome_name(outcome: CaseOutcome) -> str:
    """What has become of a case."""
    return str(_(OUTCOMES[outcome]))


def scope_name(scope: CaseScope) -> str:
    """Which cases are looked at."""
    return str(_(SCOPES[scope]))


def reason_name(reason: str) -> str:
    """Why a case was replaced, or taken back because it was; other reasons are as typed."""
    known = {**{one.value: text for one, text in REASONS.items()}, **WHY_TAKEN_BACK}
    return str(_(known[reason])) if reason in known else reason


def event_words(action: str) -> str:
    """What was done to a case."""
    if action in EVENTS:
        return str(_(EVENTS[action]))
    return action_in_words(action, speech=page_speech())


def place_words(row: CaseRow) -> str:
    """List and place of a case, as `official 12`, and whether it replaces or was replaced."""
    if row.sample_list is None:
        return "–"
    name = _("official") if row.sample_list == "official" else _("reserve")
    words = f"{name} {row.place}"
    if row.is_replacement:
        words = _("%(place)s, replaces", place=words)
    if row.is_replaced:
        words = _("%(place)s, replaced", place=words)
    return str(words)

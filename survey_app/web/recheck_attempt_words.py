"""What outcomes of attempts, deadlines and ends of re-checks are called on pages."""

from collections.abc import Mapping

from flask_babel import gettext as _

from questionnaires.problems import N_
from survey_app.fieldwork.rechecks.giving_up import IN_VAIN
from survey_app.fieldwork.rechecks.my_rechecks import Due, MyTask
from survey_app.web.numbers import moment

MODES: Mapping[str, str] = {"phone": N_("By telephone"), "visit": N_("I was there")}
OUTCOMES: Mapping[str, str] = {
    "no_answer": N_("Nobody answers"),
    "not_there": N_("Somebody else says: not there now"),
    "appointment": N_("We agreed on a time"),
    "refused": N_("Does not want to"),
    "moved": N_("Has moved away"),
    "unknown": N_("Nobody knows this person here, or the number is wrong"),
    "unable": N_("Cannot speak about it: ill, away for long, no common language"),
}
"""In the order in which they are offered; the last four end the re-check."""
ENDS: Mapping[str, str] = {
    **{code: OUTCOMES[code] for code in ("refused", "moved", "unknown", "unable")},
    IN_VAIN: N_("tried as often as the plan asks"),
}
PLACES: Mapping[str, str] = {
    "mode": N_("How you tried"),
    "outcome": N_("How it ended"),
    "note": N_("Note"),
    "confirmed": N_("Confirmation"),
    "attempted_at": N_("When you tried"),
    "appointment_at": N_("Appointment"),
    "attempts": N_("Attempts so far"),
}


def place_of(where: str) -> str:
    """Where on the form something is wrong."""
    return str(_(PLACES[where])) if where in PLACES else ""


def deadline(one: MyTask) -> str:
    """Until when, in words."""
    if one.due is Due.IN_TIME:
        return str(_("By %(moment)s", moment=moment(one.task.due_at)))
    if one.due is Due.LATE:
        latest = moment(one.task.latest_at)
        return str(_("As soon as you can, at the latest on %(moment)s", moment=latest))
    return str(_("As soon as you can: the time of the plan is over, and this is analysed apart"))

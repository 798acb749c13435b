"""Why a task is not given to somebody, and why an interview can be given to nobody."""

from questionnaires.problems import N_, Catalogue, Kind, Refused
from survey_app.fieldwork.rechecks.choosing import NobodyMay


class TasksRefused(Refused):
    """Tasks that stay as they are; nothing was changed."""


class TaskCode(Catalogue):
    """What stands against giving tasks to somebody by hand."""

    TASK_UNKNOWN = Kind(
        message=N_("There is no open task %(task)s in the round %(round)s."),
        repair=N_("What was sent, could not be reached or was withdrawn is not moved."),
    )
    NOTHING_CHOSEN = Kind(
        message=N_("No re-check is ticked."),
        repair=N_("Tick those that somebody else is to make."),
    )
    NOTHING_OPEN = Kind(
        message=N_("%(username)s has no open task in the round %(round)s."),
        repair=N_("Nothing is left to do."),
    )
    SUPERVISOR_UNKNOWN = Kind(
        message=N_("There is no open account of a supervisor %(username)s."),
        repair=N_("Write the user name of a supervisor who can sign in."),
    )
    HAS_IT = Kind(
        message=N_("%(username)s has the task %(task)s already."),
        repair=N_("Give it to somebody else, or leave it."),
    )
    MAY_NOT = Kind(
        message=N_("%(username)s may not have the task %(task)s: %(why)s."),
        repair=N_("Give it to another supervisor; no reason lifts this."),
    )
    REASON_MISSING = Kind(
        message=N_("A task is moved with a reason of at most %(maximum)s characters."),
        repair=N_("Write it in one sentence."),
    )


WHY = {
    NobodyMay.NO_SUPERVISOR: N_("there is no open account of a supervisor"),
    NobodyMay.OWN_SIDE: N_("of the same organisation or team as the enumerator"),
    NobodyMay.TIED: N_("tied to the unit"),
    NobodyMay.CHECKED_BEFORE: N_("had the same interview before"),
}
"""In the words of the catalogue, for one supervisor or for all of them."""

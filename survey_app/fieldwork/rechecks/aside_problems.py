"""Why a re-check that was put aside cannot be taken in, and what can be done instead."""

from questionnaires.problems import N_, Catalogue, Kind

LEAVE_OUT = N_("Leave it out and write why; it is kept as it was sent, to be weighed with its lot.")


class AsideCode(Catalogue):
    """What stands against it; the page of the document says it."""

    NO_RECHECK = Kind(
        message=N_("No finished re-check can be read from this document."),
        repair=LEAVE_OUT,
    )
    NO_TASK = Kind(
        message=N_("No re-check with this number was ever given out."),
        repair=LEAVE_OUT,
    )
    LOCKED_BEFORE = Kind(
        message=N_("A re-check of this task has been locked, and is never replaced."),
        repair=LEAVE_OUT,
    )
    MADE_BY_ANOTHER = Kind(
        message=N_("Somebody else has re-checked the same interview meanwhile."),
        repair=LEAVE_OUT,
    )
    HAS_FAULTS = Kind(
        message=N_("It has faults for which nobody can tell what was found."),
        repair=LEAVE_OUT,
    )
    REASON_MISSING = Kind(
        message=N_("A decision has a reason of at most %(maximum)s characters."),
        repair=N_("Write in one sentence why."),
    )

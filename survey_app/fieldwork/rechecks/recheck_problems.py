"""Why what was sent as a re-check could not be locked by itself."""

from questionnaires.problems import N_, Catalogue, Kind


class RecheckCode(Catalogue):
    """Faults of a re-check as a whole; faults of single answers are in the room of questions."""

    NOT_A_RECHECK = Kind(
        message=N_("This is no re-check."),
        repair=N_("Send interviews and contact attempts to the address for interviews."),
    )
    UNFINISHED = Kind(
        message=N_("The re-check was not finished on the tablet."),
        repair=N_("Have it finished there; it stays kept here."),
    )
    UNKNOWN_TASK = Kind(
        message=N_("No re-check with this number was ever given out."),
        repair=N_("Find out whose it is; it stays kept here."),
    )
    OTHER_SUPERVISOR = Kind(
        message=N_("The re-check was given to another supervisor than the one who made it."),
        repair=N_("Ask both; the one who has it makes it."),
    )
    TASK_ENDED = Kind(
        message=N_("The re-check had been taken back, or ended as not reached, before it came."),
        repair=N_("Weigh it when deciding about the lot; it is counted nowhere."),
    )
    OTHER_QUESTIONS = Kind(
        message=N_("The criteria are those of another questionnaire than the interview had."),
        repair=N_("Load the re-checks on the tablet again, and make it anew."),
    )
    NOT_ASKED_AGAIN = Kind(
        message=N_("%(item)s is not among what this re-check asks."),
        repair=N_("Load the re-checks on the tablet again, and make it anew."),
    )

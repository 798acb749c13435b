"""What can be wrong with the parameters of an address."""

from questionnaires.problems import N_, Catalogue, Kind, Refused


class QueryCode(Catalogue):
    """Why a parameter cannot be answered."""

    UNKNOWN_PARAMETER = Kind(
        message=N_("There is no parameter %(name)s here."),
        repair=N_("Leave it out. Parameters of this address: %(known)s."),
    )
    REPEATED_PARAMETER = Kind(
        message=N_("The parameter %(name)s is there %(times)s times."),
        repair=N_("Give it once."),
    )
    NOT_A_NUMBER = Kind(
        message=N_("%(name)s must be a whole number from %(minimum)s to %(maximum)s."),
        repair=N_("Write it in digits alone."),
    )
    NOT_TRUE_OR_FALSE = Kind(
        message=N_("%(name)s must be true or false."),
        repair=N_("Write one of the two words, in small letters."),
    )
    NOT_ONE_OF = Kind(
        message=N_("%(name)s must be one of: %(offered)s."),
        repair=N_("Write one of these words, or leave the parameter out."),
    )
    TEXT_UNFIT = Kind(
        message=N_("%(name)s must be a text of 1 to %(maximum)s characters."),
        repair=N_("Correct it, or leave the parameter out."),
    )
    CURSOR_UNFIT = Kind(
        message=N_("This cursor does not belong to this list."),
        repair=N_("Follow “next” as it was answered, or begin again without a cursor."),
    )


class UnfitQuery(Refused):
    """What an address asks for cannot be answered; its faults say all that is wrong."""

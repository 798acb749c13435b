"""What can be wrong with a file of re-checks."""

from questionnaires.problems import N_, Catalogue, Kind


class RecheckCode(Catalogue):
    """Kinds of fault in re-checks, and against the file of the original interviews."""

    NOT_YES_OR_NO = Kind(
        message=N_("“%(value)s” is neither 1 nor 0"),
        repair=N_("write 1 for yes and 0 for no"),
    )
    HAPPENED_NOT_SAID = Kind(
        message=N_("the respondent was reached, but it is not said whether there was an interview"),
        repair=N_("write 1 if there was one and 0 if not; contacted is 0 if nobody was reached"),
    )
    NOT_A_SELECTION = Kind(
        message=N_("“%(value)s” is not a way of selection"),
        repair=N_("write random or risk"),
    )
    SELECTION_MISSING = Kind(
        message=N_("%(blank)s rows have no selection, first this one, the others have"),
        repair=N_("write random or risk in every row, or leave all blank: then all are random"),
    )
    NOT_A_CHANCE = Kind(
        message=N_("“%(value)s” is not a probability above 0 and at most 1"),
        repair=N_("write it as a decimal number, such as 0.125, or leave it blank"),
    )
    CHANCE_MISSING = Kind(
        message=N_("%(blank)s random rows have no inclusion_prob, first this one, the others have"),
        repair=N_("give every random row its probability, or leave all blank"),
    )
    NOT_IN_ORIGINAL = Kind(
        message=N_("“%(value)s” is not in the file of the original interviews"),
        repair=N_("correct the identifier, or add the interview to that file"),
    )
    OTHER_ENUMERATOR = Kind(
        message=N_(
            "the enumerator is “%(value)s” here, “%(first)s” in row %(row)s of the original"
        ),
        repair=N_("find out who made the interview and correct the other file"),
    )
    # noticed, and stopping nothing
    NOT_REACHED = Kind(
        message=N_("%(count)s rows of people who were not reached have answers, first this one"),
        repair=N_("they count as not reached; write 1 under contacted if somebody answered"),
    )
    TIME_NOT_COMPARED = Kind(
        message=N_("%(count)s times do not say their offset from UTC, first this one"),
        repair=N_("add it, such as +07:00, so that it is known how late the re-check was"),
    )
    BEFORE_THE_INTERVIEW = Kind(
        message=N_("%(count)s re-checks were before the end of the interview, first this one"),
        repair=N_("check the clocks, and whether it was the same interview"),
    )

"""Why an attempt to reach a respondent is not taken as it was filled in."""

from questionnaires.problems import N_, Catalogue, Kind, Refused


class AttemptRefused(Refused):
    """An attempt that was not kept; nothing was changed."""


class AttemptCode(Catalogue):
    """What is wrong beside which question of the form; all of it is said at once."""

    MODE_MISSING = Kind(
        message=N_("It is not said whether you were there or telephoned."),
        repair=N_("Choose one of the two."),
    )
    OUTCOME_MISSING = Kind(
        message=N_("It is not said how it ended."),
        repair=N_("Choose what fits best."),
    )
    NOTE_MISSING = Kind(
        message=N_("A re-check that ends for good needs a reason."),
        repair=N_("Write in one sentence what you were told or found."),
    )
    NOTE_TOO_LONG = Kind(
        message=N_("The note is longer than %(maximum)s characters."),
        repair=N_("Write it in one sentence."),
    )
    NOT_CONFIRMED = Kind(
        message=N_("Nobody has confirmed that this re-check ends for good."),
        repair=N_("Tick the box above the button; there is no way back."),
    )
    TIME_UNREADABLE = Kind(
        message=N_("This is no day with a time."),
        repair=N_("Choose both, or leave it blank if it was just now."),
    )
    TIME_AHEAD = Kind(
        message=N_("The attempt would be in the future."),
        repair=N_("Give the time at which you tried."),
    )
    TIME_BEFORE_TASK = Kind(
        message=N_("The attempt would be earlier than you were given the re-check."),
        repair=N_("Give the time at which you tried."),
    )
    APPOINTMENT_MISSING = Kind(
        message=N_("The appointment has no day and time."),
        repair=N_("Choose both."),
    )
    APPOINTMENT_PAST = Kind(
        message=N_("The appointment is not after the attempt."),
        repair=N_("Choose when you are going to speak to each other."),
    )
    NOT_LAST = Kind(
        message=N_("Only your last attempt can be taken back, and only as long as you go on."),
        repair=N_("Look at the list of attempts as it is now."),
    )

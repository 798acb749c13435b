"""What stands against writing down that a flag was looked at."""

from questionnaires.problems import N_, Catalogue, Kind


class ReviewCode(Catalogue):
    """Kinds of hindrance."""

    NOTE_MISSING = Kind(
        message=N_("It is not written what you found."),
        repair=N_("Say in a few words what you looked at and what you found."),
    )
    NOTE_TOO_LONG = Kind(
        message=N_("The note has more than %(longest)s characters."),
        repair=N_("Shorten it."),
    )
    NOTE_UNREADABLE = Kind(
        message=N_("The note holds characters that cannot be stored."),
        repair=N_("Type it instead of pasting it."),
    )
    FIGURES_CHANGED = Kind(
        message=N_("The figures have changed since you opened the page."),
        repair=N_("They are shown below as they are now; look at them and send again."),
    )

"""What cannot be printed as number, place, day or signature of a report."""

from questionnaires.problems import N_, Catalogue, Kind


class LetterCode(Catalogue):
    """All of it is told at once; nothing is printed then."""

    NO_DAY = Kind(
        message=N_("“%(value)s” is no day."),
        repair=N_("Write day, month and year, such as 31/10/2026, or leave it empty."),
    )
    TOO_LONG = Kind(
        message=N_("This has more than %(maximum)s characters."),
        repair=N_("Write it shorter."),
    )
    TOO_MANY_COPIES = Kind(
        message=N_("There are more than %(maximum)s copies."),
        repair=N_("Put several of them in one line."),
    )

"""Why a document that a tablet sent could not become an interview by itself."""

from questionnaires.problems import N_, Catalogue, Kind
from survey_app.fieldwork.settling_problems import Hindrance


class SyncCode(Catalogue):
    """Faults of a document as a whole; faults of single answers are in the room of questions."""

    UNREADABLE = Kind(
        message=N_("This part of the document cannot be read (%(why)s)."),
        repair=N_("Keep it; the administrator finds out which version of the app wrote it."),
    )
    TIME_IMPOSSIBLE = Kind(
        message=N_("The time is before the year 2000 or after 2099."),
        repair=N_(
            "Check the clock of the tablet, then accept it with the time of receipt if its page "
            "offers that, or leave it out."
        ),
    )
    ENDS_BEFORE_IT_BEGINS = Kind(
        message=N_("The interview ends before it begins."),
        repair=N_(
            "Check the clock of the tablet, then accept it with the time of receipt if its page "
            "offers that, or leave it out."
        ),
    )
    UNFINISHED = Kind(
        message=N_("The interview was not finished on the tablet."),
        repair=N_("Correct it as a new version, or leave it out."),
    )
    UNKNOWN_KEY = Kind(
        message=N_("It was sealed with a key that is not here."),
        repair=N_(
            "Have the administrator restore the secret key of the installation; then send it again."
        ),
    )
    SEAL_BROKEN = Kind(
        message=N_("It was sealed, and is damaged or was sealed in another way."),
        repair=N_("Send it again from the tablet; leave this copy out."),
    )
    NOTHING_INSIDE = Kind(
        message=N_("What was sealed is no document."),
        repair=N_("Keep it; the administrator finds out which version of the app wrote it."),
    )
    OTHER_UUID = Kind(
        message=N_("It was sent under the number of another document."),
        repair=N_("Keep it; the administrator finds out which version of the app wrote it."),
    )
    UNREADABLE_BATCH = Kind(
        message=N_("A whole batch could not be read: %(why)s."),
        repair=N_("Ask the enumerator to send again, then leave this copy out."),
    )
    UNKNOWN_DISPOSITION = Kind(
        message=N_("The outcome %(disposition)s is not one that can be recorded in this way."),
        repair=N_("Ask the enumerator what happened, and leave it out with that reason."),
    )
    UNLISTED_NOT_ALLOWED = Kind(
        message=N_("In this round only people on the list are interviewed."),
        repair=N_(
            "Find out why somebody else was interviewed; accept the interview or leave it out."
        ),
    )
    FOLLOWS_NOTHING = Kind(
        message=N_("It follows a version of the interview that is not here."),
        repair=N_("Compare it with what the enumerator knows, then accept it or leave it out."),
    )
    UNKNOWN_ASSIGNMENT = Kind(
        message=N_("No case with this number was ever assigned."),
        repair=N_("Find out where the interview belongs, or leave it out."),
    )
    UNKNOWN_QUESTIONNAIRE = Hindrance.UNKNOWN_VERSION.value
    OTHER_QUESTIONNAIRE = Hindrance.OTHER_VERSION.value
    UNKNOWN_ENUMERATOR = Kind(
        message=N_("The interview names an enumerator who does not exist or is not one."),
        repair=N_("Find out who interviewed, then accept the interview or leave it out."),
    )
    OTHER_ENUMERATOR = Kind(
        message=N_("The case is assigned to another enumerator than the one who interviewed."),
        repair=N_("Accept it if the case was handed over; else leave it out."),
    )
    RECALLED = Kind(
        message=N_("The case had been taken back from the enumerator who interviewed."),
        repair=N_("Accept it if it was made before the enumerator knew; else leave it out."),
    )
    UNIT_NOT_SURVEYED = Kind(
        message=N_("The round or the unit of this interview is not surveyed."),
        repair=N_("Find out where the interview belongs, or leave it out."),
    )

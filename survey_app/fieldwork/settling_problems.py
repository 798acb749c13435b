"""Why a document that was put aside cannot become an interview, and what can be done instead."""

from questionnaires.problems import N_, Catalogue, Kind


class Hindrance(Catalogue):
    """What stands against taking a document in; the page of the document says it."""

    NO_INTERVIEW = Kind(
        message=N_("No interview can be read from this document."),
        repair=N_("Leave it out and write why; it is kept as it was sent."),
    )
    NO_PLACE = Kind(
        message=N_("This interview belongs to no case and to no unit of a round."),
        repair=N_("Leave it out, or have it made again with a respondent of the list."),
    )
    NOT_SURVEYED = Kind(
        message=N_("The round or the unit of this interview is not surveyed."),
        repair=N_("Leave it out, or have it made again in the unit where it belongs."),
    )
    NO_ENUMERATOR = Kind(
        message=N_("It cannot be told who made this interview."),
        repair=N_("Leave it out, or have it made again by an enumerator with an account."),
    )
    UNKNOWN_VERSION = Kind(
        message=N_("The questionnaire version of this interview is not known here."),
        repair=N_("Have that version published and open this page again, or leave it out."),
    )
    OTHER_VERSION = Kind(
        message=N_("The interview used a questionnaire version that its round does not use."),
        repair=N_(
            "Correct it as a new version; answers to questions that both versions ask in the same "
            "words are taken over."
        ),
    )
    NOT_FINISHED = Kind(
        message=N_("The interview was not finished on the tablet."),
        repair=N_("Correct it as a new version, or leave it out."),
    )
    HAS_FAULTS = Kind(
        message=N_("Some of its answers have faults."),
        repair=N_("Correct it as a new version, or leave it out."),
    )
    ENDS_EARLY = Kind(
        message=N_("With these answers the interview ends early and does not count."),
        repair=N_("Leave it out, or look at the answer that ends it."),
    )
    VOIDED_BEFORE = Kind(
        message=N_("This interview was voided before; it does not count any more."),
        repair=N_("Leave it out, or have the interview made again as a new one."),
    )
    OTHER_NUMBER = Kind(
        message=N_("This interview was sent under the number of another one."),
        repair=N_("Leave it out, and ask the enumerator to send it again."),
    )
    OTHER_COUNTS = Kind(
        message=N_("Another version has come to count since this page was opened."),
        repair=N_("Look at what counts now, then decide again."),
    )
    WAS_STOPPED = Kind(
        message=N_(
            "The interview was stopped before its end; it can only count as a contact attempt."
        ),
        repair=N_("Accept it as a contact attempt without an interview, or leave it out."),
    )
    FOLLOWS_AN_INTERVIEW = Kind(
        message=N_("It ended without an interview, but an interview with this number counts."),
        repair=N_("Leave it out; the interview goes on counting."),
    )
    ATTEMPT_KNOWN = Kind(
        message=N_("This contact attempt has been recorded before, with other content."),
        repair=N_("Leave it out; what was recorded first stays."),
    )
    NO_ATTEMPT = Kind(
        message=N_("No contact attempt to a respondent can be read from this document."),
        repair=N_("Leave it out and write why; it is kept as it was sent."),
    )
    NO_APPOINTMENT = Kind(
        message=N_("The time of the appointment cannot be."),
        repair=N_("Leave it out, and have the enumerator report the contact attempt again."),
    )
    NO_CASE = Kind(
        message=N_("This contact attempt belongs to no case on a list."),
        repair=N_("Leave it out and write why; it is kept as it was sent."),
    )
    UNKNOWN_OUTCOME = Kind(
        message=N_("The outcome of this contact attempt is not one that can be recorded."),
        repair=N_("Ask the enumerator what happened, and leave it out with that reason."),
    )

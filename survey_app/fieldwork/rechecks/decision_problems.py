"""Why a lot is not decided, or something not written down about it, and what can be done."""

from questionnaires.problems import N_, Catalogue, Kind


class DecisionCode(Catalogue):
    """What stands against it; the page of the lot says all of it at once."""

    SEEN_OTHER = Kind(
        message=N_("Something has been found or decided about this lot since the page was opened."),
        repair=N_("Look at the lot as it is now, then decide."),
    )
    SEEN_OTHER_OF = Kind(
        message=N_(
            "Something has been found or decided about lot %(lot)s since the page was opened."
        ),
        repair=N_("Look at the lots as they are now, then sign again."),
    )
    NOT_TO_ACCEPT = Kind(
        message=N_("Lot %(lot)s cannot be accepted together with others."),
        repair=N_("Open it and decide about it by itself, or leave it out."),
    )
    NONE_TICKED = Kind(
        message=N_("No lot is ticked."),
        repair=N_("Tick the lots that you accept."),
    )
    ROUND_OVER = Kind(
        message=N_("The round is neither open nor closed nor published."),
        repair=N_("Lots are decided before a round is archived."),
    )
    NOT_NOW = Kind(
        message=N_("This cannot be decided of a lot that stands as this one does."),
        repair=N_("Choose one of the decisions that the page of the lot offers."),
    )
    REASON_MISSING = Kind(
        message=N_("A decision needs a reason of at most %(maximum)s characters."),
        repair=N_("Write why, so that others understand it later."),
    )
    REASON_SHORT = Kind(
        message=N_("The plan says otherwise; the reason has fewer than %(minimum)s characters."),
        repair=N_("Write what you know that the plan does not."),
    )
    MORE_UNFIT = Kind(
        message=N_("From 1 to %(maximum)s interviews of this lot can be drawn besides."),
        repair=N_("Give a number between these; where none is left, accept or reject."),
    )
    STILL_VERIFIED = Kind(
        message=N_("Interviews of this lot whose re-check has not ended: %(count)s."),
        repair=N_("Wait until all have been tried, or withdraw the rejection."),
    )
    NOTHING_FOUND = Kind(
        message=N_("No interview of this lot is defective."),
        repair=N_("Clear the lot."),
    )
    NOT_HEARD = Kind(
        message=N_("The enumerator has not been heard."),
        repair=N_("Hear them, and write down what they say; then decide."),
    )
    NO_SECOND_SOURCE = Kind(
        message=N_("No second source speaks against an interview that is defective."),
        repair=N_("Name what confirms it, and of which interview; else clear the lot."),
    )
    OTHERS_UNCONFIRMED = Kind(
        message=N_("No interview is confirmed not to have happened."),
        repair=N_("Without one, every lot of the enumerator is decided by itself."),
    )
    EXCLUDED = Kind(
        message=N_("Interviews of this lot that are excluded: %(count)s."),
        repair=N_("Let them count again first; then the lot can be cleared or accepted."),
    )
    KIND_UNKNOWN = Kind(
        message=N_("It is not said what kind of source this is."),
        repair=N_("Choose one of the kinds that are offered."),
    )
    TEXT_MISSING = Kind(
        message=N_("What was said or found is not written in 1 to %(maximum)s characters."),
        repair=N_("Write it down, without names or telephone numbers of respondents."),
    )
    NOT_OF_THE_LOT = Kind(
        message=N_("The interview is none that is re-checked in this lot."),
        repair=N_("Choose one from the list, or none."),
    )

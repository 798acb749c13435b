"""Why an interview is not returned, voided or revived, and what can be done about it."""

from questionnaires.problems import N_, Catalogue, Kind


class ReviewCode(Catalogue):
    """What stands against it; the page of the interview says all of it at once."""

    COMMENT_MISSING = Kind(
        message=N_("A return needs a comment of at most %(maximum)s characters."),
        repair=N_("Write what the enumerator has to look at, without names."),
    )
    REASON_MISSING = Kind(
        message=N_("This needs a reason of at most %(maximum)s characters."),
        repair=N_("Write why, so that others understand it later."),
    )
    NOT_CONFIRMED = Kind(
        message=N_("Nobody has confirmed that this interview shall not count."),
        repair=N_("Tick the box above the button."),
    )
    CHANGED_MEANWHILE = Kind(
        message=N_("The interview has changed since this page was opened."),
        repair=N_("Look at it as it is now, then decide again."),
    )
    VOIDED = Kind(
        message=N_("This interview was voided; it does not count."),
        repair=N_("Revive it first if that was a mistake."),
    )
    EXCLUDED = Kind(
        message=N_("This interview was excluded after a re-check; it does not count."),
        repair=N_("Only Home Affairs can let it count again. Its case can be replaced."),
    )
    NOT_VOIDED = Kind(
        message=N_("This interview counts."),
        repair=N_("Only a voided interview can be revived."),
    )
    ALREADY_RETURNED = Kind(
        message=N_("This interview is with its enumerator already."),
        repair=N_(
            "Wait for the answer, or take the return back and return it with another comment."
        ),
    )
    NOT_RETURNED = Kind(
        message=N_("This interview is not with its enumerator any more."),
        repair=N_("Look at its history: it has come back, or somebody has taken the return back."),
    )
    WAITS = Kind(
        message=N_("A document about this interview waits for a decision."),
        repair=N_("Decide about the document first."),
    )
    ROUND_NOT_OPEN = Kind(
        message=N_("The round is not open; no interview can be begun in it."),
        repair=N_("Have the round opened again, or void the interview."),
    )
    ROUND_PUBLISHED = Kind(
        message=N_("The scores of this round are published."),
        repair=N_("What is published stays as it is."),
    )
    ACCOUNT_CLOSED = Kind(
        message=N_("The account of %(enumerator)s, who made this interview, is closed."),
        repair=N_(
            "Void it and have the respondent interviewed by somebody else, or leave it as it is."
        ),
    )
    REPLACED = Kind(
        message=N_("Another case has taken the place of this respondent."),
        repair=N_("Leave it voided: the replacement counts instead."),
    )
    CHOICE_MISSING = Kind(
        message=N_("It is not said what becomes of the respondent."),
        repair=N_("Choose one of the ways."),
    )

"""Why an interview is not begun, keyed, decided about or counted in this way."""

from questionnaires.problems import N_
from survey_app.problems.kind import Kind

UNIT_NOT_SURVEYED = Kind(
    status=409,
    message=N_("%(unit)s is not surveyed in this round."),
    repair=N_("Choose another unit."),
)
UNLISTED_NOT_ALLOWED = Kind(
    status=409,
    message=N_("In this round only people on the list are interviewed."),
    repair=N_("Choose a respondent from your list."),
)
ANSWERS_COVERED = Kind(
    status=409,
    message=N_("The respondent answered a part of this interview alone; it stays covered."),
    repair=N_("Open it on the tablet, where that part is covered."),
)
REASON_MISSING = Kind(
    status=422,
    message=N_("A decision needs a reason of at most 500 characters."),
    repair=N_("Write why, so that others understand it later."),
)
ALREADY_DECIDED = Kind(
    status=409,
    message=N_("This document has been decided about in the meantime."),
    repair=N_("Reload the list; the decision stands with its reason."),
)
RECEIVED_MEANWHILE = Kind(
    status=409,
    message=N_("This interview has been received in the meantime."),
    repair=N_("Open the document again: its page shows both versions side by side."),
)
SHARE_IMPOSSIBLE = Kind(
    status=422,
    message=N_("The share of forms that are keyed twice must be a number from 0 to 100."),
    repair=N_("Go back and type another share."),
)
KEYED_BY_YOURSELF = Kind(
    status=409,
    message=N_("You keyed this form yourself."),
    repair=N_("Somebody else must key it the second time, or decide about its differences."),
)
PAPER_SETTLED = Kind(
    status=409,
    message=N_("Somebody else has finished this form meanwhile. What you sent was not stored."),
    repair=N_("Go back to the list and take another form."),
)
QUALITY_BY_COMMAND = Kind(
    status=409,
    message=N_("A round of more than %(most)s interviews is not looked at from a page."),
    repair=N_(
        "Ask the administrator of the system to look at it on the server, at night for instance."
    ),
)
SELECTION_UNKNOWN = Kind(
    status=400,
    message=N_("There is no mode and no origin of interviews called: %(words)s."),
    repair=N_("Choose among those on the page of scores."),
)

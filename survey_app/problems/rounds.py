"""Which rounds there are, and what a round does not take in its state."""

from questionnaires.problems import N_
from survey_app.problems.kind import Kind

ROUND_CODE_TAKEN = Kind(
    status=409,
    message=N_("There is a round %(round)s already."),
    repair=N_("Choose another code."),
)
ROUND_UNKNOWN = Kind(
    status=404,
    message=N_("There is no round %(round)s."),
    repair=N_("Rounds in this database: %(known)s."),
)
ROUND_NOT_OPEN = Kind(
    status=409,
    message=N_("The round %(round)s is not open for interviews."),
    repair=N_("Ask the field manager when it opens."),
)
ROUND_TAKES_NO_FRAME = Kind(
    status=409,
    message=N_("The round %(round)s takes no list any more."),
    repair=N_("A list is imported while the round is a draft or open."),
)
ROUND_DRAWS_NO_SAMPLE = Kind(
    status=409,
    message=N_("No sample is drawn in the round %(round)s any more."),
    repair=N_("Samples are drawn while the round is a draft or open."),
)
ROUND_WITHOUT_SAMPLING_PLAN = Kind(
    status=409,
    message=N_("The round %(round)s has no sampling plan."),
    repair=N_("Give it one in its settings while it is a draft."),
)
ROUND_ASSIGNS_NO_CASES = Kind(
    status=409,
    message=N_("No case of the round %(round)s is given out, taken back or replaced now."),
    repair=N_("Cases are given out in a draft or an open round, and replaced in an open one."),
)
ROUND_NOT_EARLIER = Kind(
    status=409,
    message=N_("The round %(round)s is not earlier than %(later)s."),
    repair=N_("Name one whose period begins and ends before that of the other."),
)
ROUND_WITHOUT_SCORES = Kind(
    status=409,
    message=N_("The round %(round)s has no scores."),
    repair=N_("Scores appear with the first interview that counts."),
)
ROUND_NEVER_PUBLISHED = Kind(
    status=409,
    message=N_("No scores of the round %(round)s have been published."),
    repair=N_("Close the round and publish its scores; the report is made of what is public."),
)
ROUND_WITHDRAWN = Kind(
    status=409,
    message=N_("The scores of the round %(round)s were withdrawn on %(at)s: %(reason)s"),
    repair=N_("Publish them anew, or name the run that was public, for the files: %(run)s."),
)
NO_SHEET_OF_UNIT = Kind(
    status=404,
    message=N_("The run of %(round)s has nothing of a unit %(unit)s."),
    repair=N_("Name one of those that it has: %(known)s."),
)
RUN_UNKNOWN = Kind(
    status=404,
    message=N_("The round %(round)s has no run %(run)s."),
    repair=N_("Its runs, the newest first: %(known)s."),
)

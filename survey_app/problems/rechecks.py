"""Why no re-checks are promised or drawn, and no seed shown."""

from questionnaires.problems import N_
from survey_app.problems.kind import Kind

RECHECK_ROUND_NOT_OPEN = Kind(
    status=409,
    message=N_("The re-checks of a round are promised while it is open; %(round)s is not."),
    repair=N_("Open the round, and promise its re-checks before the first interview."),
)
RECHECK_PROMISED = Kind(
    status=409,
    message=N_("The seed for the re-checks of %(round)s is committed already: %(commitment)s"),
    repair=N_("It stays as it is; a round has one."),
)
RECHECK_PLAN_NOT_SEEN = Kind(
    status=422,
    message=N_("The plan is not the one whose risks were shown."),
    repair=N_("Look at what it does, then promise it."),
)
RECHECK_NOT_PROMISED = Kind(
    status=409,
    message=N_("No seed is committed for the re-checks of %(round)s."),
    repair=N_("Home Affairs commits one: hailong recheck commit --round %(round)s --by …"),
)
RECHECK_SHARE_ZERO = Kind(
    status=409,
    message=N_("The round %(round)s re-checks 0 percent of its interviews."),
    repair=N_("Nothing is drawn in it; a round gets its share while it is a draft."),
)
RECHECK_OTHER_THAN_ROUND = Kind(
    status=409,
    message=N_(
        "The plan says %(plan)s %% and %(minimum)s of each enumerator, the round says %(round)s."
    ),
    repair=N_("Write the numbers of the round into the plan; the round keeps what it opened with."),
)
RECHECK_NO_DRAWS = Kind(
    status=409,
    message=N_("No re-checks are drawn in the round %(round)s: it is neither open nor closed."),
    repair=N_("Draw while it is open, and once more when it is closed."),
)
RECHECK_SEED_SHOWN = Kind(
    status=409,
    message=N_(
        "The seed for the re-checks of %(round)s is shown; nothing is drawn with it any more."
    ),
    repair=N_("What came later is left without a re-check; say so in the report."),
)
RECHECK_SEED_CLOSED = Kind(
    status=409,
    message=N_("The seed for the re-checks of %(round)s cannot be read with this secret."),
    repair=N_("Set the HAILONG_SECRET_KEY with which the seed was made, and try again."),
)
RECHECK_STILL_IN_FIELD = Kind(
    status=409,
    message=N_("The seed is shown when the field work is over; the round %(round)s is not closed."),
    repair=N_("Close the round first."),
)
RECHECK_NOT_DRAWN = Kind(
    status=409,
    message=N_("Of %(round)s %(waiting)s interviews are in no lot yet."),
    repair=N_("Draw once more, then show the seed."),
)
RECHECK_CLAIMS_NOT_DRAWN = Kind(
    status=409,
    message=N_("Of %(round)s %(waiting)s refusals and absences are in no lot yet."),
    repair=N_("Draw once more, then show the seed."),
)
RECHECK_BELOW_MINIMUM = Kind(
    status=409,
    message=N_(
        "In %(round)s %(enumerators)s enumerators have fewer re-checks than the plan promises."
    ),
    repair=N_("Draw once more: a closed round makes up for it. Then show the seed."),
)
RECHECK_NONE_DRAWN = Kind(
    status=409,
    message=N_("No re-check was drawn in %(round)s yet."),
    repair=N_("Draw first."),
)
RECHECK_LOT_CHANGED = Kind(
    status=409,
    message=N_("The interviews of the lot %(lot)s are not those that were drawn from."),
    repair=N_("Bring back the backup from before the change; no file was written."),
)
RECHECK_TASK_ENDED = Kind(
    status=409,
    message=N_("This re-check has ended already."),
    repair=N_("Nothing more is taken for it. Go back to the list and take the next one."),
)

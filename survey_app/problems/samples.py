"""Why no sample is drawn, and no seed shown."""

from questionnaires.problems import N_
from survey_app.problems.kind import Kind

SAMPLE_LIST_UNFIT = Kind(
    status=422,
    message=N_("The name of a list has 1 to 64 small letters, digits or hyphens."),
    repair=N_("Choose one such as ha-nam-2022-dot-1."),
)
SAMPLE_LIST_TAKEN = Kind(
    status=409,
    message=N_("There is a sample %(list)s in this round already."),
    repair=N_("Choose another name for the list."),
)
SAMPLE_UNKNOWN = Kind(
    status=404,
    message=N_("There is no sample %(list)s in the round %(round)s."),
    repair=N_("Samples of this round: %(known)s. A seed is committed first."),
)
SAMPLE_ALREADY_DRAWN = Kind(
    status=409,
    message=N_("The sample %(list)s is drawn already."),
    repair=N_("It stays as it is; commit to another seed to draw from further units."),
)
SAMPLE_UNITS_DRAWN = Kind(
    status=409,
    message=N_("A sample has been drawn from %(units)s already."),
    repair=N_("Leave them out; what falls out is replaced from their reserve."),
)
SAMPLE_NO_UNITS = Kind(
    status=409,
    message=N_("There is no surveyed unit left to draw from."),
    repair=N_("Name units that have no sample yet, or look at the samples of the round."),
)
SAMPLE_WITHOUT_CASES = Kind(
    status=409,
    message=N_("The frame has no case of %(units)s."),
    repair=N_("Import their list, or draw from the other units for now."),
)
SAMPLE_NOT_ONE_WAITS = Kind(
    status=409,
    message=N_("Not one list of the round %(round)s waits to be drawn from: %(waiting)s."),
    repair=N_("Commit to a seed first, or name one of the lists with --list."),
)
SAMPLE_NOT_DRAWN = Kind(
    status=409,
    message=N_("The sample %(list)s is not drawn yet."),
    repair=N_("Draw it first."),
)
SAMPLE_STILL_IN_FIELD = Kind(
    status=409,
    message=N_("The seed is shown when the field work is over; the round is not closed."),
    repair=N_("Close the round first."),
)
SAMPLE_ALREADY_REVEALED = Kind(
    status=409,
    message=N_("The seed of %(list)s is shown already."),
    repair=N_("Write the files again; they have the seed."),
)
SAMPLE_SEED_CLOSED = Kind(
    status=409,
    message=N_("The seed of %(list)s cannot be read with this secret."),
    repair=N_("Set the HAILONG_SECRET_KEY with which the seed was made, and try again."),
)
SAMPLE_LIST_CHANGED = Kind(
    status=409,
    message=N_("The cases of %(list)s are not those that were drawn from."),
    repair=N_("Bring back the backup from before the change; no file was written."),
)
SAMPLE_WITHOUT_SEED = Kind(
    status=409,
    message=N_("No seed is promised for the units that have no sample yet."),
    repair=N_("Home Affairs promises one on this page, before the lists of files are complete."),
)
SAMPLE_OTHER_THAN_SEEN = Kind(
    status=409,
    message=N_("The lists, the quotas or the plan have changed since these numbers were shown."),
    repair=N_("Nothing was drawn. Look at the numbers again, then draw."),
)
SAMPLE_NOT_CONFIRMED = Kind(
    status=422,
    message=N_("This cannot be undone, and was not confirmed."),
    repair=N_("Tick the confirmation below the numbers."),
)
SAMPLE_NOT_REVEALED = Kind(
    status=409,
    message=N_("The seed of %(list)s is not shown yet."),
    repair=N_("Only draw.json is published before; the other files come with the seed."),
)

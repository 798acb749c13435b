"""Why a list of finished files is not imported."""

from questionnaires.problems import N_
from survey_app.problems.kind import Kind

FRAME_ALREADY_IMPORTED = Kind(
    status=409,
    message=N_("This file is imported already: import %(number)s of %(at)s."),
    repair=N_("To judge it by other rules, import it again with --replace."),
)
FRAME_OVERLAPS = Kind(
    status=409,
    message=N_("Cases of %(units)s are there already, from import %(numbers)s."),
    repair=N_("If this file is the corrected one, import it with --replace."),
)
FRAME_LACKS_UNITS = Kind(
    status=409,
    message=N_("Import %(numbers)s has files of %(units)s, which this file has not."),
    repair=N_("Put all units of the import that is replaced into one file."),
)
FRAME_IN_USE = Kind(
    status=409,
    message=N_("Cases of import %(numbers)s have been drawn or assigned."),
    repair=N_("The list stays as it is; import only units that it does not have."),
)
FRAME_WITHOUT_CASES = Kind(
    status=422,
    message=N_("None of the %(files)s files is a case of this round."),
    repair=N_("Check the period and the rules; the summary says why they were left out."),
)
FRAME_CHANGED_MEANWHILE = Kind(
    status=409,
    message=N_("The cases of the round have changed while the file was judged."),
    repair=N_("Import the file again; nothing was stored."),
)
FRAME_UPLOAD_IMPORTED = Kind(
    status=409,
    message=N_("This list has been imported: import %(number)s came of it."),
    repair=N_("To judge it by other rules, bring the file again."),
)
FRAME_JOBS_FULL = Kind(
    status=503,
    message=N_("%(most)s large lists are being worked on at this moment; no more fit."),
    repair=N_("Nothing was changed. Wait a minute and press the button again."),
)
FRAME_UNITS_DRAWN = Kind(
    status=409,
    message=N_("A sample has been drawn from %(units)s."),
    repair=N_("Their list stays as it was drawn from; leave them out of the file."),
)

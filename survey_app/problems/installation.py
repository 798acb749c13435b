"""What whoever runs the server repairs."""

from questionnaires.problems import N_
from survey_app.problems.kind import Kind

SETTING_MISSING = Kind(
    status=500,
    message=N_("The setting %(name)s is missing."),
    repair=N_("Set the environment variable %(name)s: %(hint)s."),
)
SETTING_WRONG = Kind(
    status=500,
    message=N_("The setting %(name)s is wrong: %(why)s."),
    repair=N_("Set the environment variable %(name)s: %(hint)s."),
)
DATABASE_UNREACHABLE = Kind(
    status=503,
    message=N_("The database cannot be reached: %(why)s."),
    repair=N_("Check DATABASE_URL and that the server runs."),
)
DATABASE_NOT_MIGRATED = Kind(
    status=503,
    message=N_("The database is not at the version of this program."),
    repair=N_("Run: hailong db upgrade"),
)
FILE_NOT_WRITTEN = Kind(
    status=422,
    message=N_("The file %(file)s cannot be written: %(why)s."),
    repair=N_("Name a file in a folder that exists and that you may write to."),
)
NO_FONT = Kind(
    status=503,
    message=N_("No font of this server has all the letters of what is printed (%(letters)s)."),
    repair=N_("Ask the administrator to install one, such as fonts-dejavu-core."),
)

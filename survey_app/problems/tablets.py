"""Why a tablet is not enrolled, or not heard."""

from questionnaires.problems import N_
from survey_app.problems.kind import Kind

ENROLMENT_REFUSED = Kind(
    status=422,
    message=N_("This code does not enrol a tablet: it is wrong, used or older than half an hour."),
    repair=N_("Ask the administrator for a new code and type it again."),
)
DEVICE_REFUSED = Kind(
    status=401,
    message=N_("This tablet is not enrolled, or its enrolment has been ended."),
    repair=N_("Keep working: nothing is lost. Ask the administrator to enrol it again."),
)
DEVICE_NAME_MISSING = Kind(
    status=422,
    message=N_("A tablet needs a name of at most 100 characters."),
    repair=N_("Write for example the number on its back."),
)
BAD_BATCH = Kind(
    status=400,
    message=N_("The batch cannot be read: %(why)s. It was kept as it came."),
    repair=N_("Send a JSON object with the list “documents”, at most %(most)s of them."),
)
TOO_MANY_DOCUMENTS = Kind(
    status=400,
    message=N_("The batch holds %(count)s documents. Nothing was stored."),
    repair=N_("Send them again in several batches of at most %(most)s."),
)
KEY_STAYS_CLOSED = Kind(
    status=422,
    message=N_("What this tablet keeps for a forgotten PIN cannot be opened here."),
    repair=N_("Ask the administrator: the secret key of the installation may have changed."),
)
KEY_OF_ANOTHER = Kind(
    status=403,
    message=N_("This storage belongs to another person."),
    repair=N_("Sign in as the person who set the PIN."),
)

"""What any request may meet, whatever it is about."""

from questionnaires.problems import N_
from survey_app.problems.kind import Kind

NOT_FOUND = Kind(
    status=404,
    message=N_("There is nothing here, or it is not yours to see."),
    repair=N_("Check the address, or go back to your home page."),
)
NOT_ALLOWED = Kind(
    status=403,
    message=N_("Your role may not open this page."),
    repair=N_("Go back to your home page, or sign in with another account."),
)
NOT_DECLARED = Kind(
    status=403,
    message=N_("This page has no access rule, so it stays closed."),
    repair=N_("Tell the administrator."),
)
NOT_SIGNED_IN = Kind(
    status=401,
    message=N_("You are not signed in."),
    repair=N_("Sign in and try again."),
)
BAD_FORM_TOKEN = Kind(
    status=400,
    message=N_("This page was open for too long, or was opened before you signed in."),
    repair=N_("Go back, reload the page and send it again. Nothing was stored."),
)
WRONG_METHOD = Kind(
    status=405,
    message=N_("This address does not take that kind of request."),
    repair=N_("Use the buttons of the pages."),
    program_repair=N_("Ask with one of the methods that the header Allow names."),
)
BAD_REQUEST = Kind(
    status=400,
    message=N_("The request could not be read."),
    repair=N_("Go back and try again."),
)
TOO_LARGE = Kind(
    status=413,
    message=N_("What was sent is larger than this page takes."),
    repair=N_("Shorten the text, or choose a smaller file, and send it again."),
)
TOO_MANY = Kind(
    status=429,
    message=N_("Too many attempts in a short time."),
    repair=N_("Wait a minute and try again."),
)
BUSY = Kind(
    status=503,
    message=N_("The server is too busy at the moment, or its database cannot be reached."),
    repair=N_("Nothing was changed. Wait a minute and try again."),
)
BROKEN = Kind(
    status=500,
    message=N_("Something failed on the server. What was stored before is safe."),
    repair=N_("Try again; if it happens again, tell the administrator the number below."),
)

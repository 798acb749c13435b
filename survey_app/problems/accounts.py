"""Why an account is not made, named or let in."""

from questionnaires.problems import N_
from survey_app.problems.kind import Kind

USERNAME_TAKEN = Kind(
    status=409,
    message=N_("The user name %(username)s is taken."),
    repair=N_("Choose another user name."),
)
USERNAME_UNKNOWN = Kind(
    status=404,
    message=N_("There is no account %(username)s."),
    repair=N_("Check the spelling; the administrator's page lists all accounts."),
)
USERNAME_UNFIT = Kind(
    status=422,
    message=N_("A user name has 1 to 64 small letters, digits, dots or hyphens."),
    repair=N_("Choose one without spaces and accents, such as lan.nguyen."),
)
NAME_UNFIT = Kind(
    status=422,
    message=N_("Name and organisation have 1 to 200 characters each."),
    repair=N_("Give both, without control characters."),
)
ACCOUNT_CLOSED = Kind(
    status=403,
    message=N_("The account %(username)s is closed."),
    repair=N_("Name somebody who works here now."),
)
ROLE_MAY_NOT = Kind(
    status=403,
    message=N_("%(username)s does not have the role that decides about this."),
    repair=N_("Name somebody with one of these roles: %(roles)s."),
)
ROLE_NEEDS_UNIT = Kind(
    status=422,
    message=N_("An account of the role unit belongs to one unit; the others to none."),
    repair=N_("Give --unit with the role unit, and only with it."),
)
UNIT_UNKNOWN = Kind(
    status=404,
    message=N_("There is no unit %(unit)s."),
    repair=N_("Check the code of the unit."),
)
PASSWORD_TOO_SHORT = Kind(
    status=422,
    message=N_("The password has fewer than %(minimum)s characters."),
    repair=N_("Choose a longer one."),
)
PASSWORD_TOO_LONG = Kind(
    status=422,
    message=N_("The password has more than %(maximum)s characters."),
    repair=N_("Choose a shorter one."),
)
PASSWORD_TOO_OLD = Kind(
    status=403,
    message=N_("The password was typed too long ago for this."),
    repair=N_("Sign out, sign in again with the password, and try again within ten minutes."),
)
PASSWORDS_DIFFER = Kind(
    status=422,
    message=N_("The two passwords are not the same."),
    repair=N_("Type the same password twice."),
)
ACCOUNTS_CHANGED_MEANWHILE = Kind(
    status=409,
    message=N_("Accounts have been made while the list was read."),
    repair=N_("Import the list again; nothing was stored."),
)

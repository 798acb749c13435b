"""Why an account is not changed, and what can be done about it."""

from questionnaires.problems import N_, Catalogue, Kind, Refused


class AccountRefused(Refused):
    """An account that is not changed; nothing was."""


class AccountChangeCode(Catalogue):
    """What stands against a change; commands and pages list all of it at once."""

    TEXT_UNFIT = Kind(
        message=N_("The text is blank, longer than %(maximum)s characters, or cannot be printed."),
        repair=N_("Write it in one line."),
    )
    UNIT_UNKNOWN = Kind(
        message=N_("There is no unit %(unit)s."),
        repair=N_("Write the code of a unit that exists."),
    )
    ROLE_FIXED = Kind(
        message=N_("Accounts of the role %(role)s keep their role."),
        repair=N_("Close the account and make another one with hailong user add."),
    )
    ROLE_NOT_GIVEN = Kind(
        message=N_("The role %(role)s is not given to an account that exists."),
        repair=N_("Choose enumerator, supervisor or field_manager."),
    )
    HAS_OPEN_CASES = Kind(
        message=N_("%(username)s has %(cases)s open cases, which only an enumerator can reach."),
        repair=N_("Have the field manager move or recall them first; then change the role."),
    )
    OWN_ACCOUNT = Kind(
        message=N_("Nobody closes the account with which they are signed in."),
        repair=N_("Ask another administrator."),
    )
    CLOSING_NOT_CONFIRMED = Kind(
        message=N_("Nobody has confirmed that the account %(username)s is to be closed."),
        repair=N_("Tick the box above the button."),
    )
    CHANGED_MEANWHILE = Kind(
        message=N_("The account %(username)s was changed since you opened it."),
        repair=N_("Nothing was stored. Look at what it has now, then change it again."),
    )
    CLOSED = Kind(
        message=N_("The account %(username)s is closed."),
        repair=N_("Open it again first."),
    )
    CLOSED_ALREADY = Kind(
        message=N_("The account %(username)s is closed already."),
        repair=N_("Nothing is left to do."),
    )
    OPEN_ALREADY = Kind(
        message=N_("The account %(username)s is open already."),
        repair=N_("Nothing is left to do."),
    )

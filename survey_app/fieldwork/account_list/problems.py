"""What can be wrong with a list of people, beside what is wrong with any table."""

from questionnaires.problems import N_, Catalogue, Kind


class AccountListCode(Catalogue):
    """Kinds of fault of account lists."""

    # the file as such
    FILE_TOO_LARGE = Kind(
        message=N_("the file is larger than %(maximum)s MB"),
        repair=N_("keep only the list of people in it"),
    )
    TOO_LARGE_FOR_PAGE = Kind(
        message=N_("the file is larger than %(maximum)s kB"),
        repair=N_("keep only the list of people in it, or import it on the server"),
    )
    NO_HEADER = Kind(
        message=N_("no header was found in the first %(rows)s rows"),
        repair=N_("a row must name the columns, such as Họ và tên, Vai trò, Cơ quan"),
    )
    COLUMNS_MISSING = Kind(
        message=N_("columns are missing: %(columns)s"),
        repair=N_("add them to the header; docs/files.md has the names they may have"),
    )
    COLUMN_TWICE = Kind(
        message=N_("the columns %(headers)s say the same"),
        repair=N_("keep one of them"),
    )
    SEVERAL_SHEETS = Kind(
        message=N_("several sheets look like a list of people: %(sheets)s"),
        repair=N_("keep one of them in the file"),
    )
    NO_SHEET = Kind(
        message=N_("the workbook has no sheet that can be read"),
        repair=N_("put the list on a sheet that is not hidden"),
    )
    OTHER_SHEETS = Kind(
        message=N_("only this sheet was read; the others were not: %(sheets)s"),
        repair=N_("put everybody on one sheet, if people stand on the others too"),
    )
    TOO_MANY_PEOPLE = Kind(
        message=N_("the list has more than %(maximum)s rows"),
        repair=N_("check that this is the right file, or split it"),
    )
    # a cell
    UNKNOWN_ROLE = Kind(
        message=N_("“%(value)s” is not a role"),
        repair=N_("write one of these: %(known)s"),
    )
    ROLE_NOT_FROM_LISTS = Kind(
        message=N_("accounts of the role %(value)s are not made from a list"),
        repair=N_("take the row out and make the account with hailong user add"),
    )
    USERNAME_UNFIT = Kind(
        message=N_("“%(value)s” cannot be a user name"),
        repair=N_(
            "write 1 to 64 letters without accents, digits, dots or hyphens, or leave it blank"
        ),
    )
    NAME_MAKES_NO_USERNAME = Kind(
        message=N_("no user name can be made from “%(value)s”"),
        repair=N_("write a user name into the row"),
    )
    UNKNOWN_UNIT = Kind(
        message=N_("there is no unit “%(value)s”, or there are several of that name"),
        repair=N_("write the code of the unit, several separated by semicolons"),
    )
    SAME_PERSON = Kind(
        message=N_("the same person with the same data stands already in row %(row)s"),
        repair=N_("keep one of the two rows; if they are two people, give each a user name"),
    )
    # accounts that exist
    ACCOUNT_DIFFERS = Kind(
        message=N_("the account %(username)s exists and has “%(there)s” here, not “%(value)s”"),
        repair=N_(
            "nothing is overwritten: take the row out, write what the account has, or import with "
            "--change; if this is somebody else, write another user name"
        ),
    )
    ACCOUNT_CLOSED = Kind(
        message=N_("the account %(username)s exists and is closed"),
        repair=N_("take the row out, or write another user name"),
    )

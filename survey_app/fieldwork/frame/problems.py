"""What can be wrong with the list of a one-stop system, beside what is wrong with any table."""

from questionnaires.problems import N_, Catalogue, Kind


class FrameCode(Catalogue):
    """Kinds of fault and of warning of frame files, their mappings and their rules."""

    # the file as such
    NO_FILE = Kind(
        message=N_("no file was chosen"),
        repair=N_("choose the list that was exported, CSV or XLSX"),
    )
    FILE_TOO_LARGE = Kind(
        message=N_("the file is larger than %(maximum)s MB"),
        repair=N_("split it by unit and import the parts one after the other"),
    )
    OLD_WORKBOOK = Kind(
        message=N_("the file is a workbook in the old format .xls"),
        repair=N_("open it and save it as .xlsx"),
    )
    WITH_PASSWORD = Kind(
        message=N_("the workbook is protected by a password"),
        repair=N_("open it with its password, remove the password and save it again"),
    )
    BROKEN_WORKBOOK = Kind(
        message=N_("the workbook cannot be read: it is damaged, or not whole"),
        repair=N_("export or copy it again; if it opens in Excel, save it anew as .xlsx"),
    )
    UNPACKS_TOO_LARGE = Kind(
        message=N_("this part of the workbook is larger than %(maximum)s MB when unpacked"),
        repair=N_("save the list alone, as CSV UTF-8 or as a new workbook without formats"),
    )
    TOO_MANY_CELLS = Kind(
        message=N_("the sheet reaches to row %(row)s and column %(column)s"),
        repair=N_("delete what stands far below or right of the list, and save it again"),
    )
    TOO_MANY_COLUMNS = Kind(
        message=N_("%(found)s columns are more than the %(maximum)s that a list has"),
        repair=N_("check that this is the right file"),
    )
    NO_SHEET = Kind(
        message=N_("the workbook has no sheet “%(sheet)s” to be read"),
        repair=N_("name one of these in the mapping: %(known)s"),
    )
    SEVERAL_SHEETS = Kind(
        message=N_("several sheets look like the list: %(sheets)s"),
        repair=N_("name one of them as “sheet” in the mapping, or keep one in the file"),
    )
    OTHER_SHEETS = Kind(
        message=N_("only this sheet was read; the others were not: %(sheets)s"),
        repair=N_("import them one by one, if they hold files too"),
    )
    # the header
    NO_HEADER = Kind(
        message=N_("no header was found in the first %(rows)s rows"),
        repair=N_("a row must name the columns, such as Mã hồ sơ, Đơn vị, Tên thủ tục"),
    )
    FIELD_MISSING = Kind(
        message=N_("no column was found for “%(field)s”"),
        repair=N_("name its column in the mapping; the header has: %(headers)s"),
    )
    FIELD_TWICE = Kind(
        message=N_("“%(field)s” may stand in several columns: %(headers)s"),
        repair=N_("say in the mapping which one is meant, or remove the others"),
    )
    COLUMN_MISSING = Kind(
        message=N_("the mapping names the column “%(column)s”, which the header lacks"),
        repair=N_("write it as the header does: %(headers)s"),
    )
    COLUMN_TWICE = Kind(
        message=N_("the column “%(column)s” stands %(times)s times in the header"),
        repair=N_("rename or remove the others, so that it is clear which one is meant"),
    )
    COLUMN_IGNORED = Kind(
        message=N_("the column “%(column)s” was not read"),
        repair=N_("name it in the mapping if it should have been"),
    )
    # a row
    OTHER_NUMBER_OF_CELLS = Kind(
        message=N_("%(found)s cells where the header has %(expected)s"),
        repair=N_("put a cell with the separator inside into quotation marks; delete footers"),
    )
    NOT_A_FILE = Kind(
        message=N_(
            "the row names neither procedure nor applicant; it seems to be a heading, a total or "
            "a signature"
        ),
        repair=N_("delete the row; if it is a file, fill in both"),
    )
    HEADER_AGAIN = Kind(
        message=N_("the header stands here once more"),
        repair=N_("delete the row"),
    )
    MERGED_CELLS = Kind(
        message=N_("the cells of rows %(first)s to %(last)s are merged, and have one value"),
        repair=N_("unmerge them and write the value into each row"),
    )
    ERROR_CELL = Kind(
        message=N_("the cell holds an error of the spreadsheet (%(value)s)"),
        repair=N_("repair the formula, or put the value there"),
    )
    CODE_IN_POWERS = Kind(
        message=N_("“%(value)s” is a number that the spreadsheet has shortened"),
        repair=N_("export again with this column as text; the digits are lost in this file"),
    )
    NOT_A_DATE = Kind(
        message=N_("“%(value)s” is not a date"),
        repair=N_("write it as dd/mm/yyyy, such as 05/09/2022"),
    )
    MONTH_FIRST = Kind(
        message=N_("“%(value)s” has no month %(month)s: month and day seem to be exchanged"),
        repair=N_("export again with dates as dd/mm/yyyy; the others may be exchanged as well"),
    )
    SHORT_YEAR = Kind(
        message=N_("“%(value)s” has a year of two digits"),
        repair=N_("write the year with four digits"),
    )
    UNLIKELY_YEAR = Kind(
        message=N_("the year of “%(value)s” cannot be right"),
        repair=N_("write a year between %(first)s and %(last)s"),
    )
    UNKNOWN_WORD = Kind(
        message=N_("“%(value)s” is not a known word here"),
        repair=N_(
            "say what it means under “words” in the mapping: one of %(known)s; "
            "more rows may have it"
        ),
    )
    UNKNOWN_UNIT = Kind(
        message=N_("the round has no unit “%(value)s”"),
        repair=N_(
            "write its code or name as in the round, or say under “words” in the mapping which "
            "code is meant; more rows may have it"
        ),
    )
    # what stops nothing
    PHONE_UNLIKELY = Kind(
        message=N_("“%(value)s” cannot be a telephone number of Việt Nam; it was left out"),
        repair=N_("mobile numbers have 10 digits (03, 05, 07, 08, 09), landlines 11 (02)"),
    )
    PHONE_OF_OLD = Kind(
        message=N_("“%(value)s” is a mobile number of 11 digits, as used until 2018; left out"),
        repair=N_("write the number of 10 digits that replaced it"),
    )
    NO_WAY_TO_REACH = Kind(
        message=N_("neither telephone nor address is known"),
        repair=N_("add one of them, or the person cannot be found when drawn"),
    )
    RETURNED_BEFORE_RECEIVED = Kind(
        message=N_("the result was returned on %(returned)s, before the file came in"),
        repair=N_("check both dates"),
    )
    # judging
    RULE_WITHOUT_ROWS = Kind(
        message=N_("no row has the procedure “%(procedure)s”"),
        repair=N_(
            "write it as the file does, or end it with * to name all that begin so; "
            "a cap may name the unit by its code"
        ),
    )
    ONE_PROCEDURE = Kind(
        message=N_("%(share)s %% of the %(count)s cases of %(unit)s are of “%(procedure)s”"),
        repair=N_("set a cap for this procedure in the rules, or leave it out"),
    )
    SHARED_PHONE = Kind(
        message=N_(
            "one telephone number stands for %(names)s names in %(unit)s, first in row %(row)s"
        ),
        repair=N_(
            "if it is the number of an office or an agent, set “shared_phone_from” in the rules"
        ),
    )
    # mapping and rules as documents
    NOT_JSON = Kind(
        message=N_("the document is not JSON: %(why)s"),
        repair=N_("see the example in docs/frame.md"),
    )
    NOT_AS_DOCUMENTED = Kind(
        message=N_("this is not as documented: %(why)s"),
        repair=N_("see the example in docs/frame.md"),
    )
    FIELD_OF_TWO_COLUMNS = Kind(
        message=N_("two columns are mapped to “%(field)s”: %(headers)s"),
        repair=N_("map one of them"),
    )
    PERIOD_BACKWARDS = Kind(
        message=N_("the period ends before it begins"),
        repair=N_("exchange period_from and period_to"),
    )
    CAP_WITHOUT_SEED = Kind(
        message=N_("caps choose by chance, and there is no seed"),
        repair=N_("set “seed” to a word that was made public before, such as a lottery result"),
    )

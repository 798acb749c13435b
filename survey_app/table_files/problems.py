"""What can be wrong with a table that is read from a file, and the list of what was."""

from dataclasses import dataclass, field

from questionnaires.problems import N_, Catalogue, Fault, Kind

MOST_SHOWN = 100
"""Faults that are kept; those after them are only counted."""
MOST_COUNTED = 100_000
"""Faults after which reading stops: the file is something else."""
MOST_REPEATED = 40
"""Characters of a refused cell that a fault repeats."""


class TableCode(Catalogue):
    """Kinds of fault of CSV files."""

    # the file as such
    EMPTY_FILE = Kind(
        message=N_("the file is empty"),
        repair=N_("give a CSV file with a header row and one row per record"),
    )
    NO_ROWS = Kind(
        message=N_("there is no row below the header"),
        repair=N_("check that the right file was saved, with its data"),
    )
    UTF_16 = Kind(
        message=N_("the file is in UTF-16, not in UTF-8"),
        repair=N_("save it again as “CSV UTF-8”"),
    )
    WORKBOOK = Kind(
        message=N_("the file is a workbook or an archive, not a CSV file"),
        repair=N_("open it and save the sheet as “CSV UTF-8”"),
    )
    WEB_PAGE = Kind(
        message=N_("the file is a web page, even if its name ends with .xls"),
        repair=N_("open it in Excel and save it as .xlsx, or as “CSV UTF-8”"),
    )
    OTHER_DOCUMENT = Kind(
        message=N_("the file is not a list but a file of another kind (%(kind)s)"),
        repair=N_("open it in the program it is for and save the table as .xlsx or “CSV UTF-8”"),
    )
    NOT_UTF_8 = Kind(
        message=N_("byte %(byte)s of this line is not UTF-8"),
        repair=N_("save the file again as “CSV UTF-8”; it may be in Windows-1258 or TCVN3"),
    )
    NUL_BYTE = Kind(
        message=N_("there is a NUL byte in this line"),
        repair=N_("this is not a text file, or it is damaged; export it again"),
    )
    LINE_TOO_LONG = Kind(
        message=N_("this line is longer than %(maximum)s bytes"),
        repair=N_("this is not a table, or its lines do not end; export it again"),
    )
    MALFORMED = Kind(
        message=N_("the row that begins here is not well-formed CSV: %(why)s"),
        repair=N_("close every quotation mark, and double those inside a quoted cell"),
    )
    TOO_MANY_FAULTS = Kind(
        message=N_("reading stopped here, after %(count)s faults"),
        repair=N_("check that this is the right file before repairing single rows"),
    )
    # the header
    OTHER_SEPARATOR = Kind(
        message=N_("columns are not separated by commas"),
        repair=N_("save the file with commas between columns (not semicolons or tabs)"),
    )
    MISSING_COLUMNS = Kind(
        message=N_("columns are missing: %(columns)s"),
        repair=N_("add them to the header; names are written exactly like this"),
    )
    DUPLICATE_COLUMN = Kind(
        message=N_("the column %(column)s stands %(times)s times in the header"),
        repair=N_("keep one column of that name"),
    )
    UNKNOWN_COLUMN = Kind(
        message=N_("the column “%(column)s” is not known and was ignored"),
        repair=N_("correct its name if it should have been read"),
    )
    UNUSED_COLUMNS = Kind(
        message=N_("columns of questions that are not needed here, and were ignored: %(count)s"),
        repair=N_("nothing has to be done; they are answers to %(questions)s"),
    )
    # a row
    WRONG_NUMBER_OF_CELLS = Kind(
        message=N_("%(found)s cells where the header has %(expected)s"),
        repair=N_("put a cell with a comma inside into quotation marks; decimals have a point"),
    )
    BLANK_ROWS = Kind(
        message=N_("reading stopped here, after %(count)s blank rows"),
        repair=N_("delete the blank rows, or check that this is the right file"),
    )
    # a cell
    BLANK_CELL = Kind(
        message=N_("the cell is blank"),
        repair=N_("fill it in"),
    )
    TEXT_TOO_LONG = Kind(
        message=N_("the text has %(length)s characters, more than %(maximum)s"),
        repair=N_("shorten it, or check that the cells stand in their columns"),
    )
    UNPRINTABLE = Kind(
        message=N_("the text has a character that cannot be printed"),
        repair=N_("remove line breaks and control characters from the cell"),
    )
    TWICE = Kind(
        message=N_("“%(value)s” stands already in row %(row)s"),
        repair=N_("keep one of the two rows"),
    )
    SAME_RESPONSE = Kind(
        message=N_("this response_uuid stands already in row %(row)s"),
        repair=N_("keep one of the two rows; every interview has its own identifier"),
    )
    NOT_IN_THE_FILE = Kind(
        message=N_("no row has the %(column)s “%(value)s”; the file has: %(known)s"),
        repair=N_("choose among these, or leave the choice away to score all rows"),
    )
    NO_SUCH_ROW = Kind(
        message=N_("no row fits all that was chosen: %(chosen)s"),
        repair=N_("choose other words, or leave a choice away"),
    )
    DECIMAL_COMMA = Kind(
        message=N_("“%(value)s” has a decimal comma"),
        repair=N_("write it with a decimal point"),
    )
    NOT_A_DECIMAL = Kind(
        message=N_("“%(value)s” is not a decimal number"),
        repair=N_("write digits with a decimal point, such as 85.50"),
    )
    NEGATIVE = Kind(
        message=N_("%(value)s is negative"),
        repair=N_("points begin at 0"),
    )
    NOT_POSITIVE = Kind(
        message=N_("“%(value)s” is not a number above 0"),
        repair=N_("write a positive number with a decimal point"),
    )
    NOT_A_COUNT = Kind(
        message=N_("“%(value)s” is not a whole number above 0"),
        repair=N_("write how many there are, in digits"),
    )
    NOT_A_NUMBER_OF_CASES = Kind(
        message=N_("“%(value)s” is not a whole number from 0 on"),
        repair=N_("write how many cases there were, 0 for none"),
    )
    PLAN_WITHOUT_ADJUSTMENTS = Kind(
        message=N_("the points plan adds no points for cases, and takes none away"),
        repair=N_("leave --adjustments away, or name the points plan that asks for cases"),
    )
    UNIT_WITHOUT_RESPONSES = Kind(
        message=N_("the file of responses has no row of the unit “%(unit)s”"),
        repair=N_("correct the code, or leave this row out"),
    )
    ADJUSTMENT_UNKNOWN = Kind(
        message=N_("the points plan has no adjustment “%(adjustment)s”; it has: %(known)s"),
        repair=N_("correct the code of the adjustment"),
    )
    CASES_MISSING = Kind(
        message=N_("no row says how many cases of %(adjustments)s there were"),
        repair=N_("add a row for each, with 0 where there was none"),
    )
    NOT_A_TIME = Kind(
        message=N_("“%(value)s” is not a time of ISO 8601"),
        repair=N_("write it like 2022-10-05T08:30:00+07:00, or leave it blank"),
    )
    TIME_WITHOUT_OFFSET = Kind(
        message=N_("“%(value)s” does not say its offset from UTC"),
        repair=N_("add it, such as +07:00 for Việt Nam"),
    )
    # samples
    NOT_A_LIST = Kind(
        message=N_("“%(value)s” is not a list of a sample"),
        repair=N_("write official or reserve"),
    )
    # points
    ABOVE_MAXIMUM = Kind(
        message=N_("appraised and satisfaction points make %(sum)s, of at most %(maximum)s"),
        repair=N_("correct the points or max_points"),
    )
    COMPONENT_ABOVE_MAXIMUM = Kind(
        message=N_("%(value)s points, where the survey gives at most %(maximum)s"),
        repair=N_("write points, not percent: share × %(maximum)s"),
    )
    COMPONENT_MISSING = Kind(
        message=N_("there are no survey points, but max_points is the full %(maximum)s"),
        repair=N_(
            "write the points; a unit without procedures is scored on the %(exempt)s points "
            "that it can reach"
        ),
    )
    # responses
    TOO_MANY_LABELS = Kind(
        message=N_("there are more than %(count)s different values in this column"),
        repair=N_("check that the cells stand under the right header"),
    )
    WEIGHT_MISSING = Kind(
        message=N_("%(blank)s rows have no weight, first this one, the others have"),
        repair=N_("give every row its weight, or leave all blank"),
    )


LOSING_ROWS = frozenset(
    kind.name.lower()
    for kind in (
        TableCode.EMPTY_FILE,
        TableCode.NO_ROWS,
        TableCode.UTF_16,
        TableCode.WORKBOOK,
        TableCode.NOT_UTF_8,
        TableCode.NUL_BYTE,
        TableCode.LINE_TOO_LONG,
        TableCode.MALFORMED,
        TableCode.TOO_MANY_FAULTS,
        TableCode.OTHER_SEPARATOR,
        TableCode.MISSING_COLUMNS,
        TableCode.DUPLICATE_COLUMN,
        TableCode.WRONG_NUMBER_OF_CELLS,
        TableCode.BLANK_ROWS,
    )
)
"""Codes of faults after which some rows have not been read."""


def shown(value: str) -> str:
    """A refused cell, short enough to be repeated."""
    return value if len(value) <= MOST_REPEATED else f"{value[:MOST_REPEATED]}…"


@dataclass(slots=True, kw_only=True)
class FaultLog:
    """Faults of one file in the order of reading: the first ones whole, the rest counted."""

    most_shown: int = MOST_SHOWN
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    total: int = 0
    total_warnings: int = 0

    @property
    def is_full(self) -> bool:
        """Whether reading on would tell nothing more."""
        return self.total >= MOST_COUNTED

    def note(self, code: Catalogue, where: str, /, **details: str) -> None:
        """Add a fault."""
        self.total += 1
        if len(self.faults) < self.most_shown:
            self.faults.append(code.at(where, **details))

    def count(self) -> None:
        """Count a fault whose like has been noted: a word that is not known, in another row."""
        self.total += 1

    def add(self, fault: Fault) -> None:
        """Add a fault that another room has found."""
        self.total += 1
        if len(self.faults) < self.most_shown:
            self.faults.append(fault)

    def stop(self, where: str) -> None:
        """Say where reading stopped, because there were too many faults."""
        self.faults.append(TableCode.TOO_MANY_FAULTS.at(where, count=str(self.total)))

    def warn(self, code: Catalogue, where: str, /, **details: str) -> None:
        """Add something that was noticed and does not stop anything."""
        self.total_warnings += 1
        if len(self.warnings) < MOST_SHOWN:
            self.warnings.append(code.at(where, **details))

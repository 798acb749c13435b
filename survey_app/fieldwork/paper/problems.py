"""What can be wrong with the head of a sheet, or stand against keying it."""

from questionnaires.problems import N_, Catalogue, Kind


class PaperCode(Catalogue):
    """The keying page says all of them at once, each beside its field."""

    SHARE_IMPOSSIBLE = Kind(
        message=N_("“%(typed)s” is not a whole number from 0 to 100."),
        repair=N_("Type how many of a hundred forms are to be keyed twice."),
    )
    NUMBER_MISSING = Kind(
        message=N_("The number of the form is missing or too long."),
        repair=N_("Type the number printed on the sheet, at most 32 signs."),
    )
    NUMBER_TAKEN = Kind(
        message=N_("The form with the number %(number)s was keyed before."),
        repair=N_("Compare the number with the sheet; a sheet is keyed once."),
    )
    UNIT_MISSING = Kind(
        message=N_("The unit is missing, or is not surveyed in this round."),
        repair=N_("Choose the unit that stands on the sheet."),
    )
    CASE_OR_NONE = Kind(
        message=N_("A file code, or that the respondent is on no list, is needed; not both."),
        repair=N_("Type the file code of the sheet, or tick “on no list”."),
    )
    CASE_UNKNOWN = Kind(
        message=N_("This unit has no file “%(case)s” on its lists."),
        repair=N_("Compare unit and file code with the sheet."),
    )
    CASE_NOT_GIVEN = Kind(
        message=N_("Nobody has the file “%(case)s” to interview."),
        repair=N_("Have the field manager give it to the enumerator who stands on the sheet."),
    )
    CASE_OF_ANOTHER = Kind(
        message=N_("The file “%(case)s” was given to another enumerator."),
        repair=N_("Compare the sheet, or have the field manager give the file to this person."),
    )
    CASE_DONE = Kind(
        message=N_("There is an interview for the file “%(case)s” already."),
        repair=N_("Do not key the sheet; show it to the field manager."),
    )
    UNLISTED_NOT_ALLOWED = Kind(
        message=N_("In this round only people on the lists are interviewed."),
        repair=N_("Type the file code of the sheet."),
    )
    ENUMERATOR_MISSING = Kind(
        message=N_("Who interviewed is missing."),
        repair=N_("Choose the enumerator who stands on the sheet."),
    )
    DAY_UNREADABLE = Kind(
        message=N_("“%(value)s” is no day."),
        repair=N_("Type day, month and year, such as 21/11/2026 or 21112026."),
    )
    DAY_IMPOSSIBLE = Kind(
        message=N_("The interview cannot have been on %(value)s."),
        repair=N_("It lies in the future or before the first day of the round."),
    )
    TIME_UNREADABLE = Kind(
        message=N_("“%(value)s” is no time."),
        repair=N_("Type hours and minutes, such as 8:30 or 0830."),
    )
    ENDS_BEFORE_IT_BEGINS = Kind(
        message=N_("The interview ends before it begins."),
        repair=N_("Compare both times with the sheet."),
    )
    ENDS_EARLY = Kind(
        message=N_("With these answers there is no interview: %(ending)s"),
        repair=N_("Record it as a contact attempt, or compare the answers with the sheet."),
    )

"""What can be wrong with points by area, and with a table of an earlier year."""

from questionnaires.problems import N_, Catalogue, Kind


class AppraisalCode(Catalogue):
    """Kinds of fault, beside what is wrong with any table."""

    # the file as such
    TOO_LARGE = Kind(
        message=N_("the file is larger than %(maximum)s kB"),
        repair=N_("keep only the table of points in it"),
    )
    NO_HEADER = Kind(
        message=N_("no header was found in the first %(rows)s rows"),
        repair=N_("use the template: a row names the column of the unit and those of the points"),
    )
    NO_POINTS_COLUMN = Kind(
        message=N_("no column holds points: neither an area nor the total"),
        repair=N_("use the template; the columns may be: %(known)s"),
    )
    COLUMN_TWICE = Kind(
        message=N_("the columns %(headers)s say the same"),
        repair=N_("keep one of them"),
    )
    NO_SHEET = Kind(
        message=N_("the workbook has no sheet with such a table"),
        repair=N_("use the template, and keep the table on a sheet that is not hidden"),
    )
    SEVERAL_SHEETS = Kind(
        message=N_("several sheets look like such a table: %(sheets)s"),
        repair=N_("keep one of them in the file"),
    )
    UNITS_LEFT_BLANK = Kind(
        message=N_("rows without any points were left out: %(count)s"),
        repair=N_("fill them in if the document has points of these units"),
    )
    # a row
    UNKNOWN_UNIT = Kind(
        message=N_("the round has no unit “%(unit)s”"),
        repair=N_("write the code as in the template; the nearest is %(nearest)s"),
    )
    UNIT_TWICE = Kind(
        message=N_("the unit “%(unit)s” stands already in row %(row)s"),
        repair=N_("keep one of the two rows"),
    )
    NO_SCALE = Kind(
        message=N_("no scale of the criteria set has %(maximum)s points for this unit"),
        repair=N_("give the total alone, or let the round go by a criteria set that has the scale"),
    )
    # a cell
    NOT_POINTS = Kind(
        message=N_("“%(value)s” is not a number of points"),
        repair=N_("write digits, with one decimal comma or point, such as 17,34"),
    )
    NEGATIVE = Kind(
        message=N_("%(value)s is negative"),
        repair=N_("points begin at 0"),
    )
    TOO_MANY_DECIMALS = Kind(
        message=N_("%(value)s has more than %(decimals)s decimals"),
        repair=N_("write the points as the document has them"),
    )
    ABOVE_AREA = Kind(
        message=N_("%(value)s points, where this area gives at most %(maximum)s"),
        repair=N_("correct the points"),
    )
    ABOVE_UNIT = Kind(
        message=N_("all areas together are %(value)s points, where this unit can have %(maximum)s"),
        repair=N_("correct the points of an area"),
    )
    DOES_NOT_APPLY = Kind(
        message=N_("this area does not apply to the unit, but has %(value)s points"),
        repair=N_("write x"),
    )
    APPLIES = Kind(
        message=N_("x, but this area applies to the unit"),
        repair=N_("write its points, 0 where it has none"),
    )
    AREA_BLANK = Kind(
        message=N_("the points of this area are missing"),
        repair=N_("write them, 0 where there are none; areas that do not apply have x"),
    )
    TOTAL_DIFFERS = Kind(
        message=N_("the total is %(value)s, but the areas add up to %(sum)s"),
        repair=N_("correct the total or an area, or leave the total blank"),
    )
    # an earlier table
    UNKNOWN_GROUP = Kind(
        message=N_("the round has no group “%(group)s”; it has: %(known)s"),
        repair=N_("write the code of the group as in the template"),
    )
    GROUP_TWICE = Kind(
        message=N_("the group “%(group)s” stands already in row %(row)s"),
        repair=N_("keep one of the two rows"),
    )
    NOT_A_RANK = Kind(
        message=N_("“%(value)s” is not a rank"),
        repair=N_("write a whole number from 1 on, or leave it blank"),
    )
    ABOVE_HUNDRED = Kind(
        message=N_("%(value)s is more than 100"),
        repair=N_("an index is in percent"),
    )
    NOT_OF_A_UNIT = Kind(
        message=N_("mean and spread are of a group, but this row is of a unit"),
        repair=N_("put them into a row without a unit code"),
    )
    NOT_OF_A_GROUP = Kind(
        message=N_("rank and index are of a unit, but this row has no unit code"),
        repair=N_("write the code of the unit"),
    )
    NOT_EARLIER = Kind(
        message=N_("%(value)s is not a year before that of the round"),
        repair=N_("write the year that the table is of"),
    )
    # the document
    NUMBER_MISSING = Kind(
        message=N_("The document has no number."),
        repair=N_("Write its number and sign, such as 2070/BC-HĐ; at most %(maximum)s characters."),
    )
    DAY_MISSING = Kind(
        message=N_("The day of the document is missing, or is no day."),
        repair=N_("Write it like 20/11/2022."),
    )
    DAY_TO_COME = Kind(
        message=N_("The day of the document is still to come."),
        repair=N_("Correct the day."),
    )
    REASON_MISSING = Kind(
        message=N_("Points that stand become other ones, and nobody says why."),
        repair=N_("Write the reason, at most %(maximum)s characters."),
    )
    NOTHING_NEW = Kind(
        message=N_("All these points stand already."),
        repair=N_("There is nothing to store."),
    )
    NOT_NOW = Kind(
        message=N_("Points are entered while the round is open, closed or published."),
        repair=N_("Open the round first; an archived round stays as it is."),
    )
    CHANGED_MEANWHILE = Kind(
        message=N_("Somebody has entered points since you looked."),
        repair=N_("Look at what would change now, and store it then."),
    )
    NO_CRITERIA = Kind(
        message=N_("The round has no criteria set: nobody knows its areas."),
        repair=N_("Let it go by one: hailong index criteria."),
    )
    AREAS_IN_USE = Kind(
        message=N_("Points of areas stand that the set does not have: %(areas)s."),
        repair=N_("Choose a set that has them."),
    )
    # publishing the index
    SCORES_NOT_PUBLIC = Kind(
        message=N_("The scores of the round are not public."),
        repair=N_("Publish them first: the index has their points."),
    )
    UNIT_NOT_READY = Kind(
        message=N_("%(unit)s is not in the index: its appraised points are missing or do not fit."),
        repair=N_("Enter its appraised points."),
    )
    NOBODY_IN_THE_INDEX = Kind(
        message=N_("No unit is in the index."),
        repair=N_("Enter appraised points, and publish scores."),
    )
    INDEX_NOT_PUBLIC = Kind(
        message=N_("No index of this round is public."),
        repair=N_("There is nothing to take back."),
    )
    INDEX_UNCHANGED = Kind(
        message=N_("The same index is public already, by the same decision."),
        repair=N_(
            "There is nothing new to publish. Enter what has changed, or name another decision."
        ),
    )
    INDEX_CHANGED_MEANWHILE = Kind(
        message=N_("Somebody has published or withdrawn the index since you looked."),
        repair=N_("Look at what stands now, and decide then."),
    )

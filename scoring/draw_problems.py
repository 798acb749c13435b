"""What can be wrong with a draw before it is made, and where a published one does not agree."""

from questionnaires.problems import N_, Catalogue, Kind, Refused


class DrawCode(Catalogue):
    """Why a draw cannot be made as it is planned."""

    NO_CASES = Kind(
        message=N_("there is no case to draw from"),
        repair=N_("import the list of finished procedures first"),
    )
    CASE_TWICE = Kind(
        message=N_("the case stands more than once in the list"),
        repair=N_("keep it once; it would have two chances to be drawn"),
    )
    TEXT_UNFIT = Kind(
        message=N_("“%(value)s” cannot be hashed or written to a file as it is"),
        repair=N_(
            "use printable text in Unicode form NFC, without spaces at its ends, that does not "
            "begin with = + - @ or an apostrophe, nor go on so after a semicolon"
        ),
    )
    BAR_IN_NAME = Kind(
        message=N_("“%(value)s” is blank or contains the bar |, which separates what is hashed"),
        repair=N_("give a name without it"),
    )
    BAD_SEED = Kind(
        message=N_("the seed is not 32 hexadecimal digits in lower case"),
        repair=N_("give the seed as it was made, without spaces around it"),
    )
    STRATUM_BLANK = Kind(
        message=N_("some cases have no stratum, the others have one"),
        repair=N_("name the stratum of every case, or of none"),
    )
    STRATUM_EMPTY = Kind(
        message=N_("there is a target for this stratum, but no case in it"),
        repair=N_("take the target out, or correct the name of the stratum"),
    )
    STRATUM_WITHOUT_TARGET = Kind(
        message=N_("there are %(population)s cases in this stratum, but no target"),
        repair=N_("set its target; 0 leaves it out knowingly"),
    )
    TARGET_TWICE = Kind(
        message=N_("the stratum has more than one target"),
        repair=N_("keep one"),
    )
    TARGET_NEGATIVE = Kind(
        message=N_("a target is negative: official %(official)s, reserve %(reserve)s"),
        repair=N_("set 0 or more"),
    )
    TARGET_TOO_LARGE = Kind(
        message=N_(
            "official %(official)s and reserve %(reserve)s are to be drawn of %(population)s cases"
        ),
        repair=N_("lower them together to %(population)s at most"),
    )
    RESERVE_WITHOUT_OFFICIAL = Kind(
        message=N_("there is a reserve of %(reserve)s, but nobody whom it could replace"),
        repair=N_("set the reserve to 0, or draw an official sample in this stratum"),
    )
    SEVERAL_STRATA = Kind(
        message=N_("a simple draw knows no strata, but the cases lie in %(count)s"),
        repair=N_("draw by strata, or give all cases the same stratum"),
    )
    ORDER_NOT_SAID = Kind(
        message=N_("it is not said by what the list of a systematic draw is sorted"),
        repair=N_("say in words what the order key of a case is, such as “date of the result”"),
    )


class DrawRefused(Refused, ValueError):  # noqa: N818 -- as its base
    """A draw that cannot be made."""


class Difference(Catalogue):
    """Where a published sample does not agree with its seed and its list.

    The second sentence of each says what that means.
    """

    SEED_NOT_REVEALED = Kind(
        message=N_("the seed is not revealed yet"),
        repair=N_("the members can be checked when it is; the list of cases can be checked now"),
    )
    SEED_BREAKS_COMMITMENT = Kind(
        message=N_("the hash of the seed is %(found)s, but %(promised)s was published before"),
        repair=N_("this is not the seed that was promised, or it was mistyped"),
    )
    LIST_HASH = Kind(
        message=N_("the hash of the list of cases is %(found)s, not %(published)s"),
        repair=N_("cases were added, removed or changed after the list was published"),
    )
    NUMBER_OF_CASES = Kind(
        message=N_("the list has %(found)s cases, the document says %(published)s"),
        repair=N_("cases were added or removed after the list was published"),
    )
    POPULATION = Kind(
        message=N_("the stratum has %(found)s cases in the list, the document says %(published)s"),
        repair=N_("its weights and chances of being drawn are not those that were published"),
    )
    NOT_REDRAWN = Kind(
        message=N_("the members were not compared"),
        repair=N_("the draw cannot be repeated before what stands above is repaired"),
    )
    UNKNOWN_CASE = Kind(
        message=N_("“%(case)s” is not in the list of cases"),
        repair=N_(
            "nobody could have drawn it from this list: it was added later, or its id was changed"
        ),
    )
    NOT_DRAWN = Kind(
        message=N_("“%(case)s” is in the sample, but was not drawn"),
        repair=N_(
            "its key comes after those of the drawn ones; where all else agrees, it was put in "
            "by hand"
        ),
    )
    NOT_DRAWN_SYSTEMATIC = Kind(
        message=N_("“%(case)s” is in the sample, but was not drawn"),
        repair=N_(
            "no step from the random start ends on it; where all else agrees, it was put in by hand"
        ),
    )
    LEFT_OUT = Kind(
        message=N_("“%(case)s” was drawn, but is not in the sample"),
        repair=N_(
            "where all else agrees, it was taken out by hand; replacements come from the "
            "reserve only"
        ),
    )
    CASE_TWICE = Kind(
        message=N_("“%(case)s” stands already in row %(row)s"),
        repair=N_("a case is drawn at most once"),
    )
    LIST = Kind(
        message=N_("“%(case)s” was drawn into the list %(drawn)s, not %(published)s"),
        repair=N_(
            "where all else agrees, it was moved between the official sample and the reserve"
        ),
    )
    PLACE = Kind(
        message=N_("“%(case)s” has place %(drawn)s, not %(published)s"),
        repair=N_("the order is not that of the draw, and with it who replaces whom"),
    )
    STRATUM = Kind(
        message=N_("“%(case)s” lies in the stratum “%(drawn)s”, not “%(published)s”"),
        repair=N_("it would be counted for the wrong part of the population"),
    )
    WEIGHT = Kind(
        message=N_("“%(case)s” has the weight %(drawn)s, not %(published)s"),
        repair=N_("a score made with this weight is wrong"),
    )

"""What can be wrong with a lot before interviews are drawn from it."""

from questionnaires.problems import N_, Catalogue, Kind


class LotCode(Catalogue):
    """Why no draw can be made of a lot, and where a published one does not agree.

    What names and seeds have to be, and the other differences, are those of any draw.
    """

    EMPTY_LOT = Kind(
        message=N_("the lot has no interview"),
        repair=N_("close the lot when there is one"),
    )
    INTERVIEW_TWICE = Kind(
        message=N_("the interview stands more than once in the lot"),
        repair=N_("keep it once; else it could be drawn twice as easily"),
    )
    STRATUM_BLANK = Kind(
        message=N_("it is not said to which part of the lot the interview belongs"),
        repair=N_("name its enumerator, or enumerator and unit"),
    )
    PROBABILITY = Kind(
        message=N_("the chance to be drawn was %(drawn)s, not %(published)s"),
        repair=N_("an estimate that weighs by it is wrong"),
    )
    PLAN_HASH = Kind(
        message=N_("the hash of the plan is %(found)s, not %(published)s"),
        repair=N_("the plan was changed after it was promised"),
    )
    SHARE = Kind(
        message=N_("the share is %(found)s %%, the plan says %(planned)s"),
        repair=N_("more or fewer were drawn than was promised"),
    )
    NUMBER = Kind(
        message=N_("by share and minimum %(drawn)s are drawn, the document says %(published)s"),
        repair=N_("more or fewer were drawn than was promised"),
    )
    UNKNOWN_LOT = Kind(
        message=N_("the document has no lot “%(lot)s”"),
        repair=N_("take the three files from one publication"),
    )
    NOT_LEFT = Kind(
        message=N_("%(case)s is not in the lot, or was drawn before"),
        repair=N_("nobody is drawn twice; compare with the files of the first draw"),
    )
    PASSED_OVER = Kind(
        message=N_("%(earlier)s stands before %(case)s in the order and was not drawn"),
        repair=N_("somebody chose who is re-checked, or a row is missing"),
    )
    NOT_ALL = Kind(
        message=N_("the whole lot was to be verified, and %(left)s of it were not drawn"),
        repair=N_("somebody chose who is verified, or rows are missing"),
    )

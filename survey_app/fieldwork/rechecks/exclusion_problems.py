"""Why interviews are not excluded after a re-check, or do not count again."""

from questionnaires.problems import N_, Catalogue, Kind


class ExclusionCode(Catalogue):
    """What stands against it; all of it is said at once."""

    LOT_UNKNOWN = Kind(
        message=N_("There is no lot %(lot)s in this round."),
        repair=N_("Take a code from the list of lots."),
    )
    NOT_OF_THE_LOT = Kind(
        message=N_("Interview %(uuid)s is not one of lot %(lot)s."),
        repair=N_("Take the interviews from the list of this lot."),
    )
    LOT_STANDS = Kind(
        message=N_("Lot %(lot)s has not been rejected."),
        repair=N_("Decide about the lot first; without that no interview of it is excluded."),
    )
    NOT_CONFIRMED = Kind(
        message=N_("The verification of lot %(lot)s has not been confirmed."),
        repair=N_("Confirm what it found first; until then interviews can only be unverified."),
    )
    KIND_UNKNOWN = Kind(
        message=N_("It is not said as what interview %(uuid)s is excluded."),
        repair=N_("Say invalid for what was proved false, or unverified."),
    )
    NONE_CHOSEN = Kind(
        message=N_("No interview was chosen."),
        repair=N_("Tick those that shall not count."),
    )
    EXCLUDED_ALREADY = Kind(
        message=N_("Interview %(uuid)s is excluded already."),
        repair=N_("Leave it out, or let it count again first."),
    )
    NOT_EXCLUDED = Kind(
        message=N_("This interview is not excluded any more."),
        repair=N_("Look at its history: somebody has let it count again."),
    )
    WAITS = Kind(
        message=N_("A document about interview %(uuid)s waits for a decision."),
        repair=N_("Have the field manager decide about the document first."),
    )
    REASON_MISSING = Kind(
        message=N_("This needs a reason of at most %(maximum)s characters."),
        repair=N_("Write why, so that others understand it later."),
    )
    ROUND_ARCHIVED = Kind(
        message=N_("The round is not open, closed or published; nothing of it changes."),
        repair=N_("What is archived stays as it is."),
    )
    REPLACED = Kind(
        message=N_("Another case has taken the place of this respondent."),
        repair=N_("Leave it excluded: the replacement counts instead."),
    )

"""What can be wrong with the description of a round, beyond the shape of its values."""

from questionnaires.problems import N_, Catalogue, Kind


class DescriptionCode(Catalogue):
    """Kinds of fault in what somebody wants a round to be."""

    NOT_A_DAY = Kind(
        message=N_("%(key)s is not a day: %(value)s."),
        repair=N_("Write year, month and day, such as 2026-11-21."),
    )
    CODE_TAKEN = Kind(
        message=N_("There is a round %(round)s already."),
        repair=N_("Choose another code."),
    )
    PERIOD_BACKWARD = Kind(
        message=N_("The period ends before it begins."),
        repair=N_("Exchange the two days, or correct them."),
    )
    FIELDWORK_BEFORE_PERIOD = Kind(
        message=N_("The last day of fieldwork is before the first day of the period."),
        repair=N_("Give a day on which interviews are still made, or leave it out."),
    )
    QUESTIONNAIRE_UNKNOWN = Kind(
        message=N_("There is no questionnaire %(questionnaire)s."),
        repair=N_("Choose one of: %(known)s."),
    )
    RULES_UNKNOWN = Kind(
        message=N_("There is no such plan: %(plan)s."),
        repair=N_(
            "Choose one of: %(known)s; `hailong plan keep` keeps a plan that rounds can name."
        ),
    )
    PLAN_UNKNOWN = Kind(
        message=N_("There is no index plan %(plan)s."),
        repair=N_("Choose one of: %(known)s."),
    )
    STRATA_MISSING = Kind(
        message=N_("A stratified sample needs to know by what it is divided."),
        repair=N_("Name at least one of: field, district, channel."),
    )
    STRATA_NOT_USED = Kind(
        message=N_("Strata are named, but the sample is not stratified."),
        repair=N_("Choose the method “stratified”, or remove the strata."),
    )
    GROUP_UNKNOWN = Kind(
        message=N_("There is no group %(group)s."),
        repair=N_("Add it under “groups”, or choose one of: %(known)s."),
    )
    GROUP_CHANGED = Kind(
        message=N_("The group %(group)s is known with other names or days."),
        repair=N_("Leave it out: groups that are known need not be described again."),
    )
    GROUP_TWICE = Kind(
        message=N_("The group %(group)s is described twice."),
        repair=N_("Keep one of the two."),
    )
    GROUP_BACKWARD = Kind(
        message=N_("The group ends before it begins."),
        repair=N_("Exchange the two days, or correct them."),
    )
    UNIT_TWICE = Kind(
        message=N_("The unit %(unit)s is in this round already."),
        repair=N_("Keep it once."),
    )
    UNIT_WITHOUT_NAME = Kind(
        message=N_("The unit %(unit)s is not known yet and has no name."),
        repair=N_("Correct the code, or give the name of the new unit."),
    )
    EXEMPT_WITH_QUOTA = Kind(
        message=N_("An exempt unit has a quota of %(quota)s."),
        repair=N_("Set the quota to 0, or survey the unit."),
    )
    MAXIMUM_ZERO = Kind(
        message=N_("The maximum points are 0."),
        repair=N_("Give a number above 0; a unit without survey has fewer points, not none."),
    )
    UNIT_IN_USE = Kind(
        message=N_("The unit has cases, points or interviews in this round."),
        repair=N_("Mark it as exempt instead of removing it."),
    )
    UNIT_UNKNOWN = Kind(
        message=N_("There is no unit %(unit)s."),
        repair=N_("Check the code of the unit."),
    )
    UNIT_ENDED = Kind(
        message=N_("%(unit)s has ended; nothing can be merged with it any more."),
        repair=N_("Choose a unit that exists."),
    )
    UNIT_INTO_ITSELF = Kind(
        message=N_("A unit cannot be merged into itself."),
        repair=N_("Choose another unit."),
    )

"""Why a case is not given out, taken back or replaced, and what can be done about it."""

from questionnaires.problems import N_, Catalogue, Kind, Refused


class AssigningRefused(Refused):
    """Cases that are not given out, taken back or replaced; none of them was."""


class AssigningCode(Catalogue):
    """What stands against it; commands and pages list all of it at once."""

    # who
    NO_ENUMERATOR = Kind(
        message=N_("There is no enumerator whose account is open."),
        repair=N_("Add accounts with the role enumerator first."),
    )
    ENUMERATOR_UNKNOWN = Kind(
        message=N_("%(username)s is not an enumerator whose account is open."),
        repair=N_("Check the user name; the administrator's page lists all accounts."),
    )
    TIED = Kind(
        message=N_("%(username)s is tied to this unit."),
        repair=N_("Give the case to an enumerator who is not."),
    )
    VERIFIED = Kind(
        message=N_("Work of %(username)s is being verified; new cases wait until that has ended."),
        repair=N_("Give them to somebody else, or ask Home Affairs how long it will take."),
    )
    EXCLUDED_OF = Kind(
        message=N_("The interview of %(username)s with this respondent was excluded."),
        repair=N_("Give this case, or the one that replaces it, to another enumerator."),
    )
    NOBODY_CHOSEN = Kind(
        message=N_("No enumerator is chosen."),
        repair=N_("Choose at least one who shall interview."),
    )
    OTHER_THAN_SEEN = Kind(
        message=N_("Cases or enumerators have changed since these shares were shown."),
        repair=N_("Nothing was given out. Look at the new shares, then confirm them."),
    )
    # which case
    NOTHING_NAMED = Kind(
        message=N_("No case is named."),
        repair=N_("Name the unit and its file codes, or the enumerator who has the cases."),
    )
    CASE_UNKNOWN = Kind(
        message=N_("The round has no such case."),
        repair=N_("Check the codes of unit and file; cases come from the imported list."),
    )
    CHANGED_MEANWHILE = Kind(
        message=N_("This case has gone to somebody else since it was shown."),
        repair=N_("Look who has it now, then decide again."),
    )
    OTHER_NUMBER = Kind(
        message=N_("The list has %(now)s cases now, and had %(seen)s when it was shown."),
        repair=N_("Look at the list again, then decide."),
    )
    TOO_MANY = Kind(
        message=N_("%(now)s cases are chosen; at most %(maximum)s are changed at once."),
        repair=N_("Narrow the list down, for example to one unit."),
    )
    NOT_IN_SAMPLE = Kind(
        message=N_("This case is not to be interviewed: it was not drawn, or is in the reserve."),
        repair=N_("Official members are given out, and those who replace one."),
    )
    # where the case stands
    REPLACED = Kind(
        message=N_("Another case has taken the place of this one."),
        repair=N_("Give out the case from the reserve instead."),
    )
    INTERVIEWED = Kind(
        message=N_("The interview of this case has been received."),
        repair=N_("Leave it where it is."),
    )
    ENDED = Kind(
        message=N_("This case ended without an interview: %(outcome)s."),
        repair=N_("Replace it from the reserve."),
    )
    WAITS = Kind(
        message=N_("A document about this case waits for a decision."),
        repair=N_("The field manager decides about it first."),
    )
    NOT_ASSIGNED = Kind(
        message=N_("Nobody has this case."),
        repair=N_("Leave it out; there is nothing to take back."),
    )
    HAS_IT_ALREADY = Kind(
        message=N_("%(username)s has this case already."),
        repair=N_("Leave it out, or name somebody else."),
    )
    BEGUN = Kind(
        message=N_("Somebody has tried to reach this respondent, or has begun the interview."),
        repair=N_("Give a reason of at most %(maximum)s characters."),
    )
    REASON_TOO_LONG = Kind(
        message=N_("The reason has more than %(maximum)s characters."),
        repair=N_("Shorten it."),
    )
    # replacing
    NOT_ENDED = Kind(
        message=N_("This case has not ended: an enumerator can still reach the respondent."),
        repair=N_("Wait for the outcome, or recall the case."),
    )
    TRIED_TOO_LITTLE = Kind(
        message=N_("The respondent was tried %(tried)s times, of %(needed)s that are needed."),
        repair=N_("Try at other hours and on other days first."),
    )
    NOT_VOIDED = Kind(
        message=N_("No interview of this case was voided."),
        repair=N_("Give the reason that the outcome gives, or void the interview first."),
    )
    OTHER_REASON = Kind(
        message=N_("The enumerator reported another outcome: %(outcome)s."),
        repair=N_("Replace it with the reason %(reason)s."),
    )
    NOTE_MISSING = Kind(
        message=N_("The replacement is not explained in 1 to %(maximum)s characters."),
        repair=N_("Write what happened, so that others understand it later."),
    )
    NOBODY_HAD_IT = Kind(
        message=N_("Nobody whose account is open had this case."),
        repair=N_("Name the enumerator who shall interview instead."),
    )
    RESERVE_EXHAUSTED = Kind(
        message=N_("The reserve of the stratum “%(stratum)s” is used up."),
        repair=N_("The sample stays smaller here; nobody from outside the reserve takes a place."),
    )


def place_of(unit_code: str, file_code: str) -> str:
    """A case, as a fault names it."""
    return f"{unit_code} {file_code}"

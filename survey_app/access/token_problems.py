"""What is wrong with a token that somebody asks for, or wants to end."""

from questionnaires.problems import N_, Catalogue, Kind


class TokenCode(Catalogue):
    """Why a token is not made or not ended."""

    NAME_UNFIT = Kind(
        message=N_("The name of a token has 1 to %(most)s characters."),
        repair=N_("Say for whom and for what it is, such as “Sở Nội vụ: bảng chỉ số”."),
    )
    SCOPE_UNKNOWN = Kind(
        message=N_("There is no scope %(scope)s."),
        repair=N_("Scopes that there are: %(known)s."),
    )
    DAYS_UNFIT = Kind(
        message=N_("A token holds for 1 to %(most)s days."),
        repair=N_("Give a whole number of days; make a new one before it ends."),
    )
    REASON_UNFIT = Kind(
        message=N_("A reason of 1 to %(most)s characters is needed."),
        repair=N_("Say why the token ends; it is written down with your name."),
    )
    ENDED_ALREADY = Kind(
        message=N_("There is no token %(number)s that could be ended."),
        repair=N_("The list of tokens says which ones hold."),
    )

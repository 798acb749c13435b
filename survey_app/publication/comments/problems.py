"""What can stand against releasing a comment, withholding it and taking a decision back."""

from questionnaires.problems import N_, Catalogue, Kind


class CommentCode(Catalogue):
    """Kinds of fault."""

    TEXT_MISSING = Kind(
        message=N_("There is no text to release."),
        repair=N_("Write what the unit may read, or withhold the comment with a reason."),
    )
    TEXT_TOO_LONG = Kind(
        message=N_("The text has %(length)s characters; at most %(maximum)s can be released."),
        repair=N_("Shorten it to what the unit needs to know."),
    )
    TEXT_UNWRITABLE = Kind(
        message=N_("The text has the character %(character)s, which cannot be written."),
        repair=N_("Delete it; type the text anew where it came from another program."),
    )
    HAS_NUMBER = Kind(
        message=N_(
            "Characters %(start)s to %(end)s, “%(text)s”, read like a telephone or identity number."
        ),
        repair=N_("Delete the number, or write [số] in its place."),
    )
    HAS_MAIL = Kind(
        message=N_("Characters %(start)s to %(end)s, “%(text)s”, read like an e-mail address."),
        repair=N_("Delete the address, or write [thư] in its place."),
    )
    HAS_CASE = Kind(
        message=N_("Characters %(start)s to %(end)s, “%(text)s”, read like the code of a file."),
        repair=N_("Delete the code, or write [hồ sơ] in its place."),
    )
    THEME_MISSING = Kind(
        message=N_("No theme is chosen under which the unit reads the comment."),
        repair=N_("Choose one of the themes of the questionnaire."),
    )
    REASON_MISSING = Kind(
        message=N_("A reason is needed, with at most %(maximum)s characters."),
        repair=N_("Write why, without what the comment says of anybody."),
    )
    DECIDED_MEANWHILE = Kind(
        message=N_("Somebody else has decided about this comment meanwhile."),
        repair=N_("Look at what stands now, then decide again."),
    )
    NOTHING_STANDS = Kind(
        message=N_("Nothing is decided about this comment, so nothing can be taken back."),
        repair=N_("Look at what stands now."),
    )

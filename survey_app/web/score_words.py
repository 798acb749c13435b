"""What flags, their reasons, ranks and standings of scores are called on pages."""

from collections.abc import Iterator

from questionnaires.problems import N_
from scoring.comparison import Versus
from scoring.group_ranks import GroupRank
from scoring.score_table import ScoreRow
from survey_app.web.language import gettext as _
from survey_app.web.language import page_speech
from survey_app.wording import score_words

VERSUS = {
    Versus.ABOVE: N_("above"),
    Versus.SIMILAR: N_("similar"),
    Versus.BELOW: N_("below"),
}
VERSUS_MARKS = {Versus.ABOVE: "▲", Versus.SIMILAR: "●", Versus.BELOW: "▼"}


def flag_words(row: ScoreRow | None) -> str:
    """What may be done with a score; of a unit without an interview, that nobody answered."""
    return str(_("nobody answered yet") if row is None else _(score_words.FLAGS[row.verdict.flag]))


def reason_words(row: ScoreRow | None) -> str:
    """Why, one reason after the other; empty without any."""
    return "" if row is None else reasons_in_words(row.verdict.reason)


def reasons_in_words(stable: str | None) -> str:
    """The reasons of a verdict or a publication, one after the other; empty without any."""
    return score_words.reasons_in_words(stable, speech=page_speech())


def versus_words(row: ScoreRow | None) -> str:
    """Above, similar or below, with a mark of its own shape; a dash where it is not told."""
    if row is None or row.versus_overall is None:
        return "–"
    return f"{VERSUS_MARKS[row.versus_overall]} {_(VERSUS[row.versus_overall])}"


def rank_words(rank: GroupRank | None) -> str:
    """The rank, and that it is shared; a dash without one."""
    return score_words.rank_in_words(rank, speech=page_speech())


def range_words(rank: GroupRank | None) -> str:
    """From the best to the worst rank that the answers allow."""
    return score_words.range_in_words(rank, speech=page_speech())


def all_words() -> dict[str, object]:
    """All of these, for templates."""
    return {
        "flag_words": flag_words,
        "reason_words": reason_words,
        "versus_words": versus_words,
        "rank_words": rank_words,
        "range_words": range_words,
    }


def sentences(*found: str | None) -> Iterator[str]:
    """Those that are there."""
    return (str(one) for one in found if one)

"""What flags, their reasons, ranks and standings of scores are called on pages."""

import re
from collections.abc import Iterator

from flask_babel import gettext as _

from questionnaires.problems import N_
from scoring.comparison import Versus
from scoring.group_ranks import GroupRank
from scoring.hidden_rows import PROTECTS
from scoring.publishing import Flag
from scoring.run_rows import MOVED
from scoring.score_table import ScoreRow
from survey_app.web.language import current_language
from survey_app.web.numbers import whole

FLAGS = {
    Flag.OK: N_("ranked"),
    Flag.CENSUS: N_("everybody was asked; ranked"),
    Flag.INDICATIVE: N_("indicative, not ranked"),
    Flag.SUPPRESSED: N_("not shown"),
    Flag.PROVISIONAL: N_("provisional, not ranked"),
}
REASONS = (
    (re.compile(r"n_valid < (\d+)"), N_("fewer than %(number)s people answered")),
    (
        re.compile(r"df < (\d+)"),
        N_("too few independent answers to tell the error (fewer than %(number)s)"),
    ),
    (re.compile(r"(no) interval"), N_("too few answers for an interval")),
    (
        re.compile(r"ci wider than ([\d.]+) points"),
        N_("the interval is wider than %(number)s points"),
    ),
    (re.compile(r"n_factors < (\d+)"), N_("not all %(number)s factors have an answer")),
    (re.compile(r"n_items < (\d+)"), N_("not all %(number)s criteria have an answer")),
    (re.compile(r"blanks > ([\d.]+) %"), N_("more than %(number)s %% was left blank")),
    (
        re.compile(r"strata with a single primary unit: (\d+)"),
        N_("%(number)s strata with one place only, whose error is not known"),
    ),
    (
        re.compile(f"({re.escape(PROTECTS)})"),
        N_("hidden so that a smaller unit cannot be computed from it"),
    ),
    (
        re.compile(f"({re.escape(MOVED)})"),
        N_("interviews that were voided move it by more than one standard error"),
    ),
    (
        re.compile(r"more than (\d+) % of its interviews were excluded"),
        N_("more than %(number)s %% of its interviews were voided"),
    ),
)
"""The stable words of a verdict or a publication, and what they are called."""
VERSUS = {
    Versus.ABOVE: N_("above"),
    Versus.SIMILAR: N_("similar"),
    Versus.BELOW: N_("below"),
}
VERSUS_MARKS = {Versus.ABOVE: "▲", Versus.SIMILAR: "●", Versus.BELOW: "▼"}


def flag_words(row: ScoreRow | None) -> str:
    """What may be done with a score; of a unit without an interview, that nobody answered."""
    return str(_("nobody answered yet") if row is None else _(FLAGS[row.verdict.flag]))


def reason_words(row: ScoreRow | None) -> str:
    """Why, one reason after the other; empty without any."""
    return "" if row is None else reasons_in_words(row.verdict.reason)


def reasons_in_words(stable: str | None) -> str:
    """The reasons of a verdict or a publication, one after the other; empty without any."""
    return "; ".join(_reason(one) for one in (stable or "").split("; ") if one)


def _reason(stable: str) -> str:
    for pattern, words in REASONS:
        if found := pattern.fullmatch(stable):
            return str(_(words, number=_number(found[1])))
    return stable


def _number(digits: str) -> str:
    return digits.replace(".", ",") if current_language() == "vi" else digits


def versus_words(row: ScoreRow | None) -> str:
    """Above, similar or below, with a mark of its own shape; a dash where it is not told."""
    if row is None or row.versus_overall is None:
        return "–"
    return f"{VERSUS_MARKS[row.versus_overall]} {_(VERSUS[row.versus_overall])}"


def rank_words(rank: GroupRank | None) -> str:
    """The rank, and that it is shared; a dash without one."""
    if rank is None:
        return "–"
    number = whole(rank.rank)
    return str(_("%(rank)s (shared)", rank=number)) if rank.is_shared else number


def range_words(rank: GroupRank | None) -> str:
    """From the best to the worst rank that the answers allow."""
    return "–" if rank is None else span(whole(rank.low), whole(rank.high))


def span(low: str, high: str) -> str:
    """Two ends as a range; one where they are the same."""
    return low if low == high else f"{low}–{high}"


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

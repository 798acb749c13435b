"""What flags of scores, their reasons and ranks are called."""

import re

from questionnaires.problems import N_
from scoring.effect_limits import USUAL_EFFECT, moved
from scoring.group_ranks import GroupRank
from scoring.hidden_rows import PROTECTS
from scoring.publishing import Flag
from survey_app.wording.speech import Speech

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
        re.compile(f"({re.escape(moved(USUAL_EFFECT))})"),
        N_(
            "interviews that were voided, or excluded after re-checks, move it by more than one"
            " standard error"
        ),
    ),
    (
        re.compile(
            r"interviews that were excluded change it by more than ([\d.]+) standard errors"
        ),
        N_(
            "interviews that were voided, or excluded after re-checks, move it by more than"
            " %(number)s standard errors"
        ),
    ),
    (
        re.compile(r"more than ([\d.]+) % of its interviews were excluded"),
        N_("more than %(number)s %% of its interviews were voided or excluded after re-checks"),
    ),
    (
        re.compile(r"more than ([\d.]+) % of its interviews are invalid or unverified"),
        N_("re-checks found more than %(number)s %% of its interviews invalid or unverified"),
    ),
    (
        re.compile(r"fewer than ([\d.]+) % of its lots of re-checks were accepted"),
        N_("fewer than %(number)s %% of its lots of re-checks were accepted, so it has no score"),
    ),
)
"""The stable words of a verdict or a publication, and what they are called."""


def reasons_in_words(stable: str | None, *, speech: Speech) -> str:
    """The reasons of a verdict or a publication, one after the other; empty without any."""
    return "; ".join(_reason(one, speech=speech) for one in (stable or "").split("; ") if one)


def _reason(stable: str, *, speech: Speech) -> str:
    for pattern, words in REASONS:
        if found := pattern.fullmatch(stable):
            return speech.gettext(words, number=_number(found[1], speech=speech))
    return stable


def _number(digits: str, *, speech: Speech) -> str:
    return digits.replace(".", ",") if speech.language == "vi" else digits


def rank_in_words(rank: GroupRank | None, *, speech: Speech) -> str:
    """The rank, and that it is shared; a dash without one."""
    if rank is None:
        return "–"
    number = speech.whole(rank.rank)
    return speech.gettext("%(rank)s (shared)", rank=number) if rank.is_shared else number


def range_in_words(rank: GroupRank | None, *, speech: Speech) -> str:
    """From the best to the worst rank that the answers allow."""
    return "–" if rank is None else span(speech.whole(rank.low), speech.whole(rank.high))


def span(low: str, high: str) -> str:
    """Two ends as a range; one where they are the same."""
    return low if low == high else f"{low}–{high}"

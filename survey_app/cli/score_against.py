"""What `hailong score ROUND --against EARLIER` says."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from questionnaires.problems import N_
from scoring.differences import Difference
from survey_app.access.objects import round_named
from survey_app.cli.speech import say
from survey_app.db.scored_rounds import rounds_with_scores
from survey_app.problems import Code, Problem
from survey_app.results.earlier_rounds import is_earlier
from survey_app.results.printed_changes import HUNDREDTHS, printed_difference
from survey_app.results.round_side import side_of
from survey_app.results.two_rounds import TwoRounds, compare_rounds

HEADING = N_("unit: later minus earlier in percentage points (interval), what it tells, or why not")
OTHER_MEANING = N_("The two rounds do not measure the same: %(aspects)s.")


def compared(session: Session, code: str, *, against: str) -> TwoRounds:
    """The comparison; raises Problem for an unknown round, one that is not earlier or has none."""
    later, earlier = round_named(session, code), round_named(session, against)
    if not is_earlier(earlier, than=later):
        raise Problem(Code.ROUND_NOT_EARLIER, {"round": earlier.code, "later": later.code})
    scored = rounds_with_scores(session)
    for one in (later, earlier):
        if one.id not in scored:
            raise Problem(Code.ROUND_WITHOUT_SCORES, {"round": one.code})
    return compare_rounds(session, side_of(session, later), earlier)


def lines_of(of: TwoRounds) -> Iterator[str]:
    """A line a unit, then the groups and the whole."""
    if of.found.differing:
        aspects = "; ".join(str(one) for one in of.found.differing)
        yield say(OTHER_MEANING, aspects=aspects)
        return
    yield say(HEADING)
    for unit in of.units:
        yield _line(unit.code, unit.row.change.published, reason=unit.apart and str(unit.apart))
    for group in (*of.groups, of.whole):
        difference = group.row.change.published
        reason = difference.reason and str(difference.reason)
        yield _line(f"= {group.code}".strip(), difference, reason=reason)


def _line(name: str, of: Difference, *, reason: str | None) -> str:
    shown = printed_difference(of, scale=HUNDREDTHS)
    if shown.score is None:
        return f"{name}: – {reason}"
    if shown.low is None or shown.high is None:
        return f"{name}: {shown.score:+f} {reason}"
    return f"{name}: {shown.score:+f} ({shown.low:+f} to {shown.high:+f}) {of.change}"

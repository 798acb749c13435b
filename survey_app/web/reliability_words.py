"""What the figures of reliability mean, and how they were computed, in sentences."""

import re
from collections.abc import Iterator
from decimal import Decimal
from math import sqrt

from flask_babel import gettext as _

from questionnaires.problems import N_
from scoring.differences import Change
from scoring.drivers_block import DriversBlock
from scoring.figures import Figure
from scoring.reliability_block import ItemsTogether, UnitsTold
from survey_app.results.analysis_lines import HUNDRED, shown_figure
from survey_app.results.printed_changes import SCORE, Scale, printed, printed_figure
from survey_app.web.change_words import MARKS
from survey_app.web.numbers import measured, points, whole

WHOLE_PERCENT = Scale(whole=100, places=0)
ENOUGH_TO_GROUP, ENOUGH_TO_PAIR = 0.7, 0.9
"""Rules of thumb: from there on groups, and single units, are told apart (Adams 2009, The
Reliability of Provider Profiling, RAND TR-653)."""
VERDICTS = {
    "pairs": N_(
        "Most of what tells units apart is real, so that single units can usually be told from each"
        " other. Units next to each other can still be equal: look at the possible ranks."
    ),
    "groups": N_(
        "The ranking tells the best units from the weakest, but not a unit from its neighbours:"
        " do not make much of a few ranks more or less."
    ),
    "chance": N_(
        "The ranking cannot be relied on: much of what tells units apart is chance. Do not reward"
        " or blame by ranks; look at the intervals and at the factors, or ask more people."
    ),
    "nothing": N_(
        "Units cannot be told apart: their scores lie no further from each other than chance alone"
        " would bring them. That does not say that they are equally good."
    ),
}
REASONS = (
    (re.compile(r"units < (\d+)"), N_("fewer than %(number)s units are ranked")),
    (re.compile(r"(nothing) varies"), N_("everybody was asked, and all scores are the same")),
    (re.compile(r"items < (\d+)"), N_("fewer than %(number)s criteria")),
    (re.compile(r"n < (\d+)"), N_("fewer than %(number)s people answered all of it")),
    (re.compile(r"constant items: (.+)"), N_("everybody gave the same answer to %(number)s")),
    (re.compile(r"the sum is the (same) for everybody"), N_("the sum is the same for everybody")),
    (re.compile(r"items depend (linearly) on each other"), N_("criteria repeat each other")),
    (
        re.compile(r"an item has no variance of its (own) left"),
        N_("one criterion says all that the others say"),
    ),
    (
        re.compile(r"the best factor was not (found)"),
        N_("the factor behind the criteria could not be found"),
    ),
    (re.compile(r"(hidden)"), N_("hidden, because too few people stand behind it")),
    (re.compile(r"no (interval)"), N_("no interval can be given")),
    (
        re.compile(r"fewer than (half) of the people answered it"),
        N_("fewer than half of the people answered it"),
    ),
    (
        re.compile(r"no factor that (half) of the people answered"),
        N_("no factor was answered by half of the people"),
    ),
    (
        re.compile(r"answers do not (vary), or factors are the same"),
        N_("all answers are the same, or factors repeat each other"),
    ),
    (
        re.compile(r"too few (samples) could be drawn again"),
        N_("too few people differ for an interval"),
    ),
)
"""The stable words of a reason, and what they are called."""


def reason_said(reason: str | None) -> str:
    """A reason in the language of the page; empty without one."""
    for pattern, words in REASONS:
        if reason and (found := pattern.fullmatch(reason)):
            return str(_(words, number=found[1]))
    return reason or ""


def verdict_said(units: UnitsTold) -> str:
    """What the median reliability means for whoever reads the ranking."""
    median = units.median.est
    if median is None:
        return str(
            _(
                "Nothing can be said of the ranking: %(reason)s.",
                reason=reason_said(units.median.reason),
            )
        )
    words = VERDICTS["chance" if median < ENOUGH_TO_GROUP else "groups"]
    if median == 0:
        words = VERDICTS["nothing"]
    elif median >= ENOUGH_TO_PAIR:
        words = VERDICTS["pairs"]
    return str(_(words))


def spread_said(units: UnitsTold) -> str:
    """The median in one sentence; empty without one."""
    if not units.median.est:
        return ""
    real = printed(HUNDRED * units.median.est, scale=WHOLE_PERCENT)
    chance = None if real is None else Decimal(HUNDRED) - real
    return str(
        _(
            "Of the spread (variance) between the scores of units, %(real)s %% comes of real"
            " differences; the other %(chance)s %% of who happened to be asked.",
            real=points(real, 0),
            chance=points(chance, 0),
        )
    )


def range_said(figure: Figure) -> str:
    """The interval of a part 0..1 in percent; empty without one."""
    shown = shown_figure(figure, scale=WHOLE_PERCENT, times=HUNDRED)
    if shown.low is None:
        return ""
    return str(
        _("from %(low)s to %(high)s %%", low=points(shown.low, 0), high=points(shown.high, 0))
    )


def how_units(units: UnitsTold) -> Iterator[str]:
    """From the scores and their intervals to the reliability."""
    tau2 = units.tau2
    if tau2.est is None:
        yield str(_("There is no figure: %(reason)s.", reason=reason_said(tau2.reason)))
        return
    yield str(
        _(
            "The scores of %(units)s ranked units spread for two reasons: the units differ, and"
            " other people could have been asked. How large the second part is, the interval of"
            " each score tells; what is left of the spread is the first.",
            units=whole(len(units.units)),
        )
    )
    spread = printed_figure(_deviation(tau2.est), _deviations(tau2), scale=SCORE)
    yield str(
        _(
            "True scores have a standard deviation of %(spread)s points of 10 (95 %% interval:"
            " %(low)s to %(high)s). Reliability of a unit = its square : (its square + the square"
            " of the standard error of the unit). The median is that of the ranked units.",
            spread=points(spread.score),
            low=points(spread.low),
            high=points(spread.high),
        )
    )
    yield str(
        _(
            "As rules of thumb, from %(groups)s %% on groups of units can be told apart, from"
            " %(pairs)s %% on single units. Reliability is a part of the spread, not the chance"
            " that a rank or a score is right.",
            groups=measured(HUNDRED * ENOUGH_TO_GROUP, 0),
            pairs=measured(HUNDRED * ENOUGH_TO_PAIR, 0),
        )
    )


def _deviation(variance: float) -> float:
    """The standard deviation of shares, in percent."""
    return HUNDRED * sqrt(variance)


def _deviations(tau2: Figure) -> tuple[float, float] | None:
    if tau2.low is None or tau2.high is None:
        return None
    return _deviation(tau2.low), _deviation(tau2.high)


def how_items(found: ItemsTogether) -> tuple[str, ...]:
    """Of whom alpha and omega are made, and what they are."""
    return (
        str(
            _(
                "Made of %(people)s people who answered all of the criteria with a level;"
                " %(left_out)s others left at least one blank, were not asked, or it did not apply"
                " to them.",
                people=whole(found.n),
                left_out=whole(found.left_out),
            )
        ),
        str(
            _(
                "Alpha compares the variance of the sum of levels with the variances of the single"
                " criteria; its interval is Feldt's. Omega takes one common factor behind the"
                " criteria (maximum likelihood), without asking that all depend on it equally."
            )
        ),
    )


def how_drivers(found: DriversBlock) -> Iterator[str]:
    """From answers to the parts, and how the intervals came about."""
    yield str(
        _(
            "Made of %(people)s people who answered the question for the whole and something of"
            " every factor; %(left_out)s others did not. Together the factors explain %(r2)s %%"
            " of the differences in overall satisfaction.",
            people=whole(found.n),
            left_out=whole(found.left_out),
            r2=measured(found.r2.est),
        )
    )
    yield str(
        _(
            "The part of a factor is what it adds to that, averaged over all orders in which"
            " factors can be added (LMG). Factors that go together share their part about"
            " equally, whichever of them matters."
        )
    )
    if found.samples:
        yield str(
            _(
                "The intervals come of %(samples)s samples drawn again from these people, with the"
                " seed %(seed)s, so that anybody gets the same ones.",
                samples=whole(found.samples),
                seed=str(found.seed),
            )
        )


CHANGES = {
    Change.RISEN: N_("higher"),
    Change.FALLEN: N_("lower"),
    Change.SIMILAR: N_("no difference can be told"),
}


def change_said(change: str | None) -> str:
    """Whether the first is higher, with a mark of its own shape; a dash without an interval."""
    return "–" if change is None else f"{MARKS[Change(change)]} {_(CHANGES[Change(change)])}"

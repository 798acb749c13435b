"""What the comparison of two rounds says in words."""

from collections.abc import Iterator, Mapping
from typing import Literal

from questionnaires.problems import N_
from scoring.differences import Change, Difference, Measured
from scoring.publishing import Flag
from scoring.round_figures import Aspect, RowFigures
from survey_app.results import change_reasons
from survey_app.results.printed_changes import SCORE, Scale, printed_difference, printed_share
from survey_app.results.unit_changes import Compared, UnitChange
from survey_app.web.language import gettext as _
from survey_app.web.language import page_speech
from survey_app.web.numbers import measured, points, signed, whole

MARKS: Mapping[Change, str] = {Change.RISEN: "▲", Change.FALLEN: "▼", Change.SIMILAR: "○"}
NOTES: Mapping[Flag, str] = {
    Flag.INDICATIVE: N_("indicative"),
    Flag.PROVISIONAL: N_("provisional"),
    Flag.CENSUS: N_("everybody was asked"),
}
TOLD: Mapping[Change, str] = {
    Change.RISEN: N_("It lies above 0 as a whole: the score rose."),
    Change.FALLEN: N_("It lies below 0 as a whole: the score fell."),
    Change.SIMILAR: N_(
        "It has 0 in it: chance in who was asked can make such a difference, so no change can be"
        " told. That is no proof that nothing changed."
    ),
}
SCALE, EXACT = 10, 3
"""Points of 100 %, and the decimals with which something is explained."""
EXACTLY = Scale(whole=SCALE, places=EXACT)
BY_CHANCE = 20
"""Of so many units that did not change, one is expected to be told as changed."""


def change_words(difference: Difference) -> str:
    """Rose, fell, or that neither can be told, with a mark of its own shape; else a dash."""
    if difference.change is None:
        return "–"
    return f"{MARKS[difference.change]} {_(change_reasons.CHANGES[difference.change])}"


def marked(difference: Difference) -> str:
    """The difference in points with the mark of what it tells."""
    shown = signed(printed_difference(difference, scale=SCORE).score)
    return shown if difference.change is None else f"{MARKS[difference.change]} {shown}"


def apart_words(unit: UnitChange) -> str:
    """Why nothing can be told of a unit; empty where something can."""
    return change_reasons.apart_in_words(unit, speech=page_speech())


def row_apart_words(row: Compared) -> str:
    """The same of a group or the whole."""
    return change_reasons.row_apart_in_words(row, speech=page_speech())


def flag_note(row: RowFigures | None) -> str:
    """What is to be known of a score that is shown; empty where there is nothing to say."""
    if row is None or row.flag not in NOTES:
        return ""
    return str(_(NOTES[row.flag]))


def by_chance_words(told: int) -> str:
    """How many of so many units would be told to have changed by chance alone; empty of none."""
    if not told:
        return ""
    return str(
        _(
            "Each unit is looked at by itself, at 95 %%: had none of these %(units)s units changed,"
            " about %(expected)s of them would still be told to have risen or fallen.",
            units=whole(told),
            expected=measured(told / BY_CHANCE),
        )
    )


def how_changed(row: Compared) -> tuple[str, ...]:
    """From the two scores to the difference, its interval, and what it tells."""
    return tuple(str(sentence) for sentence in _how(row))


def _how(row: Compared) -> Iterator[str]:
    difference = row.change.published
    if row.earlier is None or row.later is None or difference.est is None:
        return
    earlier, later = row.scores
    yield _(
        "Earlier %(earlier)s points of %(were)s people, now %(later)s points of %(are)s people.",
        earlier=_points(earlier.share),
        were=whole(row.earlier.people),
        later=_points(later.share),
        are=whole(row.later.people),
    )
    yield _(
        "Now less earlier is %(difference)s. Everything here is computed from scores that are not"
        " rounded.",
        difference=signed(printed_difference(difference, scale=EXACTLY).score, EXACT),
    )
    if earlier.bounds is None or later.bounds is None or difference.low is None:
        yield _("One of the two has no interval, so nothing is said of a change.")
        return
    before, now = (printed_share(one, scale=EXACTLY) for one in (earlier, later))
    yield _(
        "The interval of the earlier score goes from %(earlier_low)s to %(earlier_high)s, that of"
        " the score now from %(later_low)s to %(later_high)s.",
        earlier_low=points(before.low, EXACT),
        earlier_high=points(before.high, EXACT),
        later_low=points(now.low, EXACT),
        later_high=points(now.high, EXACT),
    )
    yield _arms(difference, earlier=earlier, later=later)
    between = printed_difference(difference, scale=EXACTLY)
    yield _(
        "95 %% interval of the difference: %(low)s to %(high)s.",
        low=signed(between.low, EXACT),
        high=signed(between.high, EXACT),
    )
    yield _(TOLD[difference.change or Change.SIMILAR])


def _arms(difference: Difference, *, earlier: Measured, later: Measured) -> str:
    """How far the difference can be smaller and larger, of the arms of the two intervals."""
    est, low, high = difference.est or 0.0, difference.low or 0.0, difference.high or 0.0
    return str(
        _(
            "The difference could be smaller by √(%(later_down)s² + %(earlier_up)s²) = %(down)s: as"
            " far as the score now reaches down and the earlier one up; and larger by"
            " √(%(later_up)s² + %(earlier_down)s²) = %(up)s.",
            later_down=_arm(later, end="low"),
            later_up=_arm(later, end="high"),
            earlier_down=_arm(earlier, end="low"),
            earlier_up=_arm(earlier, end="high"),
            down=measured((est - low) / SCALE, EXACT),
            up=measured((high - est) / SCALE, EXACT),
        )
    )


def _arm(of: Measured, *, end: Literal["low", "high"]) -> str:
    """From the score to an end of its interval."""
    if of.share is None or of.bounds is None:
        return "–"
    return _points(of.share - of.bounds.low if end == "low" else of.bounds.high - of.share)


def _points(share: float | None) -> str:
    return "–" if share is None else measured(SCALE * share, EXACT)


def aspects_in_words(differing: tuple[Aspect, ...]) -> tuple[str, ...]:
    """In what two rounds do not measure the same."""
    return change_reasons.aspects_in_words(differing, speech=page_speech())

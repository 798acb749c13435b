"""What the comparison of two rounds says in words."""

from collections.abc import Iterator, Mapping
from typing import Literal

from questionnaires.problems import N_
from scoring.differences import Change, Difference, Lacking, Measured
from scoring.publishing import Flag
from scoring.round_figures import Aspect, RowFigures
from survey_app.results.printed_changes import SCORE, Scale, printed_difference, printed_share
from survey_app.results.unit_changes import Apart, Compared, UnitChange
from survey_app.web.language import gettext as _
from survey_app.web.numbers import measured, points, signed, whole
from survey_app.web.score_words import reasons_in_words

MARKS: Mapping[Change, str] = {Change.RISEN: "▲", Change.FALLEN: "▼", Change.SIMILAR: "○"}
CHANGES: Mapping[Change, str] = {
    Change.RISEN: N_("rose"),
    Change.FALLEN: N_("fell"),
    Change.SIMILAR: N_("no change can be told"),
}
ASPECTS: Mapping[Aspect, str] = {
    Aspect.INDICATOR: N_("another figure is published"),
    Aspect.CRITERIA: N_("other criteria count, or they are in other factors"),
    Aspect.SCALE: N_("the levels of the scale are called otherwise"),
    Aspect.SATISFIED: N_("other levels count as satisfied"),
    Aspect.BLANKS: N_("a criterion that is left blank counts otherwise"),
    Aspect.VALID_FORMS: N_("other forms are left out for having too few answers"),
    Aspect.WEIGHTS: N_("people are weighed otherwise"),
}
APART: Mapping[Apart, str] = {
    Apart.NEW: N_("not surveyed in the earlier round"),
    Apart.GONE: N_("not surveyed in this round"),
    Apart.ENDED: N_("ended before this round"),
    Apart.MERGED: N_("merged into %(units)s"),
    Apart.TOOK_OVER: N_("took over %(units)s, so it is not the unit that it was"),
    Apart.EXEMPT: N_("not surveyed in %(round)s"),
    Apart.UNANSWERED: N_("nobody answered in %(round)s"),
    Apart.HIDDEN: N_("the score of %(round)s is not shown"),
    Apart.NO_INTERVAL: N_("too few answers in %(round)s to say how certain the difference is"),
    Apart.OTHER_MEANING: N_("the two rounds do not measure the same"),
}
ROUNDS = (N_("the earlier round"), N_("this round"), N_("both rounds"))
LACKING: Mapping[Lacking, Apart] = {
    Lacking.ONE_SIDE: Apart.UNANSWERED,
    Lacking.NO_ESTIMATE: Apart.UNANSWERED,
    Lacking.SUPPRESSED: Apart.HIDDEN,
    Lacking.NO_INTERVAL: Apart.NO_INTERVAL,
    Lacking.OTHER_MEANING: Apart.OTHER_MEANING,
}
"""Of a group or the whole, whose figures alone decide."""


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
    return f"{MARKS[difference.change]} {_(CHANGES[difference.change])}"


def marked(difference: Difference) -> str:
    """The difference in points with the mark of what it tells."""
    shown = signed(printed_difference(difference, scale=SCORE).score)
    return shown if difference.change is None else f"{MARKS[difference.change]} {shown}"


def apart_words(unit: UnitChange) -> str:
    """Why nothing can be told of a unit; empty where something can."""
    if unit.apart is None:
        return ""
    if unit.apart is Apart.NEW and unit.others:
        return str(_("new; took over %(units)s", units=", ".join(unit.others)))
    is_out = (
        unit.earlier is not None and unit.earlier.is_exempt,
        unit.later is not None and unit.later.is_exempt,
    )
    return _said(unit.apart, row=unit.row, units=unit.others, is_out=is_out)


def row_apart_words(row: Compared) -> str:
    """The same of a group or the whole."""
    reason = row.change.published.reason
    return "" if reason is None else _said(LACKING[reason], row=row)


def _said(
    apart: Apart,
    *,
    row: Compared,
    units: tuple[str, ...] = (),
    is_out: tuple[bool, bool] = (False, False),
) -> str:
    lacking = {
        Apart.EXEMPT: is_out,
        Apart.UNANSWERED: (_is_unanswered(row.earlier), _is_unanswered(row.later)),
        Apart.HIDDEN: (_is_hidden(row.earlier), _is_hidden(row.later)),
        Apart.NO_INTERVAL: (_is_uncertain(row.earlier), _is_uncertain(row.later)),
    }.get(apart, (False, False))
    where = _rounds(in_earlier=lacking[0], in_later=lacking[1])
    said = str(_(APART[apart], units=", ".join(units), round=where))
    if apart is not Apart.HIDDEN:
        return said
    hidden = [one for one in (row.earlier, row.later) if one is not None and one.is_hidden]
    why = dict.fromkeys(reasons_in_words(one.reason) for one in hidden)
    return f"{said}: {'; '.join(why)}"


def _is_unanswered(row: RowFigures | None) -> bool:
    return row is None or (row.published.share is None and not row.is_hidden)


def _is_hidden(row: RowFigures | None) -> bool:
    return row is not None and row.is_hidden


def _is_uncertain(row: RowFigures | None) -> bool:
    return row is None or row.published.bounds is None


def _rounds(*, in_earlier: bool, in_later: bool) -> str:
    earlier, later, both = ROUNDS
    return str(_(both if in_earlier and in_later else earlier if in_earlier else later))


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
    return tuple(str(_(ASPECTS[aspect])) for aspect in differing)

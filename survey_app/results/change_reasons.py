"""What a difference of two rounds tells, and why there is none, in the language of the reader."""

from collections.abc import Mapping

from questionnaires.problems import N_
from scoring.differences import Change, Lacking
from scoring.round_figures import Aspect, RowFigures
from survey_app.results.unit_changes import Apart, Compared, UnitChange
from survey_app.wording.score_words import reasons_in_words
from survey_app.wording.speech import Speech

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


def apart_in_words(unit: UnitChange, *, speech: Speech) -> str:
    """Why nothing can be told of a unit; empty where something can."""
    if unit.apart is None:
        return ""
    if unit.apart is Apart.NEW and unit.others:
        return speech.gettext("new; took over %(units)s", units=", ".join(unit.others))
    is_out = (
        unit.earlier is not None and unit.earlier.is_exempt,
        unit.later is not None and unit.later.is_exempt,
    )
    return _said(unit.apart, row=unit.row, units=unit.others, is_out=is_out, speech=speech)


def row_apart_in_words(row: Compared, *, speech: Speech) -> str:
    """The same of a group or the whole."""
    reason = row.change.published.reason
    return "" if reason is None else _said(LACKING[reason], row=row, speech=speech)


def _said(
    apart: Apart,
    *,
    row: Compared,
    speech: Speech,
    units: tuple[str, ...] = (),
    is_out: tuple[bool, bool] = (False, False),
) -> str:
    lacking = {
        Apart.EXEMPT: is_out,
        Apart.UNANSWERED: (_is_unanswered(row.earlier), _is_unanswered(row.later)),
        Apart.HIDDEN: (_is_hidden(row.earlier), _is_hidden(row.later)),
        Apart.NO_INTERVAL: (_is_uncertain(row.earlier), _is_uncertain(row.later)),
    }.get(apart, (False, False))
    where = _rounds(in_earlier=lacking[0], in_later=lacking[1], speech=speech)
    said = speech.gettext(APART[apart], units=", ".join(units), round=where)
    if apart is not Apart.HIDDEN:
        return said
    hidden = [one for one in (row.earlier, row.later) if one is not None and one.is_hidden]
    why = dict.fromkeys(reasons_in_words(one.reason, speech=speech) for one in hidden)
    return f"{said}: {'; '.join(why)}"


def _is_unanswered(row: RowFigures | None) -> bool:
    return row is None or (row.published.share is None and not row.is_hidden)


def _is_hidden(row: RowFigures | None) -> bool:
    return row is not None and row.is_hidden


def _is_uncertain(row: RowFigures | None) -> bool:
    return row is None or row.published.bounds is None


def _rounds(*, in_earlier: bool, in_later: bool, speech: Speech) -> str:
    earlier, later, both = ROUNDS
    return speech.gettext(both if in_earlier and in_later else earlier if in_earlier else later)


def aspects_in_words(differing: tuple[Aspect, ...], *, speech: Speech) -> tuple[str, ...]:
    """In what two rounds do not measure the same."""
    return tuple(speech.gettext(ASPECTS[aspect]) for aspect in differing)

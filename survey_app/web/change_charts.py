"""The chart of two rounds, with its words."""

from collections.abc import Sequence
from decimal import Decimal

from flask_babel import gettext as _

from field_export.charts.changes import WIDE, ChangeDots, ChangeWords, Panels, change_chart
from field_export.charts.shapes import Chart
from scoring.year_on_year import TOLD
from survey_app.results.two_rounds import GroupChange
from survey_app.results.unit_changes import Compared, UnitChange
from survey_app.web.change_order import largest_rise_first
from survey_app.web.change_words import apart_words, marked, row_apart_words
from survey_app.web.numbers import measured, signed, whole

SCALE, PLACES = 10, 1
"""Points of 100 %, and decimals of the marks of an axis."""


def group_changes_chart(
    group: GroupChange, units: Sequence[UnitChange], *, name: str, panels: Panels = WIDE
) -> Chart | None:
    """The group itself, then its units, the one that rose most first."""
    dots = [_dots(group.row, name=str(_("The whole group")), instead=row_apart_words(group.row))]
    dots += [
        _dots(unit.row, name=unit.known_as.unit_name, instead=apart_words(unit))
        for unit in largest_rise_first(units)
    ]
    told = [unit for unit in units if unit.row.change.published.change in TOLD]
    return change_chart(
        f"years-{group.code}",
        dots,
        words=ChangeWords(
            title=_("Scores of two rounds and their differences: %(group)s", group=name),
            sentence=_(
                "%(told)s of %(units)s units are told to have risen or fallen; the table says the"
                " same.",
                told=whole(len(told)),
                units=whole(len(units)),
            ),
            earlier=_("earlier"),
            later=_("now"),
            difference=_("Difference, points"),
            axis=_axis_words,
            written=measured,
            signed=lambda value: signed(Decimal(repr(value)), PLACES),
        ),
        panels=panels,
    )


def _axis_words(low: float, high: float) -> str:
    return str(
        _(
            "The axis of scores goes from %(low)s to %(high)s, not from 0.",
            low=measured(low),
            high=measured(high),
        )
    )


def _dots(row: Compared, *, name: str, instead: str) -> ChangeDots:
    earlier, later = row.scores
    of = row.change.published
    is_there = of.est is not None
    return ChangeDots(
        name=name,
        earlier=_points(earlier.share) if is_there else None,
        later=_points(later.share) if is_there else None,
        difference=_in_points(of.est),
        low=_in_points(of.low),
        high=_in_points(of.high),
        is_told=of.change in TOLD,
        said=marked(of) if is_there else instead,
    )


def _points(share: float | None) -> float | None:
    return None if share is None else share * SCALE


def _in_points(percent: float | None) -> float | None:
    return None if percent is None else percent / SCALE

"""Charts of the index, with their words."""

from flask_babel import gettext as _

from field_export.charts.gaps import NARROW, WIDE, GapDot, GapWords, gap_chart
from scoring.rounding import half_up
from survey_app.results.full_index import AreaGroup
from survey_app.web.charts.drawn import Drawn, drawn
from survey_app.web.language import current_language
from survey_app.web.numbers import signed, whole


def group_gaps(found: AreaGroup) -> Drawn | None:
    """Self-scored and appraised points of a group; None where no unit has both."""
    name = found.name_vi if current_language() == "vi" else found.name_en
    words = GapWords(
        title=_("Self-scored and appraised points: %(group)s", group=name),
        sentence=_("Two dots for each unit, the most overrated first; the table says the same."),
        self_scored=_("Self-scored"),
        appraised=_("Appraised"),
        written=lambda mark: whole(int(mark)),
    )
    dots = [
        GapDot(
            name=one.unit_name,
            self_scored=float(one.total.self_scored),
            appraised=float(one.total.appraised),
            said=signed(half_up(one.total.difference)),
        )
        for one in found.gaps.units
    ]
    chart = f"gaps-{found.group}"
    return drawn(
        lambda layout: gap_chart(chart, dots, words=words, layout=layout), wide=WIDE, narrow=NARROW
    )

"""The charts of reliability, with their words."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from flask_babel import gettext as _

from field_export.analysis_tables import (
    ConsistencyLine,
    DriverLine,
    SubgroupLine,
    UnitReliabilityLine,
)
from field_export.charts.axis import Layout
from field_export.charts.panels import (
    WIDE,
    Panel,
    PanelDot,
    PanelRow,
    PanelWords,
    panel_chart,
)
from field_export.charts.shapes import Chart
from survey_app.web.numbers import measured, points, whole


def units_chart(lines: Sequence[UnitReliabilityLine], *, layout: Layout = WIDE) -> Chart | None:
    """The ranked units by how reliable their scores are."""
    rows = [
        PanelRow(name=line.unit_name, dots=(_dot(line.reliability, places=1, sign=" %"),))
        for line in lines
    ]
    panel = _percent_panel(_("Reliability of the score, percent"), from_zero=True)
    words = PanelWords(
        title=_("How reliable the score of each unit is"),
        sentence=_(
            "%(units)s ranked units, the most reliable score first; the table says the same.",
            units=whole(len(lines)),
        ),
    )
    return panel_chart("reliability", rows, panels=[panel], words=words, layout=layout)


def consistency_chart(
    lines: Sequence[ConsistencyLine], *, names: Mapping[str, str], layout: Layout = WIDE
) -> Chart | None:
    """Alpha of all criteria and of each factor."""
    rows = [
        PanelRow(
            name=names[line.of_factor],
            dots=(_dot(line.alpha, low=line.low, high=line.high, places=3),),
        )
        for line in lines
    ]
    panel = Panel(
        title=_("Cronbach's alpha"),
        highest=1.0,
        finest=0.02,
        from_zero=False,
        written=lambda value: measured(value, 2),
        axis=_axis_words,
    )
    words = PanelWords(
        title=_("How consistently the criteria measure"),
        sentence=_("Cronbach's alpha with its interval; the table says the same."),
    )
    return panel_chart("consistency", rows, panels=[panel], words=words, layout=layout)


def drivers_chart(
    lines: Sequence[DriverLine], *, names: Mapping[str, str], layout: Layout = WIDE
) -> Chart | None:
    """Importance and performance: what each factor explains, and its score."""
    rows = [
        PanelRow(
            name=names[line.factor],
            dots=(
                _dot(line.lmg, low=line.lmg_low, high=line.lmg_high, places=1)
                if line.lmg is not None
                else "–",
                _dot(line.score, low=line.score_low, high=line.score_high, places=1),
            ),
        )
        for line in lines
    ]
    panels = [
        _percent_panel(_("Importance: explains, percent"), from_zero=True),
        _percent_panel(_("Performance: satisfied, percent"), from_zero=False),
    ]
    words = PanelWords(
        title=_("Importance and performance of the factors"),
        sentence=_(
            "How much of the differences in overall satisfaction goes with each factor, and how"
            " many answers to it are satisfied, both with their intervals. The table says the same."
        ),
    )
    return panel_chart("drivers", rows, panels=panels, words=words, layout=layout)


def subgroups_chart(
    lines: Sequence[SubgroupLine], *, question: str, layout: Layout = WIDE
) -> Chart | None:
    """The scores of subgroups with intervals that hold at once."""
    rows = [
        PanelRow(name=line.name, dots=(_dot(line.score, low=line.low, high=line.high, places=2),))
        for line in lines
    ]
    panel = Panel(
        title=_("Score on the scale of 10"),
        highest=10.0,
        finest=0.1,
        from_zero=False,
        written=measured,
        axis=_axis_words,
    )
    words = PanelWords(
        title=_("Scores of subgroups: %(question)s", question=question),
        sentence=_("With intervals that hold for all of them at once; the table says the same."),
    )
    return panel_chart("subgroups", rows, panels=[panel], words=words, layout=layout)


def _percent_panel(title: str, *, from_zero: bool) -> Panel:
    return Panel(
        title=title,
        highest=100.0,
        finest=1.0,
        from_zero=from_zero,
        written=lambda value: measured(value, 0),
        axis=_axis_words,
    )


def _dot(
    est: Decimal | None,
    *,
    low: Decimal | None = None,
    high: Decimal | None = None,
    places: int,
    sign: str = "",
) -> PanelDot | str:
    if est is None:
        return str(_("too few people, or nothing varies"))
    said = f"{points(est, places)}{sign}"
    if low is None or high is None:
        return PanelDot(est=float(est), low=None, high=None, said=said)
    return PanelDot(
        est=float(est),
        low=float(low),
        high=float(high),
        said=f"{said} ({points(low, places)}–{points(high, places)})",
    )


def _axis_words(low: str, high: str) -> str:
    return str(_("The axis goes from %(low)s to %(high)s, not from 0.", low=low, high=high))

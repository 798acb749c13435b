"""How a plan decides about lots of one size, as curves beside the shipped plan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil

from flask_babel import gettext as _

from field_export.charts.axis import Layout
from field_export.charts.curves import NARROW, WIDE, Curve, CurveWords, curve_chart
from field_export.charts.shapes import Chart
from scoring.recheck.acceptance_plan import AcceptancePlan
from scoring.recheck.acceptance_risk import RiskPoint, risk_point
from survey_app.web.charts.drawn import Drawn, drawn
from survey_app.web.numbers import measured, whole

Figure = Callable[[RiskPoint], float]

MARKED = (5, 20, 30)
"""Percent of defective interviews that have a dot: honest mistakes, and false work."""
LISTED = (0, 3, 5, 10, 15, 20, 30, 40)
"""Percent of defective interviews that have a row in the table, rounded up to interviews."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskLine:
    """A number of defective interviews of a lot, and what each plan makes of it."""

    defective: int
    percent: Fraction
    points: tuple[RiskPoint, ...]


@lru_cache(maxsize=32)
def half_curve(plan: AcceptancePlan, *, interviews: int) -> tuple[RiskPoint, ...]:
    """A point for every number of defective ones up to half of the lot."""
    return tuple(
        risk_point(plan, interviews=interviews, defective=defective)
        for defective in range(interviews // 2 + 1)
    )


def defective_at(percent: int, *, interviews: int) -> int:
    """So many interviews, rounded up."""
    return ceil(Fraction(percent * interviews, 100))


def risk_lines(plans: Sequence[AcceptancePlan], *, interviews: int) -> tuple[RiskLine, ...]:
    """The rows of the table, each number of interviews once."""
    curves = [half_curve(plan, interviews=interviews) for plan in plans]
    listed = sorted({defective_at(one, interviews=interviews) for one in LISTED})
    return tuple(
        RiskLine(
            defective=defective,
            percent=Fraction(100 * defective, interviews),
            points=tuple(curve[defective] for curve in curves),
        )
        for defective in listed
        if defective <= interviews // 2
    )


def rejected_chart(
    plans: Sequence[AcceptancePlan], *, interviews: int, layout: Layout = WIDE
) -> Chart:
    """How often a lot is rejected, by how many of its interviews are defective."""
    words = CurveWords(
        title=_("How often a lot of %(count)s interviews is rejected", count=whole(interviews)),
        sentence=_("The more of its interviews are defective, the more often; the table says it."),
        across=_("Defective interviews in the lot, percent"),
        up=_("Rejected, percent of such lots"),
        written=lambda value: measured(value, 0),
        level=lambda value: measured(value, 0),
    )
    curves = [_curve(plan, interviews=interviews, of=_rejected) for plan in plans]
    return curve_chart("rejected", curves, highest=100, words=words, layout=layout)


def checked_chart(
    plans: Sequence[AcceptancePlan], *, interviews: int, layout: Layout = WIDE
) -> Chart:
    """How many re-checks decide on average."""
    words = CurveWords(
        title=_("How many re-checks decide about a lot of %(count)s", count=whole(interviews)),
        sentence=_("On average, when every stage is finished; the table says it."),
        across=_("Defective interviews in the lot, percent"),
        up=_("Re-checks on average"),
        written=lambda value: measured(value, 0),
        level=lambda value: measured(value, 0),
    )
    curves = [_curve(plan, interviews=interviews, of=_checked) for plan in plans]
    most = max(y for curve in curves for _x, y in curve.points)
    highest = 4 * ceil(most / 4)
    return curve_chart("checked", curves, highest=highest, words=words, layout=layout)


def both_charts(plans: Sequence[AcceptancePlan], *, interviews: int) -> tuple[Drawn | None, ...]:
    """Each for a wide screen and for a phone."""
    return (
        drawn(
            lambda layout: rejected_chart(plans, interviews=interviews, layout=layout),
            wide=WIDE,
            narrow=NARROW,
        ),
        drawn(
            lambda layout: checked_chart(plans, interviews=interviews, layout=layout),
            wide=WIDE,
            narrow=NARROW,
        ),
    )


def _rejected(point: RiskPoint) -> float:
    return 100 * float(point.rejected)


def _checked(point: RiskPoint) -> float:
    return float(point.checked)


def _curve(plan: AcceptancePlan, *, interviews: int, of: Figure) -> Curve:
    points = half_curve(plan, interviews=interviews)
    places = {defective_at(one, interviews=interviews) for one in MARKED}
    at = [(100 * one.defective / interviews, of(one)) for one in points]
    return Curve(
        name=plan.id,
        points=tuple(at),
        marked=tuple(at[place] for place in sorted(places) if place < len(at)),
    )

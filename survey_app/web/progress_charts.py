"""The charts of progress, with their words."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from flask_babel import gettext as _

from field_export.charts.days import DayWords, day_chart
from field_export.charts.shapes import Chart
from field_export.charts.units import UnitBar, UnitWords, unit_chart
from survey_app.fieldwork.progress.overview import Progress
from survey_app.web.numbers import tenths, whole


def _days(progress: Progress) -> Chart | None:
    """Up to today, or to the last day with an interview once the round is over."""
    per_day = {row.day: row.interviews for row in progress.days if row.interviews}
    if not per_day:
        return None
    outlook = progress.outlook
    last = max(per_day)
    if outlook.days_left:
        last = max(last, progress.last_day - timedelta(days=outlook.days_left - 1))
    needed = _("needed a day: %(number)s", number=tenths(outlook.needed))
    pace = _("pace: %(number)s a day", number=tenths(outlook.pace))
    return day_chart(
        per_day,
        last=last,
        needed=outlook.needed,
        pace=outlook.pace,
        written=whole,
        words=DayWords(
            title=_("Forms per day"),
            sentence=_(
                "%(forms)s forms on %(days)s days; the table of days says the same.",
                forms=whole(progress.finished),
                days=whole(len(per_day)),
            ),
            needed=needed,
            pace=pace,
        ),
    )


def _units(progress: Progress) -> Chart | None:
    bars = [
        UnitBar(
            name=row.unit.unit_name,
            counts=f"{whole(row.finished)} / {whole(row.unit.quota)}",
            quota=row.unit.quota,
            finished=row.finished,
            expected=row.outlook.expected,
            low=row.outlook.low,
            high=row.outlook.high,
        )
        for row in progress.surveyed
    ]
    return unit_chart(
        bars,
        words=UnitWords(
            title=_("Units against their quotas"),
            sentence=_(
                "%(below)s of %(units)s units are below quota; the table of units says the same.",
                below=whole(len(progress.below_quota)),
                units=whole(len(bars)),
            ),
            received=_("received, as a part of the quota"),
            expected=_("expected on the last day, with its range"),
        ),
    )


CHARTS: Mapping[str, Callable[[Progress], Chart | None]] = {"days": _days, "units": _units}

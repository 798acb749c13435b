"""Numbers and dates on pages, in the form of the language: 1.234,56 and 21/11/2026."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from flask import Flask

from field_export.written import written_decimal, written_whole
from scoring.rounding import half_up, outward
from survey_app.clock import written_day, written_moment
from survey_app.web.charts.drawing import shapes_of
from survey_app.web.language import current_language
from survey_app.web.language import gettext as _

HUNDRED = 100


def install(app: Flask) -> None:
    """Gives the templates their filters."""
    app.jinja_env.filters["whole"] = whole
    app.jinja_env.filters["points"] = points
    app.jinja_env.filters["signed"] = signed
    app.jinja_env.filters["rounded"] = half_up
    app.jinja_env.filters["per_thousand"] = per_thousand
    app.jinja_env.filters["per_thousand_up_to"] = per_thousand_up_to
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["skew"] = skew
    app.jinja_env.filters["duration"] = duration
    app.jinja_env.filters["tenths"] = tenths
    app.jinja_env.filters["rate"] = rate
    app.jinja_env.filters["minutes"] = minutes
    app.jinja_env.filters["shapes"] = shapes_of


def whole(number: int) -> str:
    """1.234 in Vietnamese, 1,234 in English."""
    return written_whole(number, language=current_language())


def points(value: Fraction | Decimal | None, places: int = 2) -> str:
    """Points with two decimals, half up; a dash where there is no value."""
    if value is None:
        return "–"
    return written_decimal(half_up(value, places=places), language=current_language())


def signed(value: Decimal | None, places: int = 2) -> str:
    """A difference with its sign, +0,42 or −0,42; none before 0, a dash where there is none."""
    if value is None:
        return "–"
    sign = "−" if value < 0 else "+" if value > 0 else ""
    return f"{sign}{points(abs(value), places)}"


def measured(value: float | None, places: int = 1) -> str:
    """A number that was measured or estimated; a dash where there is none."""
    return "–" if value is None else points(Decimal(repr(float(value))), places)


def tenths(value: float | None) -> str:
    """The same with one decimal."""
    return measured(value)


def rate(value: Fraction | None) -> str:
    """A share 0..1 as a percentage with a sign; a dash where there is none."""
    return "–" if value is None else f"{points(value * HUNDRED, 1)} %"


def minutes(milliseconds: float | None) -> str:
    """A duration in minutes with one decimal; a dash where there is none."""
    return "–" if milliseconds is None else tenths(milliseconds / 60_000)


def per_thousand(share: float | None) -> str:
    """A share of 0..1 as so many per thousand, one decimal; a dash where there is none."""
    if share is None:
        return "–"
    return points(Fraction(share) * 1000, 1)


def per_thousand_up_to(low: float, high: float) -> str:
    """An interval of shares of 0..1 per thousand; its ends are rounded outward."""
    return " – ".join(points(end, 1) for end in outward(1000 * low, 1000 * high, places=1))


def day(value: date) -> str:
    """21/11/2026, in both languages: the month must not be guessed."""
    return written_day(value)


def moment(value: datetime) -> str:
    """21/11/2026 14:05 as the clock on the wall in Viet Nam shows it."""
    return written_moment(value)


def skew(milliseconds: int) -> str:
    """How wrong the clock of a tablet was, as hours, minutes and seconds."""
    seconds = round(abs(milliseconds) / 1000)
    if not seconds:
        return str(_("right"))
    time = duration(timedelta(seconds=seconds))
    words = _("%(time)s fast", time=time) if milliseconds > 0 else _("%(time)s slow", time=time)
    return str(words)


def duration(value: timedelta) -> str:
    """0:08:05: hours, minutes and seconds."""
    minutes, rest = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"

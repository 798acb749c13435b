"""Rates and intervals of re-checks as they are printed: in percent, one decimal."""

from decimal import Decimal
from fractions import Fraction

from field_export.report import Column
from scoring.recheck.exact_rate import ExactRate
from scoring.rounding import exact_behind, outward
from survey_app.wording.speech import Speech

HUNDRED, PLACES = 100, 1
NOTHING, PERCENT = "–", "%"


def percent(share: float | None, *, speech: Speech) -> str:
    """A proportion 0..1 in percent; a dash where there is none."""
    if share is None:
        return NOTHING
    return speech.rounded(exact_behind(share * HUNDRED), places=PLACES)


def rate_cells(of: ExactRate, *, speech: Speech) -> tuple[str, str, str]:
    """Count, rate in percent and its 95 % interval, whose ends are rounded outward."""
    return (speech.whole(of.count), exact_percent(of, speech=speech), interval(of, speech=speech))


def exact_percent(of: ExactRate, *, speech: Speech) -> str:
    """The rate in percent, rounded from the counts."""
    if not of.of:
        return NOTHING
    return speech.rounded(Fraction(of.count * HUNDRED, of.of), places=PLACES)


def interval(of: ExactRate, *, speech: Speech) -> str:
    """The exact 95 % interval in percent."""
    bounds = of.bounds
    if bounds is None:
        return NOTHING
    ends = outward(bounds.low * HUNDRED, bounds.high * HUNDRED, places=PLACES)
    return "–".join(speech.plain(end) for end in ends)


def points(difference: float | None, *, speech: Speech) -> str:
    """A difference of two proportions in percentage points, with its sign."""
    if difference is None:
        return NOTHING
    rounded = speech.rounded(exact_behind(abs(difference) * HUNDRED), places=PLACES)
    if Decimal(rounded.replace(",", ".")) == 0:
        return rounded
    return f"+{rounded}" if difference > 0 else f"−{rounded}"


def rate_columns(*, speech: Speech) -> tuple[Column, ...]:
    """The heads over `rate_cells`."""
    _ = speech.gettext
    return (
        Column(title=_("Defective"), share=0, is_number=True),
        Column(title=_("Rate (%(sign)s)", sign=PERCENT), share=0, is_number=True),
        Column(title=_("95 %% interval (%(sign)s)", sign=PERCENT), share=0, is_number=True),
    )

"""Scores of two rounds and their differences as they are printed, on pages and in files."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.differences import Difference, Measured
from scoring.rounding import exact_behind, half_up, printed_ends
from scoring.score_table import PublishedScore
from survey_app.results.ranking import Shown

HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """In what something is printed: so many units of it are 100 %, with so many decimals."""

    whole: int
    places: int


SCORE = Scale(whole=10, places=2)
"""Points of the scale of 10."""
PERCENT = Scale(whole=100, places=1)
"""Percent, and percentage points for differences."""
HUNDREDTHS = Scale(whole=100, places=2)
"""The same as commands print them."""


def printed(percent: float | None, *, scale: Scale) -> Decimal | None:
    """A percentage on another scale, half up."""
    if percent is None:
        return None
    return half_up(exact_behind(percent) * scale.whole / HUNDRED, places=scale.places)


def printed_score(of: PublishedScore, *, scale: Scale) -> Shown:
    """The published figure of a row with the ends of its interval."""
    low, high = of.interval.low, of.interval.high
    ends = None if low is None or high is None else (low, high)
    return printed_figure(of.est, ends, scale=scale)


def printed_share(of: Measured, *, scale: Scale = SCORE) -> Shown:
    """A share with the ends of its interval."""
    return printed_figure(
        None if of.share is None else of.share * HUNDRED,
        None if of.bounds is None else (of.bounds.low * HUNDRED, of.bounds.high * HUNDRED),
        scale=scale,
    )


def printed_difference(of: Difference, *, scale: Scale = SCORE) -> Shown:
    """A difference, made of the unrounded scores, with the ends of its interval."""
    ends = None if of.low is None or of.high is None else (of.low, of.high)
    return printed_figure(of.est, ends, scale=scale)


def printed_figure(
    percent: float | None, ends: tuple[float, float] | None, *, scale: Scale
) -> Shown:
    """A percentage with the ends of its interval, on another scale."""
    score = printed(percent, scale=scale)
    if ends is None:
        return Shown(score=score, low=None, high=None)
    low, high = (Fraction(end) * scale.whole / HUNDRED for end in ends)
    down, up = printed_ends(low, high, point=score, places=scale.places)
    return Shown(score=score, low=down, high=up)

"""A figure of a document with its interval, or why there is none."""

from questionnaires.text import Frozen
from scoring.intervals import Bounds

DIGITS = 9
HIDDEN = "hidden"
"""The reason of a figure that a publication hides."""
NO_INTERVAL = "no interval"


class Figure(Frozen):
    """An estimate, the ends of its 95 % interval as far as there is one, and why one is null."""

    est: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None


def figure(
    est: float | None,
    *,
    bounds: Bounds | None = None,
    times: float = 1.0,
    reason: str | None = None,
) -> Figure:
    """A figure, all of it so many times as large.

    Nine digits of it: what comes of iterations and of long sums differs in the last digits from
    one machine to another, and the same inputs are to give the same bytes.
    """
    return Figure(
        est=settled(est, times=times),
        low=None if bounds is None else settled(bounds.low, times=times),
        high=None if bounds is None else settled(bounds.high, times=times),
        reason=reason,
    )


def settled(value: float | None, *, times: float = 1.0) -> float | None:
    """The number with nine digits; 0 is 0 without a sign."""
    return None if value is None else float(f"{value * times:.{DIGITS}g}") + 0.0

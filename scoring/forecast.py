"""Where fieldwork will stand on its last day, from the pace of the last days.

A forecast is a straight line with a margin, and says so where it knows too little for one.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scoring.intervals import t_quantile

WINDOW = 7
"""Days that the pace is taken from: a whole week, so that free days weigh as they will again."""
LEAST = 3
"""Whole days of fieldwork before anything is said."""
CONFIDENCE = 0.8
"""Of the range: in one of five cases the sum will lie outside."""


class Verdict(StrEnum):
    """What a forecast comes to."""

    REACHED = "reached"
    """The quota is reached already."""
    ENDED = "ended"
    """The last day is over, and the quota was not reached."""
    NOT_BEGUN = "not_begun"
    """No interview yet."""
    TOO_EARLY = "too_early"
    """Fewer than three whole days since the first interview."""
    STANDS_STILL = "stands_still"
    """No interview in the whole window."""
    SURE = "sure"
    """The quota is reached even at the lower end of the range."""
    LIKELY = "likely"
    """The expected sum reaches the quota, the lower end does not."""
    DOUBTFUL = "doubtful"
    """The expected sum stays below the quota, the upper end does not."""
    SHORT = "short"
    """The quota is not reached even at the upper end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Sums are of interviews. What cannot be known is None, never 0.

    days_left: calendar days until the last one, today included; 0 when it is over.
    pace: interviews a calendar day over `days`, the whole days it was taken from.
    needed: a day from today on to reach the quota; None when nothing is missing or no day is left.
    expected, low, high: the sum at the end of the last day; the range holds in four of five cases
    if the days ahead are like those behind.
    reached_on: the day on which the quota is reached at this pace, also after the last one; None
    where the calendar ends before, in the year 9999.
    """

    quota: int
    done: int
    days_left: int
    days: int
    verdict: Verdict
    needed: float | None
    pace: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    reached_on: date | None = None

    @property
    def missing(self) -> int:
        """Interviews to go; never below zero."""
        return max(0, self.quota - self.done)


def forecast(per_day: Mapping[date, int], *, quota: int, today: date, last_day: date) -> Forecast:
    """What the last whole days say of the days ahead.

    The pace is the mean m of the n whole days before today, at most a week, not before the first
    interview; free days count with 0. Of the D days left the part of today that is over is taken
    to be as good as none. The sum ahead is expected to be m·D less what came today already, and
    its range is that of a sum of D new days: ± t · s · √(D + D²/n), Student's t with n - 1
    degrees of freedom (Hahn, Meeker, Statistical Intervals, 1991, prediction of a future mean).
    """
    done = sum(per_day.values())
    days_left = max(0, (last_day - today).days + 1)
    window = _window(per_day, today=today)
    known = Forecast(
        quota=quota,
        done=done,
        days_left=days_left,
        days=len(window),
        needed=_needed(
            quota - done + per_day.get(today, 0), days_left=days_left, done=done >= quota
        ),
        verdict=_without_pace(done, quota=quota, days_left=days_left, window=window),
    )
    if known.verdict is not Verdict.SURE:
        return known
    return _ahead(known, window, of_today=per_day.get(today, 0), today=today)


def _window(per_day: Mapping[date, int], *, today: date) -> tuple[int, ...]:
    """Interviews on each whole day that the pace is taken from, the oldest first."""
    if not any(per_day.values()):
        return ()
    first = min(day for day, count in per_day.items() if count)
    days = min(WINDOW, max(0, (today - first).days))
    return tuple(per_day.get(today - timedelta(days=back), 0) for back in range(days, 0, -1))


def _needed(missing_this_morning: int, *, days_left: int, done: bool) -> float | None:
    """A day, today as a whole included."""
    return None if done or not days_left else missing_this_morning / days_left


def _without_pace(done: int, *, quota: int, days_left: int, window: tuple[int, ...]) -> Verdict:
    """Why there is nothing to forecast; SURE stands for "there is" until the range is known."""
    if done >= quota:
        return Verdict.REACHED
    if not days_left:
        return Verdict.ENDED
    if not done:
        return Verdict.NOT_BEGUN
    if len(window) < LEAST:
        return Verdict.TOO_EARLY
    return Verdict.SURE if any(window) else Verdict.STANDS_STILL


def _ahead(known: Forecast, window: tuple[int, ...], *, of_today: int, today: date) -> Forecast:
    n, left, made = len(window), known.days_left, sum(window)
    pace = made / n
    spread = math.sqrt(sum((count - pace) ** 2 for count in window) / (n - 1))
    margin = t_quantile(n - 1, confidence=CONFIDENCE) * spread * math.sqrt(left + left * left / n)
    before_today = known.done - of_today
    # Whole numbers are multiplied before they are divided: a quota that is just reached is reached.
    expected = max(float(known.done), before_today + made * left / n)
    low = max(float(known.done), expected - margin)
    high = expected + margin
    days = -(-(known.quota - before_today) * n // made)
    return Forecast(
        quota=known.quota,
        done=known.done,
        days_left=left,
        days=n,
        needed=known.needed,
        verdict=_verdict(known.quota, low=low, expected=expected, high=high),
        pace=pace,
        expected=expected,
        low=low,
        high=high,
        reached_on=_day_after(today, days=max(0, days - 1)),
    )


def _day_after(today: date, *, days: int) -> date | None:
    return today + timedelta(days=days) if days <= (date.max - today).days else None


def _verdict(quota: int, *, low: float, expected: float, high: float) -> Verdict:
    if low >= quota:
        return Verdict.SURE
    if expected >= quota:
        return Verdict.LIKELY
    return Verdict.DOUBTFUL if high >= quota else Verdict.SHORT

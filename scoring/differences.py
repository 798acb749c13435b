"""How far two shares are apart, with the interval of that difference."""

from dataclasses import dataclass
from enum import StrEnum
from math import hypot, sqrt

from scoring.intervals import Bounds

_SAME = 1e-12
"""Shares closer than this differ by rounding only."""


class Change(StrEnum):
    """What the interval of a difference says; similar: it does not exclude 0."""

    RISEN = "risen"
    FALLEN = "fallen"
    SIMILAR = "similar"


class Lacking(StrEnum):
    """Why there is no difference, or none with an interval."""

    ONE_SIDE = "only one of the two"
    SUPPRESSED = "one of the two is suppressed"
    NO_ESTIMATE = "one of the two has no valid answer"
    NO_INTERVAL = "one of the two has no interval"
    OTHER_MEANING = "not the same indicator"
    OTHER_UNIT = "not the same unit any more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A share 0..1, its standard error and its 95 % interval, as far as they are known."""

    share: float | None
    se: float | None
    bounds: Bounds | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first share minus the second, in percentage points, unrounded.

    low, high: ends of the 95 % interval. change: None without an interval. reason: why something
    is None.
    """

    est: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    change: Change | None = None
    reason: Lacking | None = None


def mover(first: Measured, second: Measured, *, correlation: float = 0.0) -> Bounds | None:
    """The interval of first minus second from their own intervals; -1..1, None without both.

    d - √((p₁ - l₁)² + (u₂ - p₂)² - 2r (p₁ - l₁)(u₂ - p₂)), and the mirror for the upper end: the
    "method of variance estimates recovery". r is the correlation of the two estimates, 0 for two
    independent samples (Newcombe 1998, Stat. Med. 17, method 10; with r Zou & Donner 2008, Stat.
    Med. 27). It holds at 0 and 100 %, where the standard error of a share is 0, and with a point
    for the interval of a census.
    """
    if first.share is None or second.share is None:
        return None
    if first.bounds is None or second.bounds is None:
        return None
    difference = first.share - second.share
    return Bounds(
        low=difference
        - _joined(first.share - first.bounds.low, second.bounds.high - second.share, r=correlation),
        high=difference
        + _joined(first.bounds.high - first.share, second.share - second.bounds.low, r=correlation),
    )


def _joined(one: float, two: float, *, r: float) -> float:
    return sqrt(max(0.0, one**2 + two**2 - 2 * r * one * two))


def independent_difference(first: Measured, second: Measured) -> Difference:
    """First minus second of two samples that were drawn independently of each other.

    A change is told only where the interval excludes 0; that two intervals overlap is no test.
    """
    if first.share is None or second.share is None:
        return Difference(reason=Lacking.NO_ESTIMATE)
    se = None if first.se is None or second.se is None else hypot(first.se, second.se)
    return difference_of(first.share - second.share, se=se, bounds=mover(first, second))


def difference_of(difference: float, *, se: float | None, bounds: Bounds | None) -> Difference:
    """A difference with its error and bounds, all -1..1, in percentage points and judged."""
    known = Difference(est=100 * difference, se=None if se is None else 100 * se)
    if bounds is None:
        return Difference(est=known.est, se=known.se, reason=Lacking.NO_INTERVAL)
    return Difference(
        est=known.est,
        se=known.se,
        low=100 * bounds.low,
        high=100 * bounds.high,
        change=_change(bounds),
    )


def _change(bounds: Bounds) -> Change:
    if bounds.low > _SAME:
        return Change.RISEN
    return Change.FALLEN if bounds.high < -_SAME else Change.SIMILAR

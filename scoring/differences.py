"""How far two shares are apart, with the interval of that difference; year on year."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import hypot, sqrt

from scoring.intervals import Bounds
from scoring.publishing import Flag
from scoring.score_table import ScoreRow, ScoreTable

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


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOnYear:
    """A later round minus an earlier one: the whole, and every unit of either by code.

    same_questionnaire: whether the wording is the same, which no figure can make up for.
    """

    overall: Difference
    units: Mapping[str, Difference]
    same_questionnaire: bool


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


def measured(row: ScoreRow) -> Measured:
    """The published indicator of a row."""
    of = row.published
    low, high = of.interval.low, of.interval.high
    return Measured(
        share=None if of.est is None else of.est / 100,
        se=None if of.se is None else of.se / 100,
        bounds=None if low is None or high is None else Bounds(low=low / 100, high=high / 100),
    )


def row_difference(later: ScoreRow | None, earlier: ScoreRow | None) -> Difference:
    """The published indicator of one unit, group or whole, of two rounds drawn independently.

    Where one of the two may not be shown, nor may the difference: it would give the other away.
    """
    if later is None or earlier is None:
        return Difference(reason=Lacking.ONE_SIDE)
    if Flag.SUPPRESSED in (later.verdict.flag, earlier.verdict.flag):
        return Difference(reason=Lacking.SUPPRESSED)
    return independent_difference(measured(later), measured(earlier))


def row_differences(
    later: Mapping[str, ScoreRow], earlier: Mapping[str, ScoreRow]
) -> dict[str, Difference]:
    """Of every unit, or every group, of either round, by code.

    Each interval is a 95 % one for itself: of twenty units that did not change, one is expected
    to be told as changed.
    """
    return {
        code: row_difference(later.get(code), earlier.get(code))
        for code in sorted({*later, *earlier})
    }


def year_on_year(later: ScoreTable, earlier: ScoreTable) -> YearOnYear:
    """The later round minus the earlier one, where both published the same of the same items."""
    same = _meaning(later) == _meaning(earlier)
    units = row_differences(later.units, earlier.units)
    other = Difference(reason=Lacking.OTHER_MEANING)
    return YearOnYear(
        overall=row_difference(later.overall, earlier.overall) if same else other,
        units=units if same else dict.fromkeys(units, other),
        same_questionnaire=later.rule.version_id == earlier.rule.version_id,
    )


def _meaning(table: ScoreTable) -> tuple[object, ...]:
    rule = table.rule
    return (
        table.indicator,
        rule.factors,
        rule.levels,
        rule.satisfied,
        rule.blank_counts,
        rule.valid_from,
    )

"""When interviews were made: at once, in a row, at night."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from scoring.quality.interview_table import Floats, InterviewTable, Ints
from scoring.quality.rules import TimeRules

MINUTE_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """An interview that began before an earlier one of the same person was over.

    row, earlier: rows of the table. overlap_s: how long both went on. same_minute: whether both
    began in one minute of the clock.
    """

    row: int
    earlier: int
    overlap_s: float
    same_minute: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Interviews of one enumerator that began close together, or in one night.

    day: of the first, for a night the day on which it began. rows: of the table, by their start.
    """

    enumerator: int
    day: date
    rows: tuple[int, ...]

    @property
    def interviews(self) -> int:
        """How many."""
        return len(self.rows)


def overlaps(table: InterviewTable, *, rules: TimeRules) -> tuple[Overlap, ...]:
    """Each interview with the earlier one of its enumerator that ended last."""
    found = []
    for enumerator in range(len(table.enumerators)):
        rows = _timed(table, enumerator)
        if len(rows) < 2:
            continue
        start, end = table.started_s[rows], table.finished_s[rows]
        latest = np.maximum.accumulate(end)
        is_new = np.concatenate([[True], end[1:] > latest[:-1]])
        holder = np.maximum.accumulate(np.where(is_new, np.arange(len(rows)), 0))
        overlap = np.minimum(end[1:], latest[:-1]) - start[1:]
        minute = np.floor(start / MINUTE_S)
        together = minute[1:] == minute[:-1]
        for later in np.flatnonzero((overlap >= rules.overlap_s) | together):
            earlier = int(later) if together[later] else int(holder[later])
            shared = min(end[later + 1], end[earlier]) - start[later + 1]
            found.append(
                Overlap(
                    row=int(rows[later + 1]),
                    earlier=int(rows[earlier]),
                    overlap_s=max(0.0, float(shared)),
                    same_minute=bool(together[later]),
                )
            )
    return tuple(found)


def nights(table: InterviewTable, *, rules: TimeRules, zone: str) -> tuple[Series, ...]:
    """Enumerators who began several interviews in one night."""
    found = []
    for enumerator in range(len(table.enumerators)):
        by_night: dict[date, list[int]] = {}
        for row in _timed(table, enumerator):
            at = _local(table.started_s[row], zone)
            if at.hour >= rules.night_from or at.hour < rules.night_until:
                night = (at - timedelta(hours=rules.night_until)).date()
                by_night.setdefault(night, []).append(int(row))
        found += [
            Series(enumerator=enumerator, day=night, rows=tuple(rows))
            for night, rows in sorted(by_night.items())
            if len(rows) >= rules.night_interviews
        ]
    return tuple(found)


def bursts(table: InterviewTable, *, rules: TimeRules, zone: str) -> tuple[Series, ...]:
    """The densest stretch of each day on which more were begun than can be interviewed."""
    found = []
    for enumerator in range(len(table.enumerators)):
        rows = _timed(table, enumerator)
        start = table.started_s[rows]
        after = np.searchsorted(start, start + rules.burst_minutes * MINUTE_S, side="left")
        length = after - np.arange(len(rows))
        by_day: dict[date, Series] = {}
        for place in np.flatnonzero(length >= rules.burst_interviews):
            day = _local(start[place], zone).date()
            stretch = rows[place : after[place]]
            one = Series(enumerator=enumerator, day=day, rows=tuple(stretch.tolist()))
            if day not in by_day or by_day[day].interviews < one.interviews:
                by_day[day] = one
        found += [by_day[day] for day in sorted(by_day)]
    return tuple(found)


def median_gaps(table: InterviewTable, *, zone: str) -> Floats:
    """Median seconds from the end of an interview to the start of the next on the same day."""
    medians = np.full(len(table.enumerators), np.nan)
    for enumerator in range(len(table.enumerators)):
        rows = _timed(table, enumerator)
        if len(rows) < 2:
            continue
        offset = _local(table.started_s[rows[0]], zone).utcoffset() or timedelta()
        day = np.floor((table.started_s[rows] + offset.total_seconds()) / 86_400)
        gaps = table.started_s[rows][1:] - table.finished_s[rows][:-1]
        same_day = gaps[day[1:] == day[:-1]]
        if len(same_day):
            medians[enumerator] = np.median(same_day)
    return medians


def _timed(table: InterviewTable, enumerator: int) -> Ints:
    """The rows of an enumerator whose times are known, in the order of time."""
    span = table.rows_of(enumerator)
    rows = np.arange(span.start, span.stop)
    known: Ints = rows[~np.isnan(table.started_s[rows]) & ~np.isnan(table.finished_s[rows])]
    return known


def _local(seconds: float, zone: str) -> datetime:
    return datetime.fromtimestamp(float(seconds), tz=ZoneInfo(zone))

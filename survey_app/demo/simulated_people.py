"""Everything a simulated interview says beside the criteria."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np

from questionnaires import Answer

FIELD_START = datetime(2022, 9, 5, 7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
FIELD_DAYS = 50
SUNDAY = 6
DAY_MINUTES = 9 * 60
PAUSE = timedelta(minutes=4)

# Code to probability; rounded from shares that national reports printed, or plain guesses.
SINGLE: Mapping[str, Mapping[int, float]] = {
    "k2": {1: 0.93, 2: 0.07},
    "a5": {1: 0.62, 2: 0.16, 3: 0.14, 4: 0.05, 5: 0.03},
    "a6": {1: 0.81, 2: 0.19},
    "b1": {1: 0.66, 2: 0.14, 3: 0.07, 4: 0.13},
    "b2": {1: 0.74, 2: 0.16, 3: 0.03, 4: 0.07},
    "b3": {0: 0.08, 1: 0.73, 2: 0.15, 3: 0.02, 4: 0.02},
    "b4": {1: 0.02, 2: 0.98},
    "b5": {1: 0.01, 2: 0.99},
    "b6": {1: 0.18, 2: 0.77, 3: 0.05},
    "e1": {1: 0.52, 2: 0.46, 8: 0.02},
    "e2": {1: 0.07, 2: 0.24, 3: 0.39, 4: 0.20, 5: 0.09, 8: 0.01},
    "e3": {1: 0.04, 2: 0.17, 3: 0.32, 4: 0.21, 5: 0.22, 6: 0.03, 8: 0.01},
    "e4": {1: 0.2, 2: 0.17, 3: 0.16, 4: 0.18, 5: 0.17, 6: 0.02, 7: 0.06, 9: 0.03, 8: 0.01},
    "e5": {1: 0.38, 2: 0.6, 8: 0.02},
    "z5": {1: 0.34, 2: 0.66},
}
LATE = 3
GAVE_FEEDBACK, NO_FEEDBACK = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTimes:
    """When an interview began and ended."""

    started_at: datetime
    finished_at: datetime


def other_answers(random: np.random.Generator, *, gave_feedback: bool) -> dict[str, Answer]:
    """The answers outside the index."""
    answers: dict[str, Answer] = {"k1": 1, "a4": 1}
    for code, shares in SINGLE.items():
        answers[code] = _draw(random, shares)
    if answers["b6"] == LATE:
        answers["b7"] = 1 + int(random.poisson(0.3))
        answers["b8"] = _draw(random, {1: 0.33, 2: 0.67})
        answers["b9"] = _draw(random, {1: 0.19, 2: 0.81})
    answers["b10"] = GAVE_FEEDBACK if gave_feedback else NO_FEEDBACK
    wishes = random.choice(np.arange(1, 10), size=int(random.integers(1, 4)), replace=False)
    answers["d1"] = tuple(sorted(int(wish) for wish in wishes))
    return answers


def _draw(random: np.random.Generator, shares: Mapping[int, float]) -> int:
    weights = np.array(list(shares.values()))
    return int(random.choice(list(shares), p=weights / weights.sum()))


def field_times(random: np.random.Generator) -> FieldTimes:
    """A weekday or Saturday between 7:30 and 16:30, about eight minutes long."""
    start_day = FIELD_START + timedelta(days=int(random.integers(FIELD_DAYS)))
    if start_day.weekday() == SUNDAY:
        start_day += timedelta(days=1)
    started_at = start_day + timedelta(minutes=int(random.integers(DAY_MINUTES)))
    minutes = float(np.clip(random.lognormal(mean=2.1, sigma=0.28), 3.5, 30))
    return FieldTimes(
        started_at=started_at,
        finished_at=started_at + timedelta(seconds=round(minutes * 60)),
    )


@dataclass(slots=True)
class Diary:
    """When each enumerator was busy: nobody interviews two people at once."""

    busy: dict[int, list[FieldTimes]] = field(default_factory=dict)

    def next_free(self, enumerator_id: int, wanted: FieldTimes) -> FieldTimes:
        """The wanted time, or another of that day at which the enumerator is free; keeps it."""
        taken = self.busy.setdefault(enumerator_id, [])
        length = wanted.finished_at - wanted.started_at
        opens = wanted.started_at.replace(hour=FIELD_START.hour, minute=FIELD_START.minute)
        start = _first_free(taken, wanted.started_at, length=length)
        if start > opens + timedelta(minutes=DAY_MINUTES):
            start = _first_free(taken, opens, length=length)
        times = FieldTimes(started_at=start, finished_at=start + length)
        taken.append(times)
        return times


def _first_free(taken: Sequence[FieldTimes], start: datetime, *, length: timedelta) -> datetime:
    for other in sorted(taken, key=lambda times: times.started_at):
        if other.started_at < start + length + PAUSE and start < other.finished_at + PAUSE:
            start = other.finished_at + PAUSE
    return start


def drawn_uuid(random: np.random.Generator) -> UUID:
    """A random UUID (version 4) from the seeded generator, so that a demo can be repeated."""
    return UUID(bytes=random.bytes(16), version=4)

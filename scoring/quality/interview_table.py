"""Interviews as arrays, enumerator by enumerator in the order of time: what indicators read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

UNKNOWN = np.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewFacts:
    """One interview without anything that says who was asked.

    levels: a code an index item, as `scoring.rule` has them. started_at, finished_at: None where
    the times are not those of the interview, as of a paper form that was keyed later. elapsed_s:
    by the monotonic clock of the tablet, else None. position: latitude and longitude in millionths
    of a degree, and the accuracy in metres.
    """

    key: str
    unit: str
    enumerator: str
    levels: Sequence[int]
    started_at: datetime | None = None
    finished_at: datetime | None = None
    elapsed_s: float | None = None
    position: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InterviewTable:
    """n interviews of k items. unit, enumerator: places in `units`, `enumerators`.

    Rows are sorted by enumerator, start and key, so that the order of arrival means nothing.
    started_s, finished_s: seconds since 1970, NaN where unknown. duration_s: by the tablet's own
    clock where it is known, else from start to end. position: (n, 3) latitude, longitude,
    accuracy, NaN where unknown.
    """

    keys: tuple[str, ...]
    units: tuple[str, ...]
    enumerators: tuple[str, ...]
    unit: Ints
    enumerator: Ints
    levels: Codes
    started_s: Floats
    finished_s: Floats
    duration_s: Floats
    by_tablet: Bools
    position: Floats

    @property
    def size(self) -> int:
        """How many interviews."""
        return len(self.keys)

    def rows_of(self, enumerator: int) -> slice:
        """The rows of one enumerator, which stand together."""
        first, after = np.searchsorted(self.enumerator, [enumerator, enumerator + 1])
        return slice(int(first), int(after))


def interview_table(interviews: Sequence[InterviewFacts], *, items: int) -> InterviewTable:
    """The table of these interviews. Raises ValueError for a key that stands twice."""
    ordered = sorted(
        interviews, key=lambda one: (one.enumerator, _seconds(one.started_at), one.key)
    )
    keys = tuple(one.key for one in ordered)
    if len(set(keys)) != len(keys):
        raise ValueError("an interview stands twice")
    units = tuple(sorted({one.unit for one in ordered}))
    enumerators = tuple(sorted({one.enumerator for one in ordered}))
    unit_place = {name: place for place, name in enumerate(units)}
    place = {name: place for place, name in enumerate(enumerators)}
    started = np.array([_seconds(one.started_at) for one in ordered], dtype=np.float64)
    finished = np.array([_seconds(one.finished_at) for one in ordered], dtype=np.float64)
    started[np.isinf(started)] = UNKNOWN
    finished[np.isinf(finished)] = UNKNOWN
    elapsed = np.array(
        [UNKNOWN if one.elapsed_s is None else one.elapsed_s for one in ordered], dtype=np.float64
    )
    by_tablet = ~np.isnan(elapsed)
    nowhere = (UNKNOWN, UNKNOWN, UNKNOWN)
    return InterviewTable(
        keys=keys,
        units=units,
        enumerators=enumerators,
        unit=np.array([unit_place[one.unit] for one in ordered], dtype=np.int64),
        enumerator=np.array([place[one.enumerator] for one in ordered], dtype=np.int64),
        levels=np.array([one.levels for one in ordered], dtype=np.int8).reshape(-1, items),
        started_s=started,
        finished_s=finished,
        duration_s=np.where(by_tablet, elapsed, finished - started),
        by_tablet=by_tablet,
        position=np.array([one.position or nowhere for one in ordered], dtype=np.float64).reshape(
            -1, 3
        ),
    )


def _seconds(at: datetime | None) -> float:
    """Unknown times stand last."""
    return np.inf if at is None else at.timestamp()

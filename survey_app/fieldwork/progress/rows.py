"""The rows of the four tables of progress: pure, from counts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from scoring.forecast import Forecast, forecast
from survey_app.db.accounts import AccountName
from survey_app.db.field_days import AttemptCount, DayCount, Durations
from survey_app.db.outcome_counts import CaseCount, HolderCount, PlaceCount
from survey_app.db.rounds import RoundUnitRecord
from survey_app.fieldwork.progress.tally import Tally, tally

Key = TypeVar("Key")
SILENT_DAYS = 3
"""After so many days without an interview somebody who still has cases is asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A unit: its quota, its interviews, its cases, and where it will stand."""

    unit: RoundUnitRecord
    finished: int
    cases: Tally
    outlook: Forecast

    @property
    def remaining(self) -> int:
        """Interviews still wanted; never below zero."""
        return max(0, self.unit.quota - self.finished)

    @property
    def excess(self) -> int:
        """Interviews beyond the quota: kept, and shown as such."""
        return max(0, self.finished - self.unit.quota)


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumRow:
    """A stratum of the sample."""

    name: str
    cases: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumeratorRow:
    """An enumerator: the interviews they made, and the cases that they have or had.

    per_day and median_ms: None where there is no interview.
    """

    account_id: int
    username: str
    name: str
    interviews: int
    days: int
    last_day: date | None
    median_ms: float | None
    cases: Tally
    is_silent: bool

    @property
    def per_day(self) -> float | None:
        """Interviews a day of their own with at least one."""
        return self.interviews / self.days if self.days else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """A day: interviews by the day they were made, attempts by the day they were tried."""

    day: date
    interviews: int
    enumerators: int
    refused: int
    not_reached: int
    """Visits in vain, appointments included."""
    moved: int
    """Moved, or a wrong address."""
    not_eligible: int
    so_far: int


def _by(counts: Iterable[CaseCount], key: str) -> Mapping[object, Tally]:
    found: dict[object, list[CaseCount]] = defaultdict(list)
    for one in counts:
        found[getattr(one, key)].append(one)
    return {value: tally(ones) for value, ones in found.items()}


def _per_day(days: Iterable[DayCount]) -> Mapping[int, Counter[date]]:
    found: dict[int, Counter[date]] = defaultdict(Counter)
    for one in days:
        found[one.number][one.day] += one.interviews
    return found


def unit_rows(
    units: Sequence[RoundUnitRecord],
    *,
    counts: Sequence[PlaceCount],
    days: Sequence[DayCount],
    today: date,
    last_day: date,
) -> tuple[UnitRow, ...]:
    """Every unit in the order of the round, exempt ones included."""
    cases = _by(counts, "round_unit_id")
    per_day = _per_day(days)
    return tuple(
        UnitRow(
            unit=unit,
            finished=per_day.get(unit.id, Counter()).total(),
            cases=cases.get(unit.id, Tally()),
            outlook=forecast(
                per_day.get(unit.id, Counter()), quota=unit.quota, today=today, last_day=last_day
            ),
        )
        for unit in units
    )


def stratum_rows(counts: Sequence[PlaceCount]) -> tuple[StratumRow, ...]:
    """Every stratum by name; cases that were not drawn have none."""
    found = _by(counts, "stratum")
    named = {name: cases for name, cases in found.items() if isinstance(name, str)}
    return tuple(StratumRow(name=name, cases=named[name]) for name in sorted(named))


def enumerator_rows(
    names: Mapping[int, AccountName],
    *,
    counts: Sequence[HolderCount],
    days: Sequence[DayCount],
    took: Durations,
    today: date,
) -> tuple[EnumeratorRow, ...]:
    """Everybody who has a case or made an interview, the busiest first."""
    cases = _by(counts, "enumerator_id")
    per_day = _per_day(days)
    known = {who for who in cases if isinstance(who, int)} | set(per_day)
    rows = [
        _enumerator(
            who,
            called=names[who],
            per_day=per_day.get(who, Counter()),
            cases=cases.get(who, Tally()),
            median_ms=took.of_enumerator.get(who),
            today=today,
        )
        for who in known
    ]
    return tuple(sorted(rows, key=lambda row: (-row.interviews, row.name, row.account_id)))


def _enumerator(
    who: int,
    *,
    called: AccountName,
    per_day: Counter[date],
    cases: Tally,
    median_ms: float | None,
    today: date,
) -> EnumeratorRow:
    last = max(per_day, default=None)
    return EnumeratorRow(
        account_id=who,
        username=called.username,
        name=called.display_name,
        interviews=per_day.total(),
        days=len(per_day),
        last_day=last,
        median_ms=median_ms,
        cases=cases,
        is_silent=cases.to_go > 0 and (last is None or last <= today - timedelta(days=SILENT_DAYS)),
    )


MOVED = ("2.25", "3.18")


def day_rows(days: Sequence[DayCount], *, attempts: Sequence[AttemptCount]) -> tuple[DayRow, ...]:
    """Every day on which something was done, the first first."""
    interviews: Counter[date] = Counter()
    at_work: dict[date, set[int]] = defaultdict(set)
    for one in days:
        interviews[one.day] += one.interviews
        at_work[one.day].add(one.number)
    ended: dict[date, Counter[str]] = defaultdict(Counter)
    for tried in attempts:
        ended[tried.day][_kind(tried.disposition)] += tried.attempts
    rows, so_far = [], 0
    for day in sorted(interviews.keys() | ended.keys()):
        so_far += interviews[day]
        rows.append(
            DayRow(
                day=day,
                interviews=interviews[day],
                enumerators=len(at_work[day]),
                refused=ended[day]["refused"],
                not_reached=ended[day]["in_vain"],
                moved=ended[day]["moved"],
                not_eligible=ended[day]["not_eligible"],
                so_far=so_far,
            )
        )
    return tuple(rows)


def _kind(disposition: str) -> str:
    """As `case_outcomes` takes codes that are not ours, by their family."""
    if disposition in MOVED or disposition.startswith("3"):
        return "moved"
    if disposition.startswith("2.2"):
        return "in_vain"
    return "not_eligible" if disposition.startswith("4") else "refused"

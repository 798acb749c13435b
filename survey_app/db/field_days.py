"""Days of fieldwork: interviews and contact attempts by day, and how long interviews take."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Text, case, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from survey_app.db.tables import Assignment, ContactAttempt, Interview, RoundUnit
from survey_app.db.unindexed import unindexed

SECOND_MS = 1000


class local_day(GenericFunction[date]):  # noqa: N801 -- a function of the database
    """The day in Viet Nam of an instant: seven hours ahead of UTC all year, since 1975."""

    type = Date()
    inherit_cache = True


class whole_seconds(GenericFunction[int]):  # noqa: N801 -- a function of the database
    """Seconds of an instant since 1970, what is less than one cut off."""

    type = Integer()
    inherit_cache = True


class listed_numbers(GenericFunction[str]):  # noqa: N801 -- a function of the database
    """All numbers of a group as one JSON list, in no order."""

    type = Text()
    inherit_cache = True


@compiles(local_day, "sqlite")
def _day_on_sqlite(element: local_day, compiler: SQLCompiler, **how: Any) -> str:
    return f"date({compiler.process(element.clauses, **how)}, '+7 hours')"


@compiles(local_day, "postgresql")
def _day_on_postgresql(element: local_day, compiler: SQLCompiler, **how: Any) -> str:
    inner = compiler.process(element.clauses, **how)
    return f"(timezone('UTC', {inner}) + interval '7 hours')::date"


@compiles(whole_seconds, "sqlite")
def _seconds_on_sqlite(element: whole_seconds, compiler: SQLCompiler, **how: Any) -> str:
    return f"CAST(strftime('%s', {compiler.process(element.clauses, **how)}) AS INTEGER)"


@compiles(whole_seconds, "postgresql")
def _seconds_on_postgresql(element: whole_seconds, compiler: SQLCompiler, **how: Any) -> str:
    return f"floor(extract(epoch FROM {compiler.process(element.clauses, **how)}))::bigint"


@compiles(listed_numbers, "sqlite")
def _list_on_sqlite(element: listed_numbers, compiler: SQLCompiler, **how: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **how)})"


@compiles(listed_numbers, "postgresql")
def _list_on_postgresql(element: listed_numbers, compiler: SQLCompiler, **how: Any) -> str:
    return f"json_agg({compiler.process(element.clauses, **how)})::text"


HOURS_AHEAD, HOUR_S, DAY_S = 7, 3600, 86_400
FIRST_DAY = date(1970, 1, 1)


def _day_number() -> ColumnElement[int]:
    """The day in Viet Nam of an Interview, in days since 1970: when it was finished, or received
    where the clock ran ahead."""
    is_ahead = Interview.finished_at > Interview.received_at
    at: ColumnElement[datetime] = case(
        (is_ahead, Interview.received_at), else_=Interview.finished_at
    )
    return (whole_seconds(at) + HOURS_AHEAD * HOUR_S) // DAY_S


def _duration() -> ColumnElement[int]:
    """How long an Interview took, in milliseconds: by the tablet's clock; without one from start
    to end, in whole seconds."""
    seconds = whole_seconds(Interview.finished_at) - whole_seconds(Interview.started_at)
    return func.coalesce(Interview.elapsed_ms, SECOND_MS * seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """Interviews that count of one day. number: of their round_unit, or of who made them."""

    number: int
    day: date
    interviews: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Durations:
    """Medians in milliseconds; of the round None where there is no interview."""

    of_round: float | None
    of_enumerator: Mapping[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDays:
    """Every interview that counts: once by unit and day, once by enumerator and day; and how long
    they took."""

    units: tuple[DayCount, ...]
    enumerators: tuple[DayCount, ...]
    durations: Durations


def field_days(session: Session, round_id: int) -> FieldDays:
    """The interviews of a round, read once.

    The database brings numbers, two lists for each enumerator in each unit, and no interview is
    loaded. To count by day there, or to rank durations, takes several times as long.
    """
    by = (Interview.round_unit_id, Interview.enumerator_id)
    rows = session.execute(
        select(*by, listed_numbers(_day_number()), listed_numbers(_duration()))
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id == round_id, Interview.is_current)
        .group_by(*by)
    )
    units: dict[int, list[int]] = defaultdict(list)
    enumerators: dict[int, list[int]] = defaultdict(list)
    took: dict[int, list[int]] = defaultdict(list)
    for unit, who, days, durations in rows:
        worked = json.loads(days)
        units[unit] += worked
        enumerators[who] += worked
        took[who] += json.loads(durations)
    return FieldDays(
        units=_day_counts(units), enumerators=_day_counts(enumerators), durations=_medians(took)
    )


def _day_counts(found: Mapping[int, Iterable[int]]) -> tuple[DayCount, ...]:
    return tuple(
        DayCount(number=number, day=FIRST_DAY + timedelta(days=day), interviews=interviews)
        for number, days in found.items()
        for day, interviews in Counter(days).items()
    )


def _medians(found: Mapping[int, Sequence[int]]) -> Durations:
    """The median of an even number is the mean of the middle two."""
    every = list(chain.from_iterable(found.values()))
    return Durations(
        of_round=float(median(every)) if every else None,
        of_enumerator={who: float(median(each)) for who, each in found.items()},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptCount:
    """Contact attempts that ended so on one day."""

    day: date
    disposition: str
    attempts: int


def attempts_by_day(session: Session, round_id: int) -> tuple[AttemptCount, ...]:
    """The contact attempts of a round by the device's day, in one query and in no order.

    SQLite would look for attempts of every assignment, most of which have none.
    """
    by = (local_day(ContactAttempt.attempted_at), ContactAttempt.disposition)
    rows = session.execute(
        select(*by, func.count())
        .join(Assignment, Assignment.interview_uuid == ContactAttempt.interview_uuid)
        .join(RoundUnit, RoundUnit.id == unindexed(Assignment.round_unit_id))
        .where(RoundUnit.round_id == round_id)
        .group_by(*by)
    )
    return tuple(AttemptCount(day=row[0], disposition=row[1], attempts=row[2]) for row in rows)

"""Days of fieldwork: interviews and contact attempts by day, and how long interviews take."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from statistics import median
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Text,
    case,
    func,
    literal_column,
    select,
    union_all,
)
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


def day_of() -> ColumnElement[date]:
    """The day of an Interview: when it was finished, or received where the clock ran ahead."""
    is_ahead = Interview.finished_at > Interview.received_at
    at: ColumnElement[datetime] = case(
        (is_ahead, Interview.received_at), else_=Interview.finished_at
    )
    return local_day(at)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """Interviews that count of one day. number: of their round_unit, or of who made them."""

    number: int
    day: date
    interviews: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """Every interview once by unit and day, and once by enumerator and day."""

    units: tuple[DayCount, ...]
    enumerators: tuple[DayCount, ...]


def interviews_by_day(session: Session, round_id: int) -> DayCounts:
    """The interviews of a round, in one query and in no order."""
    by = (Interview.round_unit_id, Interview.enumerator_id, day_of())
    counted = (
        select(*(one.label(name) for one, name in zip(by, ("unit", "who", "day"), strict=True)))
        .add_columns(func.count().label("interviews"))
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id == round_id, Interview.is_current)
        .group_by(*by)
        .cte("counted")
    ).c
    sums = (
        select(
            literal_column(is_unit).label("is_unit"), of, counted.day, func.sum(counted.interviews)
        ).group_by(of, counted.day)
        for of, is_unit in ((counted.unit, "1"), (counted.who, "0"))
    )
    rows = session.execute(union_all(*sums)).all()
    units, enumerators = (
        tuple(
            DayCount(number=row[1], day=row[2], interviews=int(row[3]))
            for row in rows
            if row[0] == is_unit
        )
        for is_unit in (1, 0)
    )
    return DayCounts(units=units, enumerators=enumerators)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Durations:
    """Medians in milliseconds; of the round None where there is no interview."""

    of_round: float | None
    of_enumerator: Mapping[int, float]


def durations(session: Session, round_id: int) -> Durations:
    """How long interviews that count took: by the tablet's clock, else from start to end.

    The median of an even number is the mean of the middle two. One query brings the numbers, one
    list for each enumerator; no interview is loaded. To rank them in the database takes three times
    as long. Without the tablet's clock an interview took whole seconds.
    """
    took = func.coalesce(
        Interview.elapsed_ms,
        SECOND_MS * (whole_seconds(Interview.finished_at) - whole_seconds(Interview.started_at)),
    )
    rows = session.execute(
        select(Interview.enumerator_id, listed_numbers(took))
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id == round_id, Interview.is_current)
        .group_by(Interview.enumerator_id)
    )
    found: dict[int, list[int]] = {row[0]: json.loads(row[1]) for row in rows}
    every = list(chain.from_iterable(found.values()))
    return Durations(
        of_round=float(median(every)) if every else None,
        of_enumerator={who: float(median(each)) for who, each in found.items()},
    )

"""Days of fieldwork: interviews and contact attempts by day, and how long interviews take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, case, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from survey_app.db.tables import Assignment, ContactAttempt, Interview, RoundUnit

SECOND_MS = 1000


class local_day(GenericFunction[date]):  # noqa: N801 -- a function of the database
    """The day in Viet Nam of an instant: seven hours ahead of UTC all year, since 1975."""

    type = Date()
    inherit_cache = True


class whole_seconds(GenericFunction[int]):  # noqa: N801 -- a function of the database
    """Seconds of an instant since 1970, what is less than one cut off."""

    type = Integer()
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


def day_of() -> ColumnElement[date]:
    """The day of an Interview: when it was finished, or received where the clock ran ahead."""
    is_ahead = Interview.finished_at > Interview.received_at
    at: ColumnElement[datetime] = case(
        (is_ahead, Interview.received_at), else_=Interview.finished_at
    )
    return local_day(at)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """Interviews that count, by one enumerator in one unit on one day."""

    round_unit_id: int
    enumerator_id: int
    day: date
    interviews: int


def interviews_by_day(session: Session, round_id: int) -> tuple[DayCount, ...]:
    """The interviews of a round, in one query and in no order."""
    by = (Interview.round_unit_id, Interview.enumerator_id, day_of())
    rows = session.execute(
        select(*by, func.count())
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id == round_id, Interview.is_current)
        .group_by(*by)
    )
    return tuple(
        DayCount(round_unit_id=row[0], enumerator_id=row[1], day=row[2], interviews=row[3])
        for row in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptCount:
    """Contact attempts that ended so on one day."""

    day: date
    disposition: str
    attempts: int


def attempts_by_day(session: Session, round_id: int) -> tuple[AttemptCount, ...]:
    """The contact attempts of a round by the device's day, in one query and in no order."""
    by = (local_day(ContactAttempt.attempted_at), ContactAttempt.disposition)
    rows = session.execute(
        select(*by, func.count())
        .join(Assignment, Assignment.interview_uuid == ContactAttempt.interview_uuid)
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
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

    The median of an even number is the mean of the middle two. One query finds them; no interview
    is loaded. Without the tablet's clock an interview took whole seconds.
    """
    took = func.coalesce(
        Interview.elapsed_ms,
        SECOND_MS * (whole_seconds(Interview.finished_at) - whole_seconds(Interview.started_at)),
    )
    listed = (
        select(Interview.enumerator_id.label("who"), took.label("took"), Interview.id.label("id"))
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id == round_id, Interview.is_current)
        .subquery()
    ).c
    ordered = (listed.took, listed.id)
    ranked = select(
        listed.who,
        listed.took,
        func.row_number().over(partition_by=listed.who, order_by=ordered).label("place"),
        func.count().over(partition_by=listed.who).label("many"),
        func.row_number().over(order_by=ordered).label("of_all"),
        func.count().over().label("every"),
    ).subquery()
    of_who, of_all = (
        _is_middle(ranked.c.place, ranked.c.many),
        _is_middle(ranked.c.of_all, ranked.c.every),
    )
    rows = session.execute(
        select(ranked.c.who, ranked.c.took, of_who, of_all).where(or_(of_who, of_all))
    ).all()
    middle: dict[int, list[int]] = {}
    for who, ms, is_of_who, _ in rows:
        if is_of_who:
            middle.setdefault(who, []).append(ms)
    of_round = [ms for _, ms, _, is_of_all in rows if is_of_all]
    return Durations(
        of_round=sum(of_round) / len(of_round) if of_round else None,
        of_enumerator={who: sum(found) / len(found) for who, found in middle.items()},
    )


def _is_middle(place: ColumnElement[int], many: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a place from 1 is the middle one of so many, or one of the middle two."""
    return (2 * place).between(many, many + 2)

"""The list of cases of a round: filtered, counted, and read by its key, without anybody's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from survey_app.db.case_filter import CaseFilter, UnitRange, in_order, to_count, units_inside
from survey_app.db.case_outcomes import (
    CaseOutcome,
    holder,
    is_replaced,
    is_replacement,
    outcome,
)
from survey_app.db.driver import is_postgresql
from survey_app.db.tables import (
    Account,
    Assignment,
    ContactAttempt,
    FrameCase,
    RoundUnit,
    SampleMember,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case. enumerator: user name and name of whoever has it now."""

    case_id: int
    round_unit_id: int
    file_code: str
    procedure: str
    district: str
    channel: str | None
    sample_list: str | None
    stratum: str | None
    place: int | None
    weight: Decimal | None
    is_replaced: bool
    is_replacement: bool
    enumerator_id: int | None
    username: str | None
    enumerator: str | None
    attempts: int
    outcome: CaseOutcome


def count_cases(session: Session, round_id: int, wanted: CaseFilter) -> int:
    """How many cases there are of this kind."""
    return _counted(session, units_inside(session, round_id, wanted), wanted)


def case_ids(
    session: Session, round_id: int, wanted: CaseFilter, *, most: int
) -> dict[int, int | None]:
    """The numbers of these cases, each with the number of whoever has it; at most so many."""
    inside = units_inside(session, round_id, wanted)
    found = in_order(inside, wanted).order_by(*_KEY).limit(most)
    return {row[0]: row[1] for row in session.execute(found)}


Key: TypeAlias = tuple[int, str]
"""Unit and file code: where a case stands in the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """How many cases there are of a kind, and some of them."""

    count: int
    rows: tuple[CaseRow, ...]


def cases_after(
    session: Session, round_id: int, wanted: CaseFilter, *, after: int | None, limit: int
) -> CasePage:
    """So many cases in the order of unit and file code, from behind the one with this number.

    What a row shows is worked out for the rows that are shown, and a page is read from its index
    and no further. PostgreSQL does not see that where an outcome is asked for: there the cases are
    looked up once, for the count and the page, which on SQLite would take longer.
    """
    beyond = None
    if after is not None:
        found = session.execute(select(*_KEY).where(FrameCase.id == after)).one_or_none()
        beyond = None if found is None else (found[0], found[1])
    at_once = wanted.outcome is not None and is_postgresql(session)
    look_up = _looked_up_once if at_once else _read_along
    inside = units_inside(session, round_id, wanted)
    count, numbers = look_up(session, inside, wanted, beyond, limit=limit)
    rows = _read(session, FrameCase.id.in_(numbers)) if numbers else ()
    return CasePage(count=count, rows=rows)


def _counted(session: Session, inside: UnitRange, wanted: CaseFilter) -> int:
    found = to_count(inside, wanted).subquery()
    return session.execute(select(func.count()).select_from(found)).scalar_one()


def _read_along(
    session: Session, inside: UnitRange, wanted: CaseFilter, beyond: Key | None, *, limit: int
) -> tuple[int, list[int]]:
    count = _counted(session, inside, wanted)
    found = in_order(inside, wanted).order_by(*_KEY).limit(limit)
    if beyond is not None:
        found = found.where(tuple_(*_KEY) > tuple_(*beyond))
    return count, [row[0] for row in session.execute(found)] if count else []


def _looked_up_once(
    session: Session, inside: UnitRange, wanted: CaseFilter, beyond: Key | None, *, limit: int
) -> tuple[int, list[int]]:
    once = in_order(inside, wanted).add_columns(*_KEY).cte("matching")
    key = (once.c.round_unit_id, once.c.file_code)
    count = select(func.count()).select_from(once).scalar_subquery()
    found = select(once.c.id, count).order_by(*key).limit(limit)
    if beyond is not None:
        found = found.where(tuple_(*key) > tuple_(*beyond))
    rows = session.execute(found).all()
    if not rows and beyond is not None:
        return _read_along(session, inside, wanted, beyond, limit=limit)
    return (rows[0][1] if rows else 0), [row[0] for row in rows]


def case_numbered(session: Session, round_id: int, case_id: int) -> CaseRow | None:
    """The case with this number, if it is of this round."""
    inside = select(RoundUnit.id).where(RoundUnit.round_id == round_id)
    found = _read(session, FrameCase.id == case_id, FrameCase.round_unit_id.in_(inside))
    return found[0] if found else None


def all_cases(session: Session, round_id: int, wanted: CaseFilter) -> Iterator[CaseRow]:
    """Every case of this kind in the same order, read while they are used."""
    matching = in_order(units_inside(session, round_id, wanted), wanted).subquery()
    found = _rows().where(FrameCase.id.in_(select(matching.c.id))).order_by(*_KEY)
    for row in session.execute(found.execution_options(yield_per=BATCH)):
        yield _record(*row)


BATCH = 1000
_KEY = (FrameCase.round_unit_id, FrameCase.file_code)
"""Unique, and in the order of an index."""


def _rows() -> Select[FrameCase, SampleMember, bool, bool, int, str, str, int, str]:
    attempts = (
        select(func.count())
        .select_from(ContactAttempt)
        .where(ContactAttempt.interview_uuid == Assignment.interview_uuid)
        .correlate(Assignment)
        .scalar_subquery()
    )
    return (
        select(
            FrameCase,
            SampleMember,
            is_replaced(),
            is_replacement(),
            holder(),
            Account.username,
            Account.display_name,
            attempts,
            outcome(),
        )
        .outerjoin(SampleMember, SampleMember.frame_case_id == FrameCase.id)
        .outerjoin(Assignment, Assignment.frame_case_id == FrameCase.id)
        .outerjoin(Account, Account.id == holder())
        .execution_options(populate_existing=True)
    )


def _read(session: Session, *conditions: ColumnElement[bool]) -> tuple[CaseRow, ...]:
    found = session.execute(_rows().where(*conditions).order_by(*_KEY))
    return tuple(_record(*row) for row in found)


def _record(
    case: FrameCase,
    member: SampleMember | None,
    replaced: object,
    replacement: object,
    enumerator_id: int | None,
    username: str | None,
    enumerator: str | None,
    attempts: int,
    outcome_code: str,
) -> CaseRow:
    return CaseRow(
        case_id=case.id,
        round_unit_id=case.round_unit_id,
        file_code=case.file_code,
        procedure=case.procedure,
        district=case.district or "",
        channel=case.channel,
        sample_list=None if member is None else member.sample_list,
        stratum=None if member is None else member.stratum,
        place=None if member is None else member.place,
        weight=None if member is None else member.weight,
        is_replaced=bool(replaced),
        is_replacement=bool(replacement),
        enumerator_id=enumerator_id,
        username=username,
        enumerator=enumerator,
        attempts=attempts,
        outcome=CaseOutcome(outcome_code),
    )

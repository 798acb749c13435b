"""The list of cases of a round: filtered, counted, and read by its key, without anybody's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_
from sqlalchemy.orm import Session

from survey_app.db.assignments import is_open
from survey_app.db.case_outcomes import (
    CaseOutcome,
    holder,
    is_replaced,
    is_replacement,
    outcome,
)
from survey_app.db.driver import is_postgresql
from survey_app.db.outcome_filter import has_outcome
from survey_app.db.tables import (
    Account,
    Assignment,
    ContactAttempt,
    FrameCase,
    RoundUnit,
    SampleMember,
)


class CaseScope(StrEnum):
    """Which cases are looked at, by the lists of samples."""

    FIELD = "field"
    """Whoever is or was to be interviewed: official members, replacements, whatever was given."""
    OFFICIAL = "official"
    RESERVE = "reserve"
    NOT_DRAWN = "not_drawn"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """What is looked for; blank and None do not restrict.

    enumerator_id: whoever has the case now. is_nobodys: cases that nobody has and somebody should.
    is_open: cases that somebody has still to reach, whether tried or not. code: how the file code
    begins.
    """

    scope: CaseScope = CaseScope.FIELD
    round_unit_id: int | None = None
    stratum: str = ""
    enumerator_id: int | None = None
    is_nobodys: bool = False
    outcome: CaseOutcome | None = None
    is_open: bool = False
    code: str = ""


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
    found = select(func.count()).select_from(_matching(round_id, wanted).subquery())
    return session.execute(found).scalar_one()


def case_ids(
    session: Session, round_id: int, wanted: CaseFilter, *, most: int
) -> dict[int, int | None]:
    """The numbers of these cases, each with the number of whoever has it; at most so many."""
    found = _matching(round_id, wanted).order_by(*_KEY).limit(most)
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
    count, numbers = look_up(session, _matching(round_id, wanted), beyond, limit=limit)
    rows = _read(session, FrameCase.id.in_(numbers)) if numbers else ()
    return CasePage(count=count, rows=rows)


def _read_along(
    session: Session, matching: Select[int, int | None], beyond: Key | None, *, limit: int
) -> tuple[int, list[int]]:
    counted = select(func.count()).select_from(matching.subquery())
    count = session.execute(counted).scalar_one()
    found = matching.order_by(*_KEY).limit(limit)
    if beyond is not None:
        found = found.where(tuple_(*_KEY) > tuple_(*beyond))
    return count, [row[0] for row in session.execute(found)] if count else []


def _looked_up_once(
    session: Session, matching: Select[int, int | None], beyond: Key | None, *, limit: int
) -> tuple[int, list[int]]:
    once = matching.add_columns(*_KEY).cte("matching")
    key = (once.c.round_unit_id, once.c.file_code)
    count = select(func.count()).select_from(once).scalar_subquery()
    found = select(once.c.id, count).order_by(*key).limit(limit)
    if beyond is not None:
        found = found.where(tuple_(*key) > tuple_(*beyond))
    rows = session.execute(found).all()
    if not rows and beyond is not None:
        return _read_along(session, matching, beyond, limit=limit)
    return (rows[0][1] if rows else 0), [row[0] for row in rows]


def case_numbered(session: Session, round_id: int, case_id: int) -> CaseRow | None:
    """The case with this number, if it is of this round."""
    inside = select(RoundUnit.id).where(RoundUnit.round_id == round_id)
    found = _read(session, FrameCase.id == case_id, FrameCase.round_unit_id.in_(inside))
    return found[0] if found else None


def all_cases(session: Session, round_id: int, wanted: CaseFilter) -> Iterator[CaseRow]:
    """Every case of this kind in the same order, read while they are used."""
    inside = _matching(round_id, wanted).subquery()
    found = _rows().where(FrameCase.id.in_(select(inside.c.id))).order_by(*_KEY)
    for row in session.execute(found.execution_options(yield_per=BATCH)):
        yield _record(*row)


BATCH = 1000
_KEY = (FrameCase.round_unit_id, FrameCase.file_code)
"""Unique, and in the order of an index."""


def _matching(round_id: int, wanted: CaseFilter) -> Select[int, int | None]:
    """Number and holder of every case of this kind, in no order."""
    return (
        select(FrameCase.id, holder().label("holder"))
        .select_from(FrameCase)
        .outerjoin(SampleMember, SampleMember.frame_case_id == FrameCase.id)
        .outerjoin(Assignment, Assignment.frame_case_id == FrameCase.id)
        .where(*_conditions(round_id, wanted))
    )


def _conditions(round_id: int, wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    yield from _of_round(round_id, wanted.round_unit_id)
    yield from _of_scope(wanted.scope)
    if wanted.stratum:
        yield SampleMember.stratum == wanted.stratum
    if wanted.enumerator_id is not None:
        yield Assignment.enumerator_id == wanted.enumerator_id
        yield Assignment.recalled_at.is_(None)
    if wanted.is_nobodys:
        yield or_(Assignment.interview_uuid.is_(None), Assignment.recalled_at.is_not(None))
        yield ~is_replaced()
    if wanted.code:
        yield FrameCase.file_code.istartswith(wanted.code, autoescape=True)
    if wanted.is_open:
        yield is_open()
    if wanted.outcome is not None:
        yield has_outcome(wanted.outcome)


def _of_round(round_id: int, round_unit_id: int | None) -> Iterator[ColumnElement[bool]]:
    """Written as a range along the index by which the list is ordered: a page is then read from
    there and no further."""
    if round_unit_id is not None:
        yield FrameCase.round_unit_id == round_unit_id
        return
    inside = RoundUnit.round_id == round_id
    first, last = (select(of(RoundUnit.id)).where(inside) for of in (func.min, func.max))
    yield FrameCase.round_unit_id.between(first.scalar_subquery(), last.scalar_subquery())
    yield FrameCase.round_unit_id.not_in(select(RoundUnit.id).where(~inside))


def _of_scope(scope: CaseScope) -> Iterator[ColumnElement[bool]]:
    if scope in {CaseScope.OFFICIAL, CaseScope.RESERVE}:
        yield SampleMember.sample_list == scope.value
    elif scope is CaseScope.NOT_DRAWN:
        yield SampleMember.frame_case_id.is_(None)
    elif scope is CaseScope.FIELD:
        # Whoever replaces somebody was given out at the same moment.
        yield or_(SampleMember.sample_list == "official", Assignment.interview_uuid.is_not(None))


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

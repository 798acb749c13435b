"""The interviews of a round, a page at a time, as the field manager looks for them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from survey_app.db.interview_exclusions import excluded_as, is_standing
from survey_app.db.tables import (
    Account,
    Interview,
    InterviewExclusion,
    InterviewReturn,
    RoundUnit,
    Unit,
)

UUID_DIGITS = 32


class Standing(StrEnum):
    """Where an interview stands; one that came back counts too."""

    COUNTS = "counts"
    RETURNED = "returned"
    CAME_BACK = "came_back"
    VOIDED = "voided"
    """By the field manager; the next two are voided as well, for what a re-check found."""
    INVALID = "invalid"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which interviews are looked for; None does not narrow."""

    unit_code: str | None = None
    enumerator: str | None = None
    """The user name."""
    standing: Standing | None = None
    digits: str = ""
    """The first hex digits of the UUID, without hyphens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedInterview:
    """One interview by its last version."""

    id: int
    uuid: UUID
    unit_name: str
    enumerator: str
    mode: str
    started_at: datetime
    finished_at: datetime
    received_at: datetime
    version: int
    standing: Standing
    is_simulated: bool


def interviews_listed(
    session: Session, round_id: int, wanted: Wanted, *, before: int, limit: int
) -> tuple[ListedInterview, ...]:
    """The last received first; a page after the first goes on behind the one of this id.

    They are numbered as they are received: no other order has to be made of them.
    """
    rows = session.execute(
        _last_versions()
        .where(RoundUnit.round_id == round_id, Interview.id < before, *_conditions(wanted))
        .order_by(Interview.id.desc())
        .limit(limit)
    )
    return tuple(
        ListedInterview(
            id=row[0],
            uuid=row[1],
            unit_name=row[2],
            enumerator=row[3],
            mode=row[4],
            started_at=row[5],
            finished_at=row[6],
            received_at=row[7],
            version=row[8],
            standing=_standing(
                is_current=row[9], is_out=row[10], has_come_back=row[11], excluded_as=row[13]
            ),
            is_simulated=row[12],
        )
        for row in rows
    )


def _last_versions() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Interview.id,
            Interview.uuid,
            RoundUnit.name,
            Account.display_name,
            Interview.mode,
            Interview.started_at,
            Interview.finished_at,
            Interview.received_at,
            Interview.version,
            Interview.is_current,
            _is_out(),
            _has_come_back(),
            Interview.is_simulated,
            excluded_as(),
        )
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .join(Account, Account.id == Interview.enumerator_id)
        .where(_is_last())
    )


def _standing(
    *, is_current: bool, is_out: bool, has_come_back: bool, excluded_as: str | None
) -> Standing:
    if not is_current:
        return Standing(excluded_as or Standing.VOIDED)
    if is_out:
        return Standing.RETURNED
    return Standing.CAME_BACK if has_come_back else Standing.COUNTS


def _is_last() -> ColumnElement[bool]:
    later = aliased(Interview)
    return ~exists().where(later.uuid == Interview.uuid, later.version > Interview.version)


def _is_out() -> ColumnElement[bool]:
    return exists().where(
        InterviewReturn.interview_id == Interview.id, InterviewReturn.state == "open"
    )


def _has_come_back() -> ColumnElement[bool]:
    return exists().where(InterviewReturn.answer_id == Interview.id)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.unit_code is not None:
        found.append(Unit.code == wanted.unit_code)
    if wanted.enumerator is not None:
        found.append(Account.username == wanted.enumerator)
    if wanted.standing is not None:
        found.append(_where_it_stands(wanted.standing))
    if wanted.digits:
        first, last = (UUID(wanted.digits.ljust(UUID_DIGITS, digit)) for digit in "0f")
        found.append(and_(Interview.uuid >= first, Interview.uuid <= last))
    return found


def _where_it_stands(standing: Standing) -> ColumnElement[bool]:
    out = select(InterviewReturn.interview_id).where(InterviewReturn.state == "open")
    answers = select(InterviewReturn.answer_id).where(InterviewReturn.answer_id.is_not(None))
    match standing:
        case Standing.VOIDED:
            return and_(Interview.voided_at.is_not(None), excluded_as().is_(None))
        case Standing.INVALID | Standing.UNVERIFIED:
            return excluded_as() == standing.value
        case Standing.RETURNED:
            return and_(Interview.is_current, Interview.id.in_(out))
        case Standing.CAME_BACK:
            is_back = and_(Interview.id.in_(answers), Interview.id.not_in(out))
            return and_(Interview.is_current, is_back)
        case Standing.COUNTS:
            return and_(Interview.is_current)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingCounts:
    """How many interviews of a round stand where; those returned and come back count as well."""

    counts: int
    returned: int
    came_back: int
    voided: int
    invalid: int
    unverified: int


def counts_by_standing(session: Session, round_id: int) -> StandingCounts:
    """How many there are of each; what was returned is few, and is looked up by itself."""
    counted = session.execute(
        select(
            func.count().filter(Interview.is_current),
            func.count().filter(
                ~Interview.is_current, Interview.voided_at.is_not(None), _is_last()
            ),
            func.count().filter(InterviewExclusion.kind == Standing.INVALID.value, _is_last()),
            func.count().filter(InterviewExclusion.kind == Standing.UNVERIFIED.value, _is_last()),
        )
        .select_from(Interview)
        .outerjoin(
            InterviewExclusion,
            and_(InterviewExclusion.interview_id == Interview.id, is_standing()),
        )
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id == round_id)
    ).one()
    return StandingCounts(
        counts=counted[0],
        returned=_count(session, round_id, _is_out()),
        came_back=_count(session, round_id, and_(_has_come_back(), ~_is_out())),
        voided=counted[1] - counted[2] - counted[3],
        invalid=counted[2],
        unverified=counted[3],
    )


def _count(session: Session, round_id: int, condition: ColumnElement[bool]) -> int:
    touched = select(InterviewReturn.interview_uuid)
    return session.scalars(
        select(func.count())
        .select_from(Interview)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(
            RoundUnit.round_id == round_id,
            Interview.is_current,
            Interview.uuid.in_(touched),
            condition,
        )
    ).one()


def enumerators_of(session: Session, round_id: int) -> tuple[tuple[str, str], ...]:
    """User name and name of everybody with interviews in a round."""
    made: Select[int] = (
        select(Interview.enumerator_id)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id == round_id)
    )
    rows = session.execute(
        select(Account.username, Account.display_name)
        .where(Account.id.in_(made))
        .order_by(Account.username)
    )
    return tuple((row[0], row[1]) for row in rows)

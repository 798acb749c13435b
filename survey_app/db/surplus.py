"""Interviews that are more than was planned: beyond a quota, or of somebody who was replaced."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, func, literal_column, select, union_all
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import (
    Account,
    Assignment,
    Interview,
    RoundUnit,
    SampleReplacement,
    Unit,
)

Found = TypeVar("Found")


class Surplus(StrEnum):
    """Why an interview is more than was planned."""

    QUOTA = "quota"
    """Received when the quota of its unit was full."""
    REPLACED = "replaced"
    """Of somebody who was replaced, and the replacement was interviewed too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurplusInterview:
    """An interview that counts and was not needed. place: by receipt, from 1 in its unit."""

    interview_uuid: UUID
    why: Surplus
    unit_code: str
    unit_name: str
    enumerator: str
    received_at: datetime
    place: int
    quota: int


def surplus_interviews(
    session: Session, round_id: int, *, offset: int, limit: int
) -> tuple[SurplusInterview, ...]:
    """Some of them: by unit in the order of the round, then by receipt."""
    found = _surplus(round_id)
    rows = session.execute(
        select(found)
        .order_by(found.c.position, found.c.place, found.c.why)
        .offset(offset)
        .limit(limit)
    )
    return tuple(
        SurplusInterview(
            interview_uuid=row.uuid,
            why=Surplus(row.why),
            unit_code=row.code,
            unit_name=row.name,
            enumerator=row.display_name,
            received_at=row.received_at,
            place=row.place,
            quota=row.quota,
        )
        for row in rows
    )


def surplus_count(session: Session, round_id: int) -> int:
    """How many lines the whole list has; an interview can stand there for both reasons."""
    return session.scalars(select(func.count()).select_from(_surplus(round_id))).one()


def interviewed_twice(session: Session, round_id: int) -> int:
    """How many places of the sample have two interviews: of the replaced and of the replacement."""
    return session.scalars(_of_replaced(select(func.count()), round_id=round_id)).one()


def _surplus(round_id: int) -> Subquery:
    received = _by_receipt(round_id)
    why: ColumnElement[str] = literal_column("'quota'").label("why")
    beyond = select(received, why).where(received.c.place > received.c.quota)
    twice = _of_replaced(select(Assignment.interview_uuid), round_id=round_id)
    of_replaced = select(received, literal_column("'replaced'").label("why")).where(
        received.c.uuid.in_(twice)
    )
    return union_all(beyond, of_replaced).subquery("surplus")


def _by_receipt(round_id: int) -> Subquery:
    """Every interview that counts with its place by first receipt, corrected later or not."""
    first = aliased(Interview)
    place = func.row_number().over(
        partition_by=Interview.round_unit_id, order_by=(first.received_at, first.id)
    )
    return (
        select(
            Interview.uuid,
            Unit.code,
            RoundUnit.name,
            RoundUnit.position,
            RoundUnit.quota,
            Account.display_name,
            first.received_at,
            place.label("place"),
        )
        .join(first, (first.uuid == Interview.uuid) & (first.version == 1))
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .join(Account, Account.id == Interview.enumerator_id)
        .where(RoundUnit.round_id == round_id, Interview.is_current)
        .subquery("received")
    )


def _of_replaced(of: Select[Found], *, round_id: int) -> Select[Found]:
    """Narrows to duties to interview people who were replaced and interviewed all the same, where
    the replacement was interviewed too."""
    other, own, theirs = aliased(Assignment), aliased(Interview), aliased(Interview)
    return (
        of.select_from(SampleReplacement)
        .join(Assignment, Assignment.frame_case_id == SampleReplacement.replaced_case_id)
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .join(other, other.frame_case_id == SampleReplacement.replacement_case_id)
        .join(own, (own.uuid == Assignment.interview_uuid) & own.is_current)
        .join(theirs, (theirs.uuid == other.interview_uuid) & theirs.is_current)
        .where(RoundUnit.round_id == round_id)
    )

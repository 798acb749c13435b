"""Interviews that are more than was planned: beyond a quota, or of somebody who was replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVarTuple
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Subquery,
    case,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import (
    Account,
    Assignment,
    Interview,
    RoundUnit,
    SampleReplacement,
    Unit,
)
from survey_app.db.unindexed import unindexed

Found = TypeVarTuple("Found")


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
    """Some of them: by unit in the order of the round, then by receipt.

    Only the interviews of units with a line among these are put in order.
    """
    units, skipped = [], None
    first = 0
    for unit_id, lines in session.execute(_lines_of_units(round_id)):
        if first < offset + limit and offset < first + lines:
            skipped = offset - first if skipped is None else skipped
            units.append(unit_id)
        first += lines
    found = _surplus(units)
    rows = session.execute(
        select(found, Unit.code, RoundUnit.name, Account.display_name)
        .join(RoundUnit, RoundUnit.id == found.c.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .join(Account, Account.id == found.c.enumerator_id)
        .order_by(RoundUnit.position, found.c.place, found.c.why)
        .offset(skipped or 0)
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
    lines = _lines_of_units(round_id).subquery().c.lines
    return int(session.scalars(select(func.coalesce(func.sum(lines), 0))).one())


def interviewed_twice(session: Session, round_id: int) -> int:
    """How many places of the sample have two interviews: of the replaced and of the replacement."""
    found = _of_replaced(select(func.count())).join(
        RoundUnit, RoundUnit.id == Assignment.round_unit_id
    )
    return session.scalars(found.where(RoundUnit.round_id == round_id)).one()


def _lines_of_units(round_id: int) -> Select[int, int]:
    """Units with lines in the list, in the order of the round, and how many each has."""
    counted = (
        select(Interview.round_unit_id, func.count().label("many"))
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id == round_id, Interview.is_current)
        .group_by(Interview.round_unit_id)
        .subquery()
    )
    twice = (
        _of_replaced(select(Assignment.round_unit_id, func.count().label("many")))
        .group_by(Assignment.round_unit_id)
        .subquery()
    )
    beyond = counted.c.many - RoundUnit.quota
    lines = case((beyond > 0, beyond), else_=0) + func.coalesce(twice.c.many, 0)
    return (
        select(RoundUnit.id, lines.label("lines"))
        .join(counted, counted.c.round_unit_id == RoundUnit.id)
        .outerjoin(twice, twice.c.round_unit_id == RoundUnit.id)
        .where(RoundUnit.round_id == round_id, lines > 0)
        .order_by(RoundUnit.position)
    )


def _surplus(units: Sequence[int]) -> Subquery:
    received = _by_receipt(units)
    why: ColumnElement[str] = literal_column("'quota'").label("why")
    beyond = select(received, why).where(received.c.place > received.c.quota)
    twice = _of_replaced(select(Assignment.interview_uuid))
    of_replaced = select(received, literal_column("'replaced'").label("why")).where(
        received.c.uuid.in_(twice)
    )
    return union_all(beyond, of_replaced).subquery("surplus")


def _by_receipt(units: Sequence[int]) -> CTE:
    """Every interview that counts of these units with its place by first receipt, corrected later
    or not."""
    first = aliased(Interview)
    place = func.row_number().over(
        partition_by=Interview.round_unit_id, order_by=(first.received_at, first.id)
    )
    return (
        select(
            Interview.uuid,
            Interview.round_unit_id,
            Interview.enumerator_id,
            RoundUnit.quota,
            first.received_at,
            place.label("place"),
        )
        .join(first, (first.uuid == Interview.uuid) & (first.version == 1))
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(Interview.round_unit_id.in_(units), Interview.is_current)
        .cte("received")
    )


def _of_replaced(of: Select[*Found]) -> Select[*Found]:
    """Narrows to duties to interview people who were replaced and interviewed all the same, where
    the replacement was interviewed too.

    Asked of each replacement, of which there are few: the zeros keep SQLite from beginning with
    the assignments, of which there are many.
    """
    replaced = unindexed(SampleReplacement.replaced_case_id)
    replacement = unindexed(SampleReplacement.replacement_case_id)
    other, interviewed = aliased(Assignment), select(Interview.id).where(Interview.is_current)
    return (
        of.select_from(SampleReplacement)
        .join(Assignment, Assignment.frame_case_id == replaced)
        .join(other, other.frame_case_id == replacement)
        .where(
            *(
                interviewed.where(Interview.uuid == duty.interview_uuid).correlate(duty).exists()
                for duty in (Assignment, other)
            )
        )
    )

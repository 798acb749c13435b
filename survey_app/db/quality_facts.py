"""What the look at interviews reads of them: codes, times and places, no identity, no free text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import Account, Interview, RoundUnit, Unit, answer
from survey_app.db.tables_fieldwork import slot_name

BLOCK = 1000
"""Interviews in memory at once, with the whole of what was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewRow:
    """An interview that counts."""

    uuid: UUID
    unit_code: str
    enumerator: str
    mode: str
    started_at: datetime
    finished_at: datetime
    elapsed_ms: int | None
    content: str
    """As it was sent first; the position of the tablet stands in it."""
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many interviews of a round count, and the newest of them; None where there is none."""

    interviews: int
    newest_id: int | None


def standing_of(session: Session, round_id: int, *, version_id: str) -> Standing:
    """By which a look says whether others came since, or some went."""
    row = session.execute(
        select(func.count(Interview.id), func.max(Interview.id))
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(
            RoundUnit.round_id == round_id,
            Interview.is_current,
            Interview.questionnaire_version_id == version_id,
        )
    ).one()
    return Standing(interviews=row[0], newest_id=row[1])


def interview_rows(
    session: Session, round_id: int, *, version_id: str, items: int
) -> Iterator[InterviewRow]:
    """The interviews that count and were made with this questionnaire, read in blocks.

    Answers are those that count; mode, times and what was sent are those of the first visit.
    """
    chosen = _rows(round_id, version_id=version_id, items=items)
    rows = session.execute(chosen.execution_options(yield_per=BLOCK))
    for row in rows:
        yield InterviewRow(
            uuid=row[0],
            unit_code=row[1],
            enumerator=row[2],
            mode=row[3],
            started_at=row[4],
            finished_at=row[5],
            elapsed_ms=row[6],
            content=row[7],
            levels=tuple(row[8:]),
        )


def _rows(round_id: int, *, version_id: str, items: int) -> Select[Any]:
    slots = [answer.c[slot_name(position)] for position in range(items)]
    visit = aliased(Interview)
    return (
        select(
            Interview.uuid,
            Unit.code,
            Account.username,
            visit.mode,
            visit.started_at,
            visit.finished_at,
            visit.elapsed_ms,
            visit.content,
            *slots,
        )
        .select_from(Interview)
        .join(visit, (visit.uuid == Interview.uuid) & (visit.version == _first_visit()))
        .join(answer, answer.c.interview_id == Interview.id)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .join(Account, Account.id == Interview.enumerator_id)
        .where(
            RoundUnit.round_id == round_id,
            Interview.is_current,
            Interview.questionnaire_version_id == version_id,
        )
    )


def _first_visit() -> ColumnElement[int]:
    """The version in which all was asked: what answers a return was looked at again in a minute.

    What was voided before, whether it had been looked at again or not, was another interview with
    the same respondent: the next version began anew.
    """
    earlier = aliased(Interview)
    last_voided = (
        select(func.max(earlier.version))
        .where(
            earlier.uuid == Interview.uuid,
            earlier.version < Interview.version,
            earlier.voided_at.is_not(None),
        )
        .correlate(Interview)
        .scalar_subquery()
    )
    return case((Interview.version == 1, 1), else_=func.coalesce(last_voided, 0) + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedInterview:
    """An interview that counts, as a list names it."""

    uuid: UUID
    unit_name: str
    started_at: datetime
    finished_at: datetime


def named_interviews(session: Session, uuids: Sequence[UUID]) -> tuple[NamedInterview, ...]:
    """Those of these that count, in the order in which they were begun."""
    if not uuids:
        return ()
    rows = session.execute(
        select(Interview.uuid, RoundUnit.name, Interview.started_at, Interview.finished_at)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(Interview.uuid.in_(uuids), Interview.is_current)
        .order_by(Interview.started_at, Interview.id)
    )
    return tuple(
        NamedInterview(uuid=row[0], unit_name=row[1], started_at=row[2], finished_at=row[3])
        for row in rows
    )


def account_ids(session: Session, round_id: int) -> dict[str, int]:
    """Numbers of those who interviewed in a round, by user name."""
    rows = session.execute(
        select(Account.username, Account.id)
        .join(Interview, Interview.enumerator_id == Account.id)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id == round_id)
        .distinct()
    )
    return {row[0]: row[1] for row in rows}

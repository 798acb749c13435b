"""Queries about who is next in the order of a draw, for respondents who could not be reached."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, delete, exists, insert, select, tuple_, update
from sqlalchemy.orm import Session

from survey_app.db.tables import (
    Interview,
    LotMember,
    RecheckAttempt,
    RecheckDraw,
    RecheckTask,
    Table,
)

_TASK = Table.metadata.tables["recheck_task"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPlace:
    """The interview or claim of a task, and from which stratum of which lot it was drawn."""

    task_uuid: UUID
    interview_uuid: UUID
    selection: str
    lot_id: int
    stratum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDrawn:
    """An interview or claim that is drawn for another one, or besides."""

    interview_uuid: UUID
    selection: str
    instead_of: UUID | None


def drawn_places(session: Session, task_uuids: Collection[UUID]) -> tuple[DrawnPlace, ...]:
    """Where the interviews of these tasks stand, by lot, stratum and place."""
    rows = session.execute(
        select(
            RecheckTask.uuid,
            LotMember.interview_uuid,
            RecheckDraw.selection,
            LotMember.lot_id,
            LotMember.stratum,
        )
        .join(RecheckDraw, RecheckDraw.interview_uuid == RecheckTask.interview_uuid)
        .join(LotMember, LotMember.interview_uuid == RecheckTask.interview_uuid)
        .where(RecheckTask.uuid.in_(task_uuids))
        .order_by(LotMember.lot_id, LotMember.stratum, LotMember.place)
    )
    return tuple(
        DrawnPlace(
            task_uuid=row[0],
            interview_uuid=row[1],
            selection=row[2],
            lot_id=row[3],
            stratum=row[4],
        )
        for row in rows
    )


def undrawn_members(
    session: Session, strata: Collection[tuple[int, str]]
) -> Sequence[tuple[int, str, UUID]]:
    """Lot, stratum and interview of those that count and were not drawn, in their order."""
    is_drawn = exists().where(RecheckDraw.interview_uuid == LotMember.interview_uuid)
    rows = session.execute(
        select(LotMember.lot_id, LotMember.stratum, LotMember.interview_uuid)
        .join(Interview, (Interview.uuid == LotMember.interview_uuid) & Interview.is_current)
        .where(tuple_(LotMember.lot_id, LotMember.stratum).in_(strata), ~is_drawn)
        .order_by(LotMember.lot_id, LotMember.stratum, LotMember.place)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def add_drawn(session: Session, drawn: Sequence[NextDrawn], *, at: datetime) -> None:
    """Keeps who is made again besides. IntegrityError: one of them was drawn before."""
    if drawn:
        session.execute(
            insert(RecheckDraw),
            [
                {
                    "interview_uuid": one.interview_uuid,
                    "selection": one.selection,
                    "instead_of": one.instead_of,
                    "drawn_at": at,
                }
                for one in drawn
            ],
        )


def end_not_reached(session: Session, reasons: Sequence[tuple[UUID, str]], *, at: datetime) -> None:
    """Ends these tasks, which are held and open, each with its reason."""
    if reasons:
        session.connection().execute(
            update(_TASK)
            .where(_TASK.c.uuid == bindparam("of"))
            .values(state="not_reached", ended_at=at, end_reason=bindparam("why")),
            [{"of": uuid, "why": why} for uuid, why in reasons],
        )


def remove_attempt(session: Session, attempt_uuid: UUID) -> None:
    """Forgets an attempt that was recorded by mistake; the log keeps that there was one."""
    session.execute(delete(RecheckAttempt).where(RecheckAttempt.uuid == attempt_uuid))

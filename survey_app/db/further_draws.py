"""Queries about who was drawn after the first draw of a lot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import Interview, Lot, LotMember, RecheckDraw

VOIDED = "voided"
"""Nobody makes an interview again that does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherRecord:
    """An interview or claim that was drawn for another reason than the first draw."""

    lot: str
    uuid: UUID
    stratum: str
    place: int
    selection: str
    instead_of: UUID | None
    chosen_by: int | None
    drawn_at: datetime


def voided_undrawn(session: Session, round_id: int) -> tuple[FurtherRecord, ...]:
    """Interviews of lots that were never drawn and do not count: since when they are passed over.

    selection: `VOIDED`; drawn_at: when the last version was voided.
    """
    current, is_drawn = (
        aliased(Interview),
        exists().where(RecheckDraw.interview_uuid == LotMember.interview_uuid),
    )
    counts = exists().where(current.uuid == LotMember.interview_uuid, current.is_current)
    rows = session.execute(
        select(
            Lot.code,
            LotMember.interview_uuid,
            LotMember.stratum,
            LotMember.place,
            func.max(Interview.voided_at),
        )
        .join(LotMember, LotMember.lot_id == Lot.id)
        .join(Interview, Interview.uuid == LotMember.interview_uuid)
        .where(Lot.round_id == round_id, Interview.voided_at.is_not(None), ~counts, ~is_drawn)
        .group_by(Lot.code, LotMember.interview_uuid, LotMember.stratum, LotMember.place)
    )
    return passed_over(rows)


def further_draws(session: Session, round_id: int) -> tuple[FurtherRecord, ...]:
    """All of them, by lot, in the order in which they were drawn."""
    rows = session.execute(
        select(
            Lot.code,
            LotMember.interview_uuid,
            LotMember.stratum,
            LotMember.place,
            RecheckDraw.selection,
            RecheckDraw.instead_of,
            RecheckDraw.chosen_by,
            RecheckDraw.drawn_at,
        )
        .join(LotMember, LotMember.interview_uuid == RecheckDraw.interview_uuid)
        .join(Lot, Lot.id == LotMember.lot_id)
        .where(Lot.round_id == round_id, RecheckDraw.selection != "random")
        .order_by(
            Lot.code,
            RecheckDraw.drawn_at,
            RecheckDraw.selection,
            LotMember.stratum,
            LotMember.place,
        )
    )
    return read_further(rows)


def read_further(rows: Iterable[Sequence[Any]]) -> tuple[FurtherRecord, ...]:
    """The records of rows with their columns, in the order of these."""
    return tuple(
        FurtherRecord(
            lot=row[0],
            uuid=row[1],
            stratum=row[2],
            place=row[3],
            selection=row[4],
            instead_of=row[5],
            chosen_by=row[6],
            drawn_at=row[7],
        )
        for row in rows
    )


def passed_over(rows: Iterable[Sequence[Any]]) -> tuple[FurtherRecord, ...]:
    """Of rows with lot, identifier, stratum, place, and since when; None where nobody knows it."""
    found = (tuple(row) for row in rows)
    return read_further(
        (*where, VOIDED, None, None, since) for *where, since in found if since is not None
    )

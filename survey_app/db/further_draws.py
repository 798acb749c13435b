"""Queries about who was drawn after the first draw of a lot."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.db.tables import Lot, LotMember, RecheckDraw


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherRecord:
    """An interview that was drawn for another reason than the first draw."""

    lot: str
    uuid: UUID
    stratum: str
    place: int
    selection: str
    instead_of: UUID | None
    drawn_at: datetime


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
    return tuple(
        FurtherRecord(
            lot=row[0],
            uuid=row[1],
            stratum=row[2],
            place=row[3],
            selection=row[4],
            instead_of=row[5],
            drawn_at=row[6],
        )
        for row in rows
    )

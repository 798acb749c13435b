"""Queries about how many of every stratum were drawn, and drawing more of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, exists, func, insert, literal, select, update
from sqlalchemy.orm import Session

from survey_app.db.tables import Lot, LotMember, LotStratum, RecheckDraw


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumDraws:
    """A stratum of a lot. rechecked: drawn for any reason but risk, each place counted once.
    continued: drawn for another reason than the first draw.
    """

    lot_id: int
    lot: str
    name: str
    enumerator_id: int
    interviews: int
    drawn: int
    rechecked: int
    continued: int


def stratum_draws(session: Session, round_id: int) -> list[StratumDraws]:
    """Of all lots of the round, by lot and name."""
    selection = RecheckDraw.selection
    is_place = case((selection.in_(["random", "more", "verification"]), 1), else_=0)
    is_other = case((selection != "random", 1), else_=0)
    rows = session.execute(
        select(
            LotStratum.lot_id,
            Lot.code,
            LotStratum.name,
            Lot.enumerator_id,
            LotStratum.interviews,
            LotStratum.drawn,
            func.sum(is_place),
            func.sum(is_other),
        )
        .join(Lot, Lot.id == LotStratum.lot_id)
        .join(
            LotMember,
            (LotMember.lot_id == LotStratum.lot_id) & (LotMember.stratum == LotStratum.name),
        )
        .outerjoin(RecheckDraw, RecheckDraw.interview_uuid == LotMember.interview_uuid)
        .where(Lot.round_id == round_id)
        .group_by(
            LotStratum.lot_id,
            Lot.code,
            LotStratum.name,
            Lot.enumerator_id,
            LotStratum.interviews,
            LotStratum.drawn,
        )
        .order_by(Lot.code, LotStratum.name)
    )
    return [
        StratumDraws(
            lot_id=row[0],
            lot=row[1],
            name=row[2],
            enumerator_id=row[3],
            interviews=row[4],
            drawn=row[5],
            rechecked=int(row[6]),
            continued=int(row[7]),
        )
        for row in rows
    ]


def draw_more(
    session: Session, round_id: int, raised: Sequence[tuple[int, str, int]], *, at: datetime
) -> None:
    """Draws so many of every stratum instead of fewer: lot, name, number. The next in its order
    are drawn by chance, as the first ones were.
    """
    if not raised:
        return
    session.execute(
        update(LotStratum),
        [
            {"lot_id": lot, "name": name, "drawn": drawn, "minimum": drawn}
            for lot, name, drawn in raised
        ],
    )
    is_drawn = exists().where(RecheckDraw.interview_uuid == LotMember.interview_uuid)
    more = (
        select(LotMember.interview_uuid, literal("random"), literal(at, RecheckDraw.drawn_at.type))
        .join(Lot, Lot.id == LotMember.lot_id)
        .join(
            LotStratum,
            (LotStratum.lot_id == LotMember.lot_id) & (LotStratum.name == LotMember.stratum),
        )
        .where(Lot.round_id == round_id, LotMember.place <= LotStratum.drawn, ~is_drawn)
    )
    columns = ["interview_uuid", "selection", "drawn_at"]
    session.execute(insert(RecheckDraw).from_select(columns, more))

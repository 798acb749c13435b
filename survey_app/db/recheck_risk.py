"""Queries about interviews that are re-checked because something looked odd."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from survey_app.db.many_rows import add_many
from survey_app.db.recheck_lots import INTERVIEWS
from survey_app.db.tables import (
    Interview,
    Lot,
    LotMember,
    LotStratum,
    QualityFlag,
    RecheckDraw,
    Table,
)

_DRAW = Table.metadata.tables["recheck_draw"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingFlag:
    """A flag that holds, and the interviews that it names."""

    id: int
    kind: str
    uuids: frozenset[UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskCounts:
    """Interviews in lots of the round, and how many were chosen by risk."""

    interviews: int
    chosen: int


def naming_flags(
    session: Session, round_id: int, *, numbers: Collection[int] | None
) -> tuple[NamingFlag, ...]:
    """The flags with these numbers that hold; without numbers all that also wait for a look."""
    chosen = select(QualityFlag).where(QualityFlag.round_id == round_id, QualityFlag.holds)
    if numbers is None:
        chosen = chosen.where(QualityFlag.is_open)
    else:
        chosen = chosen.where(QualityFlag.id.in_(numbers))
    return tuple(
        NamingFlag(id=one.id, kind=one.kind, uuids=_named(one))
        for one in session.scalars(chosen.order_by(QualityFlag.id))
    )


def undrawn(session: Session, round_id: int) -> frozenset[UUID]:
    """Interviews of closed lots that count and are not re-checked for any reason."""
    is_drawn = exists().where(RecheckDraw.interview_uuid == LotMember.interview_uuid)
    counts = exists().where(Interview.uuid == LotMember.interview_uuid, Interview.is_current)
    rows = session.scalars(
        select(LotMember.interview_uuid)
        .join(Lot, Lot.id == LotMember.lot_id)
        .where(Lot.round_id == round_id, counts, ~is_drawn)
    )
    return frozenset(rows)


def risk_counts(session: Session, round_id: int) -> RiskCounts:
    """Of the round."""
    of_round = select(Lot.id).where(Lot.round_id == round_id, Lot.kind == INTERVIEWS)
    in_round = LotStratum.lot_id.in_(of_round)
    interviews = session.scalar(select(func.sum(LotStratum.interviews)).where(in_round))
    chosen = session.scalar(
        select(func.count())
        .select_from(RecheckDraw)
        .join(LotMember, LotMember.interview_uuid == RecheckDraw.interview_uuid)
        .join(Lot, Lot.id == LotMember.lot_id)
        .where(Lot.round_id == round_id, RecheckDraw.selection == "risk")
    )
    return RiskCounts(interviews=int(interviews or 0), chosen=chosen or 0)


def add_risk(session: Session, reasons: Mapping[UUID, str], *, by: int, at: datetime) -> None:
    """Marks these interviews to be re-checked, each with why it was chosen."""
    add_many(
        session,
        _DRAW,
        (
            {
                "interview_uuid": uuid,
                "selection": "risk",
                "drawn_at": at,
                "reason": reason,
                "chosen_by": by,
            }
            for uuid, reason in reasons.items()
        ),
    )


def _named(flag: QualityFlag) -> frozenset[UUID]:
    """Those of the flag itself, and those that its figures rest upon most."""
    examples = flag.evidence.get("examples")
    listed = [UUID(str(one)) for one in examples] if isinstance(examples, list) else []
    return frozenset([*listed, *filter(None, [flag.interview_uuid, flag.other_uuid])])

"""Queries about claims that are drawn: to be given out, next in the order, and drawn later."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, or_, select, tuple_
from sqlalchemy.orm import Session

from survey_app.db.claims import claim_counts, is_claim_drawn
from survey_app.db.further_draws import FurtherRecord, passed_over, read_further
from survey_app.db.lot_decisions import UndrawnRecord
from survey_app.db.recheck_order import DrawnPlace, NextDrawn
from survey_app.db.recheck_tasks import DrawnRecord
from survey_app.db.tables import (
    Assignment,
    Claim,
    ClaimDraw,
    FrameCase,
    Interview,
    Lot,
    RecheckTask,
    RoundUnit,
)


def claims_to_check(session: Session, round_id: int) -> tuple[DrawnRecord, ...]:
    """Every drawn claim that counts and nobody has, or somebody has and did not end yet."""
    rows = session.execute(
        select(
            Claim,
            ClaimDraw.selection,
            Lot.code,
            Lot.enumerator_id,
            RoundUnit.unit_id,
            FrameCase.district,
            RecheckTask.uuid,
            RecheckTask.supervisor_id,
        )
        .join(ClaimDraw, ClaimDraw.claim_uuid == Claim.uuid)
        .join(Lot, Lot.id == Claim.lot_id)
        .join(Assignment, Assignment.interview_uuid == Claim.interview_uuid)
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .outerjoin(FrameCase, FrameCase.id == Assignment.frame_case_id)
        .outerjoin(
            RecheckTask,
            (RecheckTask.claim_uuid == Claim.uuid) & (RecheckTask.state != "withdrawn"),
        )
        .where(
            Lot.round_id == round_id,
            claim_counts(),
            or_(RecheckTask.uuid.is_(None), RecheckTask.state == "open"),
        )
        .order_by(Claim.uuid)
    )
    return tuple(
        DrawnRecord(
            uuid=claim.uuid,
            selection=selection,
            lot_id=claim.lot_id,
            lot_code=lot,
            enumerator_ids=(enumerator,),
            finished_at=claim.last_attempt_at,
            unit_id=unit_id,
            district=district or "",
            task_uuid=task_uuid,
            holder_id=holder_id,
            is_claim=True,
        )
        for claim, selection, lot, enumerator, unit_id, district, task_uuid, holder_id in rows
    )


def tasks_of_the_interviewed(session: Session, round_id: int) -> tuple[UUID, ...]:
    """Open tasks about claims of cases that somebody was interviewed about after all."""
    rows = session.scalars(
        select(RecheckTask.uuid)
        .join(Claim, Claim.uuid == RecheckTask.claim_uuid)
        .join(Lot, Lot.id == Claim.lot_id)
        .where(Lot.round_id == round_id, RecheckTask.state == "open", ~claim_counts())
        .order_by(RecheckTask.uuid)
    )
    return tuple(rows)


def drawn_claim_places(session: Session, task_uuids: Collection[UUID]) -> tuple[DrawnPlace, ...]:
    """Where the claims of these tasks stand, by lot, stratum and place."""
    rows = session.execute(
        select(RecheckTask.uuid, Claim, ClaimDraw.selection)
        .join(ClaimDraw, ClaimDraw.claim_uuid == RecheckTask.claim_uuid)
        .join(Claim, Claim.uuid == RecheckTask.claim_uuid)
        .where(RecheckTask.uuid.in_(task_uuids))
        .order_by(Claim.lot_id, Claim.stratum, Claim.place)
    )
    return tuple(
        DrawnPlace(
            task_uuid=task_uuid,
            interview_uuid=claim.uuid,
            selection=selection,
            lot_id=claim.lot_id,
            stratum=claim.stratum,
        )
        for task_uuid, claim, selection in rows
    )


def undrawn_claims_of(
    session: Session, strata: Collection[tuple[int, str]]
) -> Sequence[tuple[int, str, UUID]]:
    """Lot, stratum and claim of those that count and were not drawn, in their order."""
    rows = session.execute(
        select(Claim.lot_id, Claim.stratum, Claim.uuid)
        .where(tuple_(Claim.lot_id, Claim.stratum).in_(strata), claim_counts(), ~is_claim_drawn())
        .order_by(Claim.lot_id, Claim.stratum, Claim.place)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def undrawn_claims(session: Session, lot_ids: Sequence[int]) -> tuple[UndrawnRecord, ...]:
    """The claims of these lots that count and nobody asks about, by lot, stratum, place."""
    rows = session.scalars(
        select(Claim)
        .where(Claim.lot_id.in_(lot_ids), claim_counts(), ~is_claim_drawn())
        .order_by(Claim.lot_id, Claim.stratum, Claim.place)
    )
    return tuple(
        UndrawnRecord(uuid=one.uuid, lot_id=one.lot_id, stratum=one.stratum, place=one.place)
        for one in rows
    )


def add_drawn_claims(session: Session, drawn: Sequence[NextDrawn], *, at: datetime) -> None:
    """Keeps whose respondents are asked besides. IntegrityError: one of them was drawn before."""
    if drawn:
        session.execute(
            insert(ClaimDraw),
            [
                {
                    "claim_uuid": one.interview_uuid,
                    "selection": one.selection,
                    "instead_of": one.instead_of,
                    "drawn_at": at,
                }
                for one in drawn
            ],
        )


def draw_claims_further(
    session: Session, uuids: Sequence[UUID], *, selection: str, by: int, at: datetime
) -> None:
    """Has these claims asked about, too, by a decision. IntegrityError: one of them is already."""
    rows = [
        {"claim_uuid": uuid, "selection": selection, "drawn_at": at, "chosen_by": by}
        for uuid in uuids
    ]
    if rows:
        session.execute(insert(ClaimDraw), rows)


def further_claims(session: Session, round_id: int) -> tuple[FurtherRecord, ...]:
    """Claims drawn after the first draw, and undrawn ones of cases that were interviewed after all,
    which are passed over since then (`VOIDED`).
    """
    rows = session.execute(
        select(
            Lot.code,
            Claim.uuid,
            Claim.stratum,
            Claim.place,
            ClaimDraw.selection,
            ClaimDraw.instead_of,
            ClaimDraw.chosen_by,
            ClaimDraw.drawn_at,
        )
        .join(Claim, Claim.lot_id == Lot.id)
        .join(ClaimDraw, ClaimDraw.claim_uuid == Claim.uuid)
        .where(Lot.round_id == round_id, ClaimDraw.selection != "random")
        .order_by(Lot.code, ClaimDraw.drawn_at, ClaimDraw.selection, Claim.stratum, Claim.place)
    )
    return (*read_further(rows), *_interviewed(session, round_id))


def _interviewed(session: Session, round_id: int) -> tuple[FurtherRecord, ...]:
    rows = session.execute(
        select(Lot.code, Claim.uuid, Claim.stratum, Claim.place, func.min(Interview.received_at))
        .join(Claim, Claim.lot_id == Lot.id)
        .join(Interview, Interview.uuid == Claim.interview_uuid)
        .where(Lot.round_id == round_id, ~claim_counts(), ~is_claim_drawn())
        .group_by(Lot.code, Claim.uuid, Claim.stratum, Claim.place)
    )
    return passed_over(rows)

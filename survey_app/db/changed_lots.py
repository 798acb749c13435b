"""Which lots something was written down of, so that only these are looked at anew."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from survey_app.db.audit_states import RecheckEvent
from survey_app.db.tables import Claim, Lot, LotMember, RecheckTask

RECHECK, LOT = "recheck", "lot"
"""What an event is about that changes a single lot: a task of somebody of it, or the lot itself."""
MOST = 100
"""From so many lots on, all of them are looked at."""


def among(lot_ids: Collection[int] | None) -> ColumnElement[bool]:
    """Whether the Lot of a statement is one of these; every one is where none are named."""
    return true() if lot_ids is None else Lot.id.in_(lot_ids)


def changed_lots(session: Session, events: Collection[RecheckEvent]) -> frozenset[int] | None:
    """The numbers of the lots that these events are about; None where it may be any.

    Whatever is done to a task, re-checked, given up, the next one drawn for it, is within its lot.
    """
    if any(one.object_kind not in (RECHECK, LOT) for one in events):
        return None
    own = {int(one.object_id) for one in events if one.object_kind == LOT}
    try:
        tasks = {UUID(one.object_id) for one in events if one.object_kind == RECHECK}
    except ValueError:  # a file of a tablet that names no task is known by its SHA-256
        return None
    if len(own) + len(tasks) > MOST:
        return None
    rows = session.execute(
        select(RecheckTask.uuid, func.coalesce(LotMember.lot_id, Claim.lot_id))
        .outerjoin(LotMember, LotMember.interview_uuid == RecheckTask.interview_uuid)
        .outerjoin(Claim, Claim.uuid == RecheckTask.claim_uuid)
        .where(RecheckTask.uuid.in_(tasks))
    ).all()
    if len(rows) < len(tasks):
        return None
    return frozenset(own | {row[1] for row in rows})

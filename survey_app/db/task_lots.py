"""What a task is about: an interview of a lot, or a claim of one; said in one place for queries."""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func

from survey_app.db.tables import Claim, Lot, LotMember, RecheckTask

S = TypeVar("S", bound=Select[*tuple[Any, ...]])


def with_lot(statement: S) -> S:
    """A statement that reads RecheckTask, with LotMember or Claim, and with Lot."""
    return (
        statement.outerjoin(LotMember, LotMember.interview_uuid == RecheckTask.interview_uuid)
        .outerjoin(Claim, Claim.uuid == RecheckTask.claim_uuid)
        .join(Lot, Lot.id == func.coalesce(LotMember.lot_id, Claim.lot_id))
    )


def drawn_uuid() -> ColumnElement[UUID]:
    """The identifier of the RecheckTask in the order of its draw."""
    return func.coalesce(RecheckTask.interview_uuid, RecheckTask.claim_uuid)


def case_uuid() -> ColumnElement[UUID]:
    """That of the assignment which the RecheckTask is about, in a statement that reads Claim."""
    return func.coalesce(RecheckTask.interview_uuid, Claim.interview_uuid)

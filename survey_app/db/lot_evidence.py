"""Queries about what was heard and found of lots before they are decided."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.db.changed_lots import among
from survey_app.db.tables import Account, Lot, LotEvidence


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRecord:
    """What was heard or found, as `LotEvidence`. by: the name of whoever wrote it down.

    about: the interview or the claim; None where it is about the whole lot.
    """

    id: int
    lot_id: int
    about: UUID | None
    kind: str
    is_against: bool | None
    text: str
    by: str
    at: datetime


def evidence_of(
    session: Session, round_id: int, *, lot_ids: Collection[int] | None = None
) -> Mapping[int, tuple[EvidenceRecord, ...]]:
    """What was heard and found about lots of the round, or these lots, by the number of the lot,
    oldest first.
    """
    rows = session.execute(
        select(LotEvidence, Account.display_name)
        .join(Lot, Lot.id == LotEvidence.lot_id)
        .join(Account, Account.id == LotEvidence.recorded_by)
        .where(Lot.round_id == round_id, among(lot_ids))
        .order_by(LotEvidence.lot_id, LotEvidence.id)
    )
    found: defaultdict[int, list[EvidenceRecord]] = defaultdict(list)
    for one, name in rows:
        found[one.lot_id].append(
            EvidenceRecord(
                id=one.id,
                lot_id=one.lot_id,
                about=one.interview_uuid or one.claim_uuid,
                kind=one.kind,
                is_against=one.is_against,
                text=one.text,
                by=name,
                at=one.recorded_at,
            )
        )
    return {lot: tuple(evidence) for lot, evidence in found.items()}


def add_evidence(
    session: Session,
    *,
    lot_id: int,
    interview_uuid: UUID | None,
    claim_uuid: UUID | None,
    kind: str,
    is_against: bool | None,
    text: str,
    by: int,
    at: datetime,
) -> int:
    """Writes down what was heard or found, and gives its number."""
    row = LotEvidence(
        lot_id=lot_id,
        interview_uuid=interview_uuid,
        claim_uuid=claim_uuid,
        kind=kind,
        is_against=is_against,
        text=text,
        recorded_by=by,
        recorded_at=at,
    )
    session.add(row)
    session.flush()
    return row.id

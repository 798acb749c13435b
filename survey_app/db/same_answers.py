"""Interviews of one enumerator whose answers agree in everything."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session

from survey_app.db.tables import Account, Interview, RoundUnit, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class SameAnswers:
    """One interview of a group; `fingerprint` and enumerator are what the group has in common."""

    fingerprint: str
    enumerator: str
    interview_uuid: UUID
    unit_code: str
    received_at: datetime


def same_answers(session: Session, round_id: int, *, limit: int) -> tuple[SameAnswers, ...]:
    """Interviews that count and agree with another one of their enumerator, group by group.

    Asked for when a person looks, not marked when one arrives: two that arrive at the same moment
    would not see each other. Interviews received before there were fingerprints are not compared.
    """
    groups = _groups(round_id)
    rows = session.execute(
        select(
            Interview.fingerprint,
            Account.display_name,
            Interview.uuid,
            Unit.code,
            Interview.received_at,
        )
        .join(
            groups,
            (groups.c.enumerator_id == Interview.enumerator_id)
            & (groups.c.fingerprint == Interview.fingerprint),
        )
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .join(Account, Account.id == Interview.enumerator_id)
        .where(RoundUnit.round_id == round_id, Interview.is_current)
        .order_by(Account.display_name, Interview.fingerprint, Interview.received_at, Interview.id)
        .limit(limit)
    )
    return tuple(
        SameAnswers(
            fingerprint=fingerprint or "",
            enumerator=enumerator,
            interview_uuid=uuid,
            unit_code=unit_code,
            received_at=received_at,
        )
        for fingerprint, enumerator, uuid, unit_code, received_at in rows
    )


def _groups(round_id: int) -> Subquery:
    """Whose fingerprints there are more than once."""
    return (
        select(Interview.enumerator_id, Interview.fingerprint)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(
            RoundUnit.round_id == round_id,
            Interview.is_current,
            Interview.fingerprint.is_not(None),
        )
        .group_by(Interview.enumerator_id, Interview.fingerprint)
        .having(func.count() > 1)
        .subquery()
    )

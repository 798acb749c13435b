"""What counts now of an interview, as a person wants to see it who compares it with another."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import Account, ContactAttempt, Device, Interview


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingVersion:
    """The version of an interview that counts."""

    version: int
    content: str
    questionnaire_version_id: str
    enumerator: str
    sender: str | None
    device_name: str | None
    started_at: datetime
    finished_at: datetime
    received_at: datetime
    skew_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedAttempt:
    """A contact attempt that ended without an interview."""

    disposition: str
    enumerator: str
    attempted_at: datetime


def counting_version(session: Session, uuid: UUID) -> CountingVersion | None:
    """The version that counts, unless there is none or it was voided."""
    sender = aliased(Account)
    row = session.execute(
        select(Interview, Account.display_name, sender.display_name, Device.name)
        .join(Account, Account.id == Interview.enumerator_id)
        .outerjoin(sender, sender.id == Interview.sent_by)
        .outerjoin(Device, Device.id == Interview.device_id)
        .where(Interview.uuid == uuid, Interview.is_current)
    ).one_or_none()
    if row is None:
        return None
    found, enumerator, sent_by, device_name = row
    return CountingVersion(
        version=found.version,
        content=found.content,
        questionnaire_version_id=found.questionnaire_version_id,
        enumerator=enumerator,
        sender=sent_by,
        device_name=device_name,
        started_at=found.started_at,
        finished_at=found.finished_at,
        received_at=found.received_at,
        skew_ms=found.skew_ms,
    )


def ended_attempt(session: Session, uuid: UUID) -> EndedAttempt | None:
    """How the last contact attempt ended, if one was reported."""
    row = session.execute(
        select(ContactAttempt.disposition, Account.display_name, ContactAttempt.attempted_at)
        .join(Account, Account.id == ContactAttempt.account_id)
        .where(ContactAttempt.interview_uuid == uuid)
        .order_by(ContactAttempt.attempted_at.desc(), ContactAttempt.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return EndedAttempt(disposition=row[0], enumerator=row[1], attempted_at=row[2])

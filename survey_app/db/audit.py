"""The log of changes; a row is written in the transaction of the change it describes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from survey_app.db.tables import AuditEvent


def record(
    session: Session,
    *,
    action: str,
    object_kind: str,
    object_id: str,
    account_id: int | None,
    at: datetime,
    details: Mapping[str, str] | None = None,
) -> None:
    """Adds one event. Details never hold answers, passwords or contact data."""
    session.add(
        AuditEvent(
            at=at,
            account_id=account_id,
            action=action,
            object_kind=object_kind,
            object_id=object_id,
            details=dict(details or {}),
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One of many changes that were made together."""

    action: str
    object_kind: str
    object_id: str
    details: Mapping[str, str] = field(default_factory=dict)


def record_all(
    session: Session, events: Sequence[Event], *, account_id: int | None, at: datetime
) -> None:
    """Adds many events in one statement."""
    if not events:
        return
    session.execute(
        insert(AuditEvent),
        [
            {
                "at": at,
                "account_id": account_id,
                "action": event.action,
                "object_kind": event.object_kind,
                "object_id": event.object_id,
                "details": dict(event.details),
            }
            for event in events
        ],
    )

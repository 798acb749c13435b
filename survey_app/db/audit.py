"""The log of changes; a row is written in the transaction of the change it describes."""

from collections.abc import Mapping
from datetime import datetime

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

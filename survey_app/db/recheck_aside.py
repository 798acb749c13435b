"""Queries about what was sent as a re-check and could not be locked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import (
    Account,
    Assignment,
    Device,
    RecheckAside,
    RecheckTask,
    RoundUnit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideRow:
    """A document that was put aside. What cannot be told of it is None."""

    id: int
    kind: str
    received_at: datetime
    unit_name: str | None
    supervisor: str | None
    """Whose task it is or was."""
    sender: str | None
    """Who was signed in when it came."""
    device_name: str | None
    faults: tuple[dict[str, object], ...]
    content: str


def aside_rows(session: Session, *, before: int, limit: int) -> tuple[AsideRow, ...]:
    """What was put aside, the newest first, a page at a time; one query."""
    sender = aliased(Account)
    rows = session.execute(
        select(RecheckAside, RoundUnit.name, Account.display_name, sender.display_name, Device.name)
        .outerjoin(RecheckTask, RecheckTask.uuid == RecheckAside.task_uuid)
        .outerjoin(Assignment, Assignment.interview_uuid == RecheckTask.interview_uuid)
        .outerjoin(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .outerjoin(Account, Account.id == RecheckTask.supervisor_id)
        .outerjoin(sender, sender.id == RecheckAside.account_id)
        .outerjoin(Device, Device.id == RecheckAside.device_id)
        .where(RecheckAside.id < before)
        .order_by(RecheckAside.id.desc())
        .limit(limit)
    )
    return tuple(
        AsideRow(
            id=found.id,
            kind=found.kind,
            received_at=found.received_at,
            unit_name=unit,
            supervisor=supervisor,
            sender=sent_by,
            device_name=device,
            faults=tuple(found.faults),
            content=found.content,
        )
        for found, unit, supervisor, sent_by, device in rows
    )

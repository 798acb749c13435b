"""Whether anything was written down that could be something to re-checks."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.db.audit import LATE
from survey_app.db.tables import AuditEvent

NOTHING_TO_RECHECKS = (
    *("account.signed_in", "account.sign_in_refused"),
    *("assignment.added", "assignment.opened", "contact_attempt.recorded"),
    *("device.code_made", "device.enrolled"),
    *("frame.imported", "frame.job_begun", "frame.uploaded"),
    # A lot is closed once: no interview that comes now is in one. A claim that it ends is seen by
    # `claims.interviewed_claims`.
    *("interview.received", "interview.return_opened", "interview.returned"),
    *("quality.examined", "quality.looked_at"),
)
"""Actions after which every lot stands as before. What is not among them may be something."""


def newest_behind(session: Session) -> int:
    """A number behind which everything is that may still appear in the log."""
    newest = session.scalar(select(func.coalesce(func.max(AuditEvent.id), 0))) or 0
    return max(0, newest - LATE)


def recheck_state(session: Session, *, behind: int) -> tuple[int, int]:
    """Another one after every change behind this number that may be something to re-checks."""
    row = session.execute(
        select(func.coalesce(func.max(AuditEvent.id), 0), func.count()).where(
            AuditEvent.id > behind, AuditEvent.action.not_in(NOTHING_TO_RECHECKS)
        )
    ).one()
    return row[0], row[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckEvent:
    """Something that was written down, of what."""

    id: int
    object_kind: str
    object_id: str


def recheck_events(session: Session, *, behind: int) -> frozenset[RecheckEvent]:
    """What `recheck_state` counts."""
    rows = session.execute(
        select(AuditEvent.id, AuditEvent.object_kind, AuditEvent.object_id).where(
            AuditEvent.id > behind, AuditEvent.action.not_in(NOTHING_TO_RECHECKS)
        )
    )
    return frozenset(
        RecheckEvent(id=number, object_kind=kind, object_id=of) for number, kind, of in rows
    )


def state_of(events: Collection[RecheckEvent]) -> tuple[int, int]:
    """As `recheck_state`, of events that have been read."""
    return max((one.id for one in events), default=0), len(events)

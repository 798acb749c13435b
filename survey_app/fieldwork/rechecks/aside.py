"""What was sent of re-checks and is kept beside them, where only few may see it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from survey_app.db import audit, recheck_locking
from survey_app.db.recheck_locking import AsideRecord
from survey_app.fieldwork.putting_aside import fault_json
from survey_app.fieldwork.received import Received
from survey_app.fieldwork.rechecks.locking import OBJECT
from survey_app.fieldwork.rechecks.recheck_verdict import RecheckVerdict
from survey_app.fieldwork.sender import Sender
from survey_app.fieldwork.sync_document import ReadDocument
from survey_app.fieldwork.sync_verdict import Status

ACTIONS = {
    Status.CONFLICT: "recheck.conflict_kept",
    Status.QUARANTINED: "recheck.quarantined",
}
Judged = tuple[ReadDocument, RecheckVerdict]


def keep_aside(session: Session, judged: Iterable[Judged], *, sender: Sender, at: datetime) -> None:
    """Keeps what could not become what it says, by hash: it may stand in a batch twice."""
    once = {read.sha256: (read, verdict) for read, verdict in judged}
    recheck_locking.keep_aside(
        session,
        [
            AsideRecord(
                kind=verdict.status.value,
                task_uuid=_task_of(read),
                content=read.content,
                content_sha256=read.sha256,
                account_id=sender.account_id,
                device_id=sender.device_id,
                received_at=at,
                skew_ms=sender.skew_ms,
                faults=[fault_json(fault) for fault in verdict.faults],
            )
            for read, verdict in once.values()
        ],
    )
    audit.record_all(
        session,
        [
            audit.Event(
                action=ACTIONS[verdict.status],
                object_kind=OBJECT,
                object_id=str(_task_of(read) or read.sha256),
                details=sender.audit_details,
            )
            for read, verdict in once.values()
        ],
        account_id=sender.account_id,
        at=at,
    )


def answer_of(judged: Judged, *, at: datetime) -> Received:
    """What is answered for a document, with the time of its first receipt."""
    read, verdict = judged
    return Received(
        uuid=read.uuid,
        sha256=read.sha256,
        status=verdict.status,
        received_at=verdict.held.received_at if verdict.held else at,
        faults=verdict.faults,
    )


def _task_of(read: ReadDocument) -> UUID | None:
    return read.uuid if read.recheck_attempt is None else read.recheck_attempt.task

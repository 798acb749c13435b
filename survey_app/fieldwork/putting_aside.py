"""Keeping whole what could not be taken in, until a person decides."""

import base64
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.db import audit, quarantine
from survey_app.fieldwork.sender import Sender
from survey_app.fieldwork.sync_document import ReadDocument, canonical_text, sha256_of
from survey_app.fieldwork.sync_problems import SyncCode
from survey_app.fieldwork.sync_verdict import Status, Verdict

ASIDE = frozenset({Status.CONFLICT, Status.QUARANTINED})
UNREADABLE_BATCH = "unreadable_batch"


def put_aside(
    session: Session,
    reads: Sequence[ReadDocument],
    verdicts: Sequence[Verdict],
    *,
    account_id: int | None,
    device_id: UUID | None,
    skew_ms: int | None,
    at: datetime,
) -> None:
    """Keeps every conflict and every unreadable or faulty document whole."""
    quarantine.keep_documents(
        session,
        [
            quarantine.KeptDocument(
                kind=verdict.status.value,
                interview_uuid=read.interview_uuid,
                content=read.content,
                content_sha256=read.sha256,
                account_id=account_id,
                device_id=device_id,
                received_at=at,
                skew_ms=skew_ms,
                faults=[fault_json(fault) for fault in verdict.faults],
            )
            for read, verdict in zip(reads, verdicts, strict=True)
            if verdict.status in ASIDE and verdict.held is None
        ],
    )


def keep_unreadable_batch(
    session: Session,
    body: bytes,
    *,
    encoding: str,
    why: str,
    sender: Sender,
    at: datetime,
) -> None:
    """Keeps the bytes of a batch that could not even be taken apart; the same bytes once."""
    content = unreadable_text(body, encoding=encoding)
    kept = quarantine.KeptDocument(
        kind=Status.QUARANTINED.value,
        interview_uuid=None,
        content=content,
        content_sha256=sha256_of(content),
        account_id=sender.account_id,
        device_id=sender.device_id,
        received_at=at,
        faults=[fault_json(SyncCode.UNREADABLE_BATCH.at("batch", why=why))],
    )
    if quarantine.keep_documents(session, [kept]):
        audit.record(
            session,
            action="batch.quarantined",
            object_kind="batch",
            object_id=kept.content_sha256,
            account_id=sender.account_id,
            at=at,
            details=sender.audit_details,
        )


def unreadable_text(body: bytes, *, encoding: str) -> str:
    """The bytes of a batch as a document that can be kept."""
    value: JsonValue = {
        "format": 1,
        "kind": UNREADABLE_BATCH,
        "content_encoding": encoding,
        "body": base64.b64encode(body).decode(),
    }
    return canonical_text(value)


def fault_json(fault: Fault) -> dict[str, object]:
    """A fault as it is kept beside the document it was found in."""
    return {
        "where": fault.where,
        "code": fault.code,
        "message": fault.message,
        "repair": fault.repair,
        "details": dict(fault.details),
    }

"""The row that a contact attempt without an interview becomes, by whichever way it is taken in."""

from datetime import datetime
from uuid import UUID

from survey_app.db.sync_writes import NewAttempt
from survey_app.fieldwork.dispositions import is_final
from survey_app.fieldwork.receiving import Sent
from survey_app.fieldwork.sync_shapes import AttemptDocument, Stopped


def ended_interview(
    uuid: UUID,
    *,
    disposition: str,
    stopped: Stopped | None,
    account_id: int,
    attempted_at: datetime,
    sent: Sent,
    received_at: datetime,
) -> NewAttempt:
    """An interview that was stopped, or ended by an answer; it has the UUID of the interview."""
    return NewAttempt(
        uuid=uuid,
        interview_uuid=uuid,
        disposition=disposition,
        is_final=is_final(disposition),
        account_id=account_id,
        attempted_at=attempted_at,
        note=stopped.reason or None if stopped else None,
        # Who refuses, or is not to be asked, leaves no answer here.
        content=sent.content if stopped else None,
        content_sha256=sent.sha256,
        received_at=received_at,
        device_id=sent.device_id,
        skew_ms=sent.skew_ms,
    )


def reported(
    attempt: AttemptDocument,
    *,
    account_id: int,
    attempted_at: datetime,
    sent: Sent,
    received_at: datetime,
) -> NewAttempt:
    """A contact attempt that a tablet reported by itself, beside any interview."""
    return NewAttempt(
        uuid=attempt.uuid,
        interview_uuid=attempt.interview,
        disposition=attempt.disposition,
        is_final=is_final(attempt.disposition),
        account_id=account_id,
        attempted_at=attempted_at,
        appointment_at=attempt.appointment_at,
        note=attempt.note or None,
        content=sent.content,
        content_sha256=sent.sha256,
        received_at=received_at,
        device_id=sent.device_id,
        skew_ms=sent.skew_ms,
    )

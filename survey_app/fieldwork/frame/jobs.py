"""Begins, ends and reads the work that processes do on large lists.

Two presses of a button begin one piece of work; a process whose row has been ended stores nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from survey_app.db import audit, frame_jobs
from survey_app.db.frame_jobs import FrameJobRecord
from survey_app.db.frame_uploads import FrameUploadRecord
from survey_app.fieldwork.frame.job_states import LOST_AFTER, JobKind, JobState, standing_of
from survey_app.problems import Code, Problem

MOST_AT_ONCE = 3
"""Processes that work on lists at the same time; each needs up to 450 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """The work that is under way; is_new: a process has to be started for it."""

    job_id: UUID
    is_new: bool


def begin_job(
    session: Session,
    upload: FrameUploadRecord,
    *,
    kind: JobKind,
    job_id: UUID,
    at: datetime,
    request: Mapping[str, object] | None = None,
) -> Begun:
    """Notes new work on a list, or gives what is under way; the list has to be locked.

    Work of a process that is gone is ended. Raises Problem while too many processes work.
    """
    latest = frame_jobs.latest_job(session, upload.id)
    if latest is not None and latest.state == JobState.RUNNING:
        if standing_of(latest, at=at).state is JobState.RUNNING:
            return Begun(job_id=latest.id, is_new=False)
        frame_jobs.end(session, latest.id, state=JobState.LOST, at=at)
    frame_jobs.hold_places(session)
    if frame_jobs.running_since(session, seen_after=at - LOST_AFTER) >= MOST_AT_ONCE:
        raise Problem(Code.FRAME_JOBS_FULL, {"most": str(MOST_AT_ONCE)})
    frame_jobs.forget_from(session, upload.id, kind=kind)
    new = frame_jobs.NewFrameJob(
        id=job_id, upload_id=upload.id, kind=kind, request=request or {}, started_at=at
    )
    frame_jobs.add_job(session, new)
    _record(session, "frame.job_begun", upload, kind=kind, at=at)
    return Begun(job_id=job_id, is_new=True)


def cancel_job(session: Session, upload: FrameUploadRecord, *, at: datetime) -> bool:
    """Ends the work on a list; False when it had come to its end before."""
    latest = frame_jobs.latest_job(session, upload.id)
    if latest is None or not frame_jobs.end(session, latest.id, state=JobState.CANCELLED, at=at):
        return False
    _record(session, "frame.job_cancelled", upload, kind=JobKind(latest.kind), at=at)
    return True


def done_job(session: Session, upload: FrameUploadRecord, kind: JobKind) -> FrameJobRecord | None:
    """The work of this kind that was done with what stands on the pages now."""
    found = frame_jobs.job_of_kind(session, upload.id, kind=kind)
    return found if found is not None and found.state == JobState.DONE else None


def _record(
    session: Session, action: str, upload: FrameUploadRecord, *, kind: JobKind, at: datetime
) -> None:
    audit.record(
        session,
        action=action,
        object_kind="frame_upload",
        object_id=str(upload.id),
        account_id=upload.account_id,
        at=at,
        details={"kind": kind.value},
    )

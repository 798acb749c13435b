"""What respondents say about claims becomes rows that are never changed.

It is laid beside the claim when somebody of Home Affairs looks; nobody has both before.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from survey_app.db.claim_asked import NewClaimRecheck, store_claim_rechecks
from survey_app.fieldwork.rechecks.locking import FinishedRecheck, record_locked
from survey_app.fieldwork.sender import Sender

CAME, WHEN, SAID, OTHER = "claim_came", "claim_when", "claim_said", "claim_other"
"""Questions of `questionnaires/recheck_facts/hai-long-claims-1.yaml`."""


def lock_claims(
    session: Session,
    finished: Sequence[FinishedRecheck],
    *,
    sender: Sender,
    at: datetime,
    by: int | None = None,
) -> None:
    """Keeps them, and locks their tasks, which the caller holds; with audit.

    by: who does it, where that is not who sent them.
    """
    store_claim_rechecks(session, [_row(one, sender=sender, at=at) for one in finished])
    record_locked(session, finished, sender=sender, at=at, by=by)


def _row(finished: FinishedRecheck, *, sender: Sender, at: datetime) -> NewClaimRecheck:
    task = finished.task
    said = finished.asked.form.said(finished.given)
    return NewClaimRecheck(
        task_uuid=task.uuid,
        supervisor_id=task.supervisor_id,
        mode=finished.mode,
        came=said[CAME],
        came_when=said.get(WHEN),
        answer=said.get(SAID),
        other=said[OTHER],
        content=finished.content,
        content_sha256=finished.sha256,
        started_at=finished.started_at,
        finished_at=finished.finished_at,
        received_at=finished.received_at or at,
        elapsed_ms=finished.elapsed_ms,
        device_id=sender.device_id,
        skew_ms=sender.skew_ms,
        is_simulated=task.is_simulated,
    )

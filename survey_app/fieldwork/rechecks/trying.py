"""Attempts to reach the respondent of a re-check that led to none."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from survey_app.db import audit, recheck_attempts
from survey_app.db.recheck_attempts import AttemptRecord
from survey_app.fieldwork.rechecks.locking import OBJECT

RECORDED = "recheck.attempt_recorded"


def record_attempts(
    session: Session,
    attempts: Sequence[AttemptRecord],
    *,
    by: int | None,
    details: Mapping[str, str],
    at: datetime,
) -> None:
    """Keeps attempts on open tasks; whoever calls this has held the tasks.

    by: who is signed in, if anybody is. details: what the audit log says of the tablet; of the
    attempt it says how and with what outcome, never the note.
    """
    recheck_attempts.add_attempts(session, attempts)
    audit.record_all(
        session,
        [
            audit.Event(
                action=RECORDED,
                object_kind=OBJECT,
                object_id=str(one.task_uuid),
                details={**details, "mode": one.mode, "outcome": one.outcome},
            )
            for one in attempts
        ],
        account_id=by,
        at=at,
    )

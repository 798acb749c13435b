"""Since when a supervisor has been at a re-check on a page."""

from datetime import datetime

from sqlalchemy.orm import Session

from survey_app.access.people import Person
from survey_app.db import audit, recheck_tasks
from survey_app.db.recheck_asked import AskedTask
from survey_app.fieldwork.rechecks.locking import OBJECT


def open_recheck(
    session: Session, task: AskedTask, *, by: Person, began_at: datetime, at: datetime
) -> None:
    """Keeps when it was begun, the first time its form is sent; nothing once it has ended."""
    if recheck_tasks.mark_opened(session, task.uuid, at=began_at):
        audit.record(
            session,
            action="recheck.opened",
            object_kind=OBJECT,
            object_id=str(task.uuid),
            account_id=by.account_id,
            at=at,
        )

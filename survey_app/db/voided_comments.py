"""Which comments of runs are of voided interviews: kept beside them, so that lists skip them.

Told by the UUID: a run may be of another version than the one that is voided or counts again.
"""

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.db.tables import Interview, RunComment


def note_voided(session: Session, interview_ids: Collection[int]) -> None:
    """To be called by whoever has just voided these versions, which counted until then."""
    if interview_ids:
        _note(session, interview_ids, is_voided=True)


def note_revived(session: Session, interview_id: int) -> None:
    """To be called by whoever lets the interview of this version count again, in whichever one."""
    _note(session, [interview_id], is_voided=False)


def _note(session: Session, interview_ids: Collection[int], *, is_voided: bool) -> None:
    uuids = select(Interview.uuid).where(Interview.id.in_(interview_ids))
    session.execute(
        update(RunComment)
        .where(RunComment.interview_uuid.in_(uuids))
        .values(is_voided=is_voided)
        .execution_options(synchronize_session=False)
    )

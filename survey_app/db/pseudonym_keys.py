"""Keys of the identifiers of interviews in files that are handed on, one a run."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from survey_app.db.tables import PseudonymKey


def key_of_run(session: Session, run_id: int) -> bytes | None:
    """The key, None where no file of the run was made yet."""
    return session.scalars(
        select(PseudonymKey.key).where(PseudonymKey.score_run_id == run_id)
    ).one_or_none()


def keep_key(session: Session, run_id: int, *, key: bytes, at: datetime) -> None:
    """Keeps it; an IntegrityError where the run has one."""
    session.execute(insert(PseudonymKey), {"score_run_id": run_id, "key": key, "made_at": at})

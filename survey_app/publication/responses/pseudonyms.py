"""The key of a run's identifiers: made once, so that every file of the run has the same ones."""

import secrets
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.db.pseudonym_keys import keep_key, key_of_run

KEY_BYTES = 32


def key_for(session: Session, run_id: int, *, at: datetime) -> bytes:
    """The key, made where there is none yet; who makes it at the same time is waited for."""
    found = key_of_run(session, run_id)
    if found is not None:
        return found
    made = secrets.token_bytes(KEY_BYTES)
    try:
        with session.begin_nested():
            keep_key(session, run_id, key=made, at=at)
    except IntegrityError:
        found = key_of_run(session, run_id)
        if found is None:
            raise
        return found
    return made

"""Up to which event the log is settled: nobody can add one with a lower id any more.

On PostgreSQL an event gets its id before its transaction ends, so that a lower id may appear later
than a higher one. Whoever writes an event holds a lock on the table from before the id is given
until the transaction ends; who holds none when the ids have been looked at has none to come.
"""

from collections.abc import Callable

from sqlalchemy import text
from sqlalchemy.orm import Session

from survey_app.db.audit_seals import newest_event
from survey_app.db.driver import is_postgresql

_WRITERS = text(
    "SELECT virtualtransaction FROM pg_locks"
    " WHERE locktype = 'relation' AND relation = 'audit_event'::regclass"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()"
)


_WAIT = text("SELECT pg_advisory_xact_lock(5703, 0)")
_TRY = text("SELECT pg_try_advisory_xact_lock(5703, 0)")


def seals_alone(session: Session, *, waits: bool) -> bool:
    """Whether nobody else seals until this transaction ends; waits for that, or says no at once.

    Two who seal the same do no harm, but one of them works for nothing. On SQLite they may.
    """
    if not is_postgresql(session):
        return True
    if waits:
        session.execute(_WAIT)
        return True
    return bool(session.execute(_TRY).scalar_one())


def settled_id(session: Session, *, may_look_again: Callable[[], bool]) -> int:
    """The highest id up to which nothing can be added; 0 where others wrote all the time.

    Waits for the transactions that write now, not for those that begin meanwhile; asks before every
    further look whether it may. Each statement of the session has to see what was committed last.
    """
    newest = newest_event(session)
    if not is_postgresql(session):
        return newest  # one transaction writes at a time, and ids are given in its order
    waited_for = _writers(session)
    while waited_for:
        if not may_look_again():
            return 0
        waited_for &= _writers(session)
    return newest


def _writers(session: Session) -> set[str]:
    return set(session.scalars(_WRITERS))

"""Requests about the same interview wait for each other."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from survey_app.db.driver import Statement, is_postgresql, rows_of

KEY_BYTES = 8
_LOCK = "SELECT count(pg_advisory_xact_lock(key)) FROM unnest(%(keys)b::bigint[]) AS key"


def lock_of(uuids: Collection[UUID]) -> Statement:
    """The statement for PostgreSQL. What is read after it, what others have stored is seen.

    A row to lock does not always exist: somebody on no list has an assignment only afterwards, and
    an interview and its end without one are stored in tables that do not know of each other.
    Two UUIDs with one key wait for each other needlessly, which does no harm. The keys come in one
    order, so that two batches do not block each other.
    """
    keys = {int.from_bytes(uuid.bytes[:KEY_BYTES], signed=True) for uuid in uuids}
    return Statement(text=_LOCK, values={"keys": sorted(keys)})


def lock_interviews(session: Session, uuids: Collection[UUID]) -> None:
    """Waits until no other transaction works on these; SQLite has one writing transaction only."""
    if uuids and is_postgresql(session):
        rows_of(session, lock_of(uuids))

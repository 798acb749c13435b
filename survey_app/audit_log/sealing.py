"""Seals what was written into the log of changes, block after block."""

import time
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from survey_app.audit_log.canonical import NOTHING_BEFORE, sealed
from survey_app.clock import Clock
from survey_app.db.audit_seals import (
    Head,
    NewSeal,
    add_seal,
    events_between,
    head,
    newest_event,
    written,
)
from survey_app.db.audit_writers import seals_alone, settled_id
from survey_app.db.engine import transaction

BLOCK = 5000
"""Events of one block, at most: a twentieth of a second of work, 200 kB of marks."""
PATIENCE_S, SHORT_PATIENCE_S = 3.0, 0.3
"""How long transactions that write are waited for; the short one where others may wait for us."""
PAUSE_S = 0.005


def patient(limit_s: float) -> Callable[[], bool]:
    """Waits a moment each time it is asked, and says no after so many seconds."""
    ends_at = time.monotonic() + limit_s

    def may_look_again() -> bool:
        time.sleep(PAUSE_S)
        return time.monotonic() < ends_at

    return may_look_again


def seal_log(
    engine: Engine, *, now: Clock, waits: bool = True, is_found: bool = False, block: int = BLOCK
) -> int:
    """Seals all that is settled, in transactions of its own; gives how many blocks these are.

    Events are read and hashed before the lock for writing is taken. waits: for somebody else who
    seals now; else it is left to them. is_found: the events are from before there were seals.
    """
    with transaction(engine, writes=False) as alone:
        if not seals_alone(alone, waits=waits):
            return 0
        settled = _settled(alone, limit_s=PATIENCE_S)
        count = 0
        while True:
            with transaction(engine, writes=False) as session:
                new = _next(session, settled=settled, at=now(), is_found=is_found, block=block)
            if new is None:
                return count
            with transaction(engine) as session:
                if not add_seal(session, new):
                    return count
            count += 1


def seal_found(engine: Engine, *, now: Clock, block: int = BLOCK) -> int:
    """Seals what stands in a log that has no seal yet, as found; gives how many blocks these are.

    For the program that brings a database up to date.
    """
    with transaction(engine, writes=False) as session:
        is_begun = head(session) is not None
    return 0 if is_begun else seal_log(engine, now=now, is_found=True, block=block)


def seal_within(session: Session, *, at: datetime) -> Head | None:
    """Seals what is settled as a part of this transaction, and gives the newest block there is.

    Where others write without end, or seal, it is the one they have made.
    """
    settled = _settled(session, limit_s=SHORT_PATIENCE_S)
    while new := _next(session, settled=settled, at=at, is_found=False, block=BLOCK):
        if not add_seal(session, new):
            break
    return head(session)


def _settled(session: Session, *, limit_s: float) -> int:
    before = head(session)
    if newest_event(session) <= (0 if before is None else before.last_id):
        return 0
    return settled_id(session, may_look_again=patient(limit_s))


def _next(
    session: Session, *, settled: int, at: datetime, is_found: bool, block: int
) -> NewSeal | None:
    before = head(session)
    last_id = 0 if before is None else before.last_id
    if settled <= last_id:
        return None
    return sealed(
        events_between(session, after=last_id, up_to=settled, most=block),
        number=1 if before is None else before.number + 1,
        sealed_at=written(at),
        is_found=is_found,
        before=NOTHING_BEFORE if before is None else before.sha256,
    )

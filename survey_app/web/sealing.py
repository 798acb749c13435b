"""Seals the log of changes: after weighty steps before the answer leaves, else beside the requests.

What is not sealed yet waits in the log; the next time, whoever it is, seals it along.
"""

from functools import partial

import structlog
from flask import Flask, current_app
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from survey_app.audit_log.sealing import seal_log
from survey_app.clock import Clock
from survey_app.db.audit import events_of, is_weighty
from survey_app.web.beside_requests import BesideRequests, Start, in_a_thread

EVERY, EVERY_S = 2_000, 5.0
"""Events of this process that are many; between one time and the next, and until few are sealed,
seconds: so long a change of the log may go unnoticed."""
_SEAL, _BESIDE = "hailong_seal", "hailong_sealing"


def install(app: Flask, engine: Engine, *, now: Clock) -> None:
    """Gives the application its sealing after weighty steps."""

    def seal(*, waits: bool = True) -> None:
        try:
            seal_log(engine, now=now, waits=waits)
        except DBAPIError:
            # The events are stored and wait for the next time; the operator should know.
            structlog.get_logger().exception("sealing_failed")

    app.extensions[_SEAL] = seal


def seal_beside_requests(app: Flask, *, start: Start = in_a_thread) -> None:
    """From now on everything is sealed after some seconds; for a process that stays."""
    seal = partial(app.extensions[_SEAL], waits=False)
    beside = BesideRequests(seal, every=EVERY, rest_s=EVERY_S, start=start)
    beside.longest_wait_s = EVERY_S
    app.extensions[_BESIDE] = beside


def heard_of(session: Session) -> None:
    """Has sealed what a request wrote and committed."""
    if not (events := events_of(session)):
        return
    if is_weighty(session):
        current_app.extensions[_SEAL]()
    elif (beside := current_app.extensions.get(_BESIDE)) is not None:
        beside.happened(events)

"""Adds what was received to the sums of units from time to time, beside the requests.

Scores are exact without it: what is not added yet is counted when a page is asked for. It only
keeps that little.
"""

import structlog
from flask import Flask, current_app
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from survey_app.results.tally_folding import fold_changes
from survey_app.web.beside_requests import BesideRequests, Start, in_a_thread

EVERY = 2_000
"""Changes of this process after which it adds all that wait; counting them takes a page 20 ms."""
REST_S = 5.0
"""Between one time and the next, seconds: adding many at once costs a third of adding few."""
LONGEST_WAIT_S = 5.0
"""After which a server adds even a few, so that the next look at a score does not count them."""


def install(
    app: Flask,
    engine: Engine,
    *,
    every: int = EVERY,
    start: Start = in_a_thread,
) -> None:
    """Gives the application its folding."""

    def work() -> None:
        try:
            for _ in fold_changes(engine):
                pass
        except (DBAPIError, ExceptionGroup):
            # The changes wait, and the next time they are added; the operator should know.
            structlog.get_logger().exception("folding_failed")

    app.extensions["hailong_folding"] = BesideRequests(
        work, every=every, rest_s=REST_S, start=start
    )


def also_few(app: Flask, *, longest_wait_s: float = LONGEST_WAIT_S) -> None:
    """Has few changes added as well, after so many seconds: for a process that goes on for long."""
    folding: BesideRequests = app.extensions["hailong_folding"]
    folding.longest_wait_s = longest_wait_s


def heard_of(changes: int) -> None:
    """Tells the application how many changes a request has committed."""
    folding: BesideRequests = current_app.extensions["hailong_folding"]
    folding.happened(changes)

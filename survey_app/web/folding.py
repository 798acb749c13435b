"""Adds what was received to the sums of units from time to time, beside the requests.

Scores are exact without it: what is not added yet is counted when a page is asked for. It only
keeps that little.
"""

from collections.abc import Callable
from threading import Lock, Timer
from time import monotonic

import structlog
from flask import Flask, current_app
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from survey_app.results.tally_folding import fold_changes

EVERY = 2_000
"""Changes of this process after which it adds all that wait; counting them takes a page 20 ms."""
REST_S = 5.0
"""Between one time and the next, seconds: adding many at once costs a third of adding few."""
LONGEST_WAIT_S = 5.0
"""After which a server adds even a few, so that the next look at a score does not count them."""

Work = Callable[[], None]
Start = Callable[[float, Work], None]
"""Does the work after so many seconds, without being waited for."""


def beside_requests(after_s: float, work: Work) -> None:
    """Does it in a thread that ends with the process."""
    timer = Timer(after_s, work)
    timer.daemon = True
    timer.start()


class Folding:
    """Counts the changes of this process and has the work done when there are many.

    longest_wait_s: after which a few are enough, None: they wait until there are many.
    """

    def __init__(self, work: Work, *, every: int = EVERY, start: Start = beside_requests) -> None:
        self.longest_wait_s: float | None = None
        self._work, self._every, self._start = work, every, start
        self._lock = Lock()
        self._changes = 0
        self._is_begun = False
        self._rested_at = 0.0

    def changed(self, changes: int) -> None:
        """Hears that so many interviews have begun or ceased to count, and are committed."""
        with self._lock:
            self._changes += changes
            wait_s = 0.0 if self._changes >= self._every else self.longest_wait_s
            if self._is_begun or not self._changes or wait_s is None:
                return
            self._is_begun = True
            wait_s = max(wait_s, self._rested_at - monotonic())
        self._start(wait_s, self._work_once)

    def _work_once(self) -> None:
        with self._lock:
            self._changes = 0
        try:
            self._work()
        finally:
            with self._lock:
                self._is_begun = False
                self._rested_at = monotonic() + REST_S
            # What came in meanwhile may be enough already, and nothing more may come.
            self.changed(0)


def install(
    app: Flask,
    engine: Engine,
    *,
    every: int = EVERY,
    start: Start = beside_requests,
) -> None:
    """Gives the application its folding."""

    def work() -> None:
        try:
            for _ in fold_changes(engine):
                pass
        except (DBAPIError, ExceptionGroup):
            # The changes wait, and the next time they are added; the operator should know.
            structlog.get_logger().exception("folding_failed")

    app.extensions["hailong_folding"] = Folding(work, every=every, start=start)


def also_few(app: Flask, *, longest_wait_s: float = LONGEST_WAIT_S) -> None:
    """Has few changes added as well, after so many seconds: for a process that goes on for long."""
    folding: Folding = app.extensions["hailong_folding"]
    folding.longest_wait_s = longest_wait_s


def heard_of(changes: int) -> None:
    """Tells the application how many changes a request has committed."""
    folding: Folding = current_app.extensions["hailong_folding"]
    folding.changed(changes)

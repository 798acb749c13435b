"""Adds what was received to the sums of units from time to time, beside the requests.

Scores are exact without it: what is not added yet is counted when a page is asked for. It only
keeps that little.
"""

from collections.abc import Callable
from threading import Lock, Thread

import structlog
from flask import Flask, current_app
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from survey_app.results.tally_folding import fold_changes

EVERY = 2_000
"""Changes of this process after which it adds all that wait; counting them takes a page 20 ms."""


Work = Callable[[], None]


def beside_requests(work: Work) -> None:
    """Does the work without being waited for."""
    Thread(target=work, name="folding", daemon=True).start()


class Folding:
    """Counts the changes of this process and starts the work when there are many."""

    def __init__(
        self, work: Work, *, every: int = EVERY, start: Callable[[Work], None] = beside_requests
    ) -> None:
        self._work, self._every, self._start = work, every, start
        self._changes = 0
        self._counting, self._working = Lock(), Lock()

    def changed(self, changes: int) -> None:
        """Hears that so many interviews have begun or ceased to count, and are committed."""
        with self._counting:
            self._changes += changes
            if self._changes < self._every:
                return
            self._changes = 0
        self._start(self._work_alone)

    def _work_alone(self) -> None:
        if self._working.acquire(blocking=False):
            try:
                self._work()
            finally:
                self._working.release()


def install(
    app: Flask,
    engine: Engine,
    *,
    every: int = EVERY,
    start: Callable[[Work], None] = beside_requests,
) -> None:
    """Gives the application its folding."""

    def work() -> None:
        try:
            for _ in fold_changes(engine):
                pass
        except DBAPIError:
            # The changes wait, and the next time they are added; the operator should know.
            structlog.get_logger().exception("folding_failed")

    app.extensions["hailong_folding"] = Folding(work, every=every, start=start)


def heard_of(changes: int) -> None:
    """Tells the application how many changes a request has committed."""
    folding: Folding = current_app.extensions["hailong_folding"]
    folding.changed(changes)

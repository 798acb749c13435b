"""One transaction a request: opened when first needed, committed when the page succeeded."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from flask import Flask, Response, current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from survey_app.db.engine import transaction
from survey_app.db.interview_tallies import changes_of
from survey_app.web import folding, sealing

READS = frozenset({"GET", "HEAD", "OPTIONS"})
LAST_GOOD = 399


def install(app: Flask, engine: Engine) -> None:
    """Gives the application its database."""
    app.extensions["hailong_engine"] = engine
    app.after_request(_finish)
    app.teardown_request(_abandon)


def engine_of(app: Flask) -> Engine:
    """The engine the application was made with."""
    engine: Engine = app.extensions["hailong_engine"]
    return engine


def database() -> Session:
    """The session of this request.

    Reading requests never take the lock for writing, and all that they show is of one moment: a
    page of several statements must not say two states of the database at once.
    """
    session: Session | None = g.get("database")
    if session is None:
        stack = ExitStack()
        reads = request.method in READS
        work = transaction(engine_of(current_app), writes=not reads, at_one_moment=reads)
        session = stack.enter_context(work)
        g.database, g.unit_of_work = session, stack
    return session


def keep_work() -> None:
    """What this request wrote stays although its answer is a refusal (a failed sign-in, say)."""
    g.keep_work = True


@contextmanager
def looking_first() -> Iterator[None]:
    """Asks the database in a transaction of its own that only reads and ends here.

    For what has to be known before the body of a request has come: while a large file comes over a
    slow line, nobody else may wait for the lock that writing takes.
    """
    with transaction(engine_of(current_app), writes=False) as session:
        g.database = session
        try:
            yield
        finally:
            del g.database


def after_commit(action: Callable[[], None]) -> None:
    """Does this once what the request wrote can be seen by others; not at all if it is refused."""
    g.setdefault("after_commit", []).append(action)


def _finish(response: Response) -> Response:
    """Commits before the answer leaves; a page that refused leaves nothing half-written."""
    stack: ExitStack | None = g.pop("unit_of_work", None)
    actions: list[Callable[[], None]] = g.pop("after_commit", [])
    if stack is not None:
        session: Session = g.pop("database")
        if response.status_code > LAST_GOOD and not g.get("keep_work", False):
            session.rollback()
            session.info.clear()
            actions = []
        stack.close()
        for action in actions:
            action()
        if changes := changes_of(session):
            folding.heard_of(changes)
        sealing.heard_of(session)
    return response


def _abandon(_error: BaseException | None) -> None:
    """After a crash: roll back what `_finish` never saw."""
    stack: ExitStack | None = g.pop("unit_of_work", None)
    if stack is not None:
        g.pop("database").rollback()
        stack.close()

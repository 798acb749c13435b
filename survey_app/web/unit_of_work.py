"""One transaction a request: opened when first needed, committed when the page succeeded."""

from contextlib import ExitStack

from flask import Flask, Response, current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from survey_app.db.engine import transaction

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
    """The session of this request. Reading requests never take the lock for writing."""
    session: Session | None = g.get("database")
    if session is None:
        stack = ExitStack()
        work = transaction(engine_of(current_app), writes=request.method not in READS)
        session = stack.enter_context(work)
        g.database, g.unit_of_work = session, stack
    return session


def keep_work() -> None:
    """What this request wrote stays although its answer is a refusal (a failed sign-in, say)."""
    g.keep_work = True


def _finish(response: Response) -> Response:
    """Commits before the answer leaves; a page that refused leaves nothing half-written."""
    stack: ExitStack | None = g.pop("unit_of_work", None)
    if stack is not None:
        session: Session = g.pop("database")
        if response.status_code > LAST_GOOD and not g.get("keep_work", False):
            session.rollback()
        stack.close()
    return response


def _abandon(_error: BaseException | None) -> None:
    """After a crash: roll back what `_finish` never saw."""
    stack: ExitStack | None = g.pop("unit_of_work", None)
    if stack is not None:
        g.pop("database").rollback()
        stack.close()

"""One structured line a request. Answers, passwords, tokens and queries never reach it."""

import secrets
import sys
import time

import structlog
from flask import Flask, Response, g, request

from survey_app.web.public_files import is_public_file
from survey_app.web.signed_in import current_person

ID_BYTES = 8
MILLISECONDS = 1000

log = structlog.get_logger("hailong")


def install(app: Flask) -> None:
    """Gives every request its number and its line in the log."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        # Asked for at every line: what was standard error at the start may be closed by then.
        logger_factory=lambda *_: structlog.PrintLogger(file=sys.stderr),
    )
    app.before_request(_begin)
    app.after_request(_end)


def request_id() -> str:
    """The number that a person can give the administrator."""
    number: str = g.get("request_id", "")
    return number


def _begin() -> None:
    g.request_id = secrets.token_hex(ID_BYTES)
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    # Files are the same for everybody: not worth a question to the database.
    person = None if request.endpoint is None or is_public_file() else current_person()
    log.info(
        "request",
        request_id=request_id(),
        method=request.method,
        route=str(request.url_rule) if request.url_rule else "-",
        status=response.status_code,
        ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * MILLISECONDS, 1),
        account=None if person is None else person.account_id,
        **({"token": g.token_id} if "token_id" in g else {}),
    )
    response.headers.setdefault("X-Request-ID", request_id())
    return response

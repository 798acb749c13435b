"""Who reads: a token, or somebody of Home Affairs who is signed in; and how often."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from math import ceil
from time import time

from flask import Flask, Response, current_app, g, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from survey_app.access.api_tokens import bearer_of
from survey_app.access.policy import Verb, may
from survey_app.access.token_scopes import Scope
from survey_app.db.api_tokens import mark_used
from survey_app.db.engine import transaction
from survey_app.problems import Code, Problem
from survey_app.web.clock import now
from survey_app.web.logs import log
from survey_app.web.signed_in import current_person
from survey_app.web.unit_of_work import database, engine_of

SCHEME = "bearer"
LIMIT = "hailong_api_limit"
REALM = 'Bearer realm="hailong"'
UNAUTHORIZED, TOO_MANY_REQUESTS = 401, 429


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads, and what. name: whose requests are counted together."""

    name: str
    scopes: frozenset[Scope]
    is_signed_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How often everybody may ask; counted in this process."""

    item: RateLimitItem
    counted: FixedWindowRateLimiter

    @property
    def window_s(self) -> int:
        """How long a window is, seconds."""
        return int(self.item.get_expiry())


def install_limit(app: Flask, *, limit: str) -> None:
    """Gives the application its limit, such as “120 per minute”."""
    counted = FixedWindowRateLimiter(MemoryStorage())
    app.extensions[LIMIT] = Limit(item=parse(limit), counted=counted)


def find_reader() -> None:
    """Who reads, before any view; whoever proves nothing, or asks too often, raises Problem."""
    reader = _reader()
    g.reader = reader
    limit: Limit = current_app.extensions[LIMIT]
    if not limit.counted.hit(limit.item, reader.name):
        amount, window = limit.item.amount, limit.window_s
        raise Problem(Code.TOO_OFTEN, {"limit": f"{amount} / {window} s"})


def _reader() -> Reader:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme:
        if scheme.lower() != SCHEME:
            raise Problem(Code.TOKEN_MISSING)
        return _with_token(secret.strip(), at=now())
    person = current_person()
    if person is None:
        raise Problem(Code.TOKEN_MISSING)
    if not may(person.role, Verb.API_READ):
        raise Problem(Code.NOT_ALLOWED)
    return Reader(name=f"account {person.account_id}", scopes=frozenset(Scope), is_signed_in=True)


def _with_token(secret: str, *, at: datetime) -> Reader:
    bearer = bearer_of(database(), secret, at=at)
    g.token_id = bearer.token_id
    if not bearer.is_noted:
        g.unnoted_use = at
    if Scope.SCORES not in bearer.scopes:
        raise Problem(Code.SCOPE_MISSING, {"scope": str(Scope.SCORES)})
    return Reader(name=f"token {bearer.token_id}", scopes=bearer.scopes, is_signed_in=False)


def reader() -> Reader:
    """The reader of this request."""
    found: Reader = g.reader
    return found


def say_limits(answer: Response) -> Response:
    """Headers about proving oneself and about how often one may ask; keeps the use of a token."""
    if answer.status_code == UNAUTHORIZED:
        was_sent = "Authorization" in request.headers
        answer.headers["WWW-Authenticate"] = REALM + (', error="invalid_token"' if was_sent else "")
    found: Reader | None = g.get("reader")
    if found is not None:
        _say_limit(answer, name=found.name)
    if "unnoted_use" in g:
        note = partial(_note, engine_of(current_app), g.token_id, at=g.unnoted_use)
        answer.call_on_close(note)
    return answer


def _say_limit(answer: Response, *, name: str) -> None:
    limit: Limit = current_app.extensions[LIMIT]
    stats = limit.counted.get_window_stats(limit.item, name)
    wait_s = max(1, ceil(stats.reset_time - time()))
    policy = f'"default";q={limit.item.amount};w={limit.window_s}'
    answer.headers["RateLimit-Policy"] = policy
    answer.headers["RateLimit"] = f'"default";r={stats.remaining};t={wait_s}'
    if answer.status_code == TOO_MANY_REQUESTS:
        answer.headers["Retry-After"] = str(wait_s)


def _note(engine: Engine, token_id: int, *, at: datetime) -> None:
    """Keeps that a token was used, once the answer is on its way: nobody waits for it.

    What cannot be kept now is kept the next time.
    """
    try:
        with transaction(engine) as session:
            mark_used(session, token_id, at=at)
    except OperationalError as failed:
        log.warning("token_use_not_noted", token=token_id, exc_info=failed)

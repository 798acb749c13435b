"""Slows down guessing: so many attempts at one address of ours, counted by whoever makes them."""

from collections.abc import Callable

from flask import Flask, request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from survey_app.problems import Code, Problem


def limit_attempts(app: Flask, *, endpoint: str, limit: str, made_by: Callable[[], str]) -> None:
    """Refuses requests of this endpoint that come oftener than the limit (“10 per minute”).

    Asked before the view and not around it: a wrapped view would be another one than the one
    that declared its verb. All other requests pass with one comparison.
    """
    attempts = FixedWindowRateLimiter(MemoryStorage())
    allowed = parse(limit)

    def count() -> None:
        if request.endpoint == endpoint and not attempts.hit(allowed, made_by()):
            raise Problem(Code.TOO_MANY)

    app.before_request(count)

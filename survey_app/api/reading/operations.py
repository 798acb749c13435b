"""What each address of the API promises: said beside its view, read by checks and documents."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ParamSpec, TypeVar

from flask import Flask
from pydantic import BaseModel

from survey_app.access.token_scopes import Scope
from survey_app.api.reading.queries import Query

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

JSON = "application/json"
CSV = "text/csv"
TOKEN, SESSION, DEVICE, OPEN = "token", "session", "device", "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecated:
    """An address that will go: since and until when, and what to read instead."""

    since: datetime
    sunset: datetime
    successor: str

    def headers(self) -> dict[str, str]:
        """As RFC 9745 and RFC 8594 have them."""
        return {
            "Deprecation": f"@{int(self.since.timestamp())}",
            "Sunset": self.sunset.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT"),
            "Link": f'<{self.successor}>; rel="successor-version"',
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An address and a method.

    summary, description: English templates marked for translation. answer: the model of what is
    answered with `status`; None where it is no JSON. refusals: statuses that it can refuse with.
    proofs: how whoever asks proves who they are. body: the model of what is sent. content_type: of
    the answer. is_conditional: whether it has an ETag.
    """

    summary: str
    tag: str
    description: str = ""
    query: type[Query] = Query
    answer: type[BaseModel] | None = None
    status: int = 200
    content_type: str = JSON
    refusals: tuple[int, ...] = (401, 403, 406, 422, 429)
    proofs: tuple[str, ...] = (TOKEN, SESSION)
    scope: Scope | None = Scope.SCORES
    body: type[BaseModel] | None = None
    is_conditional: bool = True
    deprecated: Deprecated | None = None


_OPERATIONS: dict[Callable[..., object], Operation] = {}


def answers(
    operation: Operation,
) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """Marks a view with what it promises. Stands under the route decorator."""

    def mark(view: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        _OPERATIONS[view] = operation
        return view

    return mark


def operation_of(app: Flask, endpoint: str | None) -> Operation | None:
    """What the view behind an endpoint promises; None for views that are no part of the API."""
    return None if endpoint is None else _OPERATIONS.get(app.view_functions[endpoint])

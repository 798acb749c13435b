"""Each route says which verb it is; a route that says nothing stays closed."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from survey_app.access.policy import Verb, may
from survey_app.problems import Code, Problem
from survey_app.web.signed_in import current_person

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_VERBS: dict[Callable[..., object], Verb] = {}
# Files of packages, served by routes that are not ours to decorate.
# Open to nobody in particular, or proved by the credential of a tablet inside the view, or by a
# token before all views of programs.
PROVE_THEMSELVES = frozenset({Verb.PUBLIC, Verb.DEVICE_SYNC, Verb.RECHECK_SYNC, Verb.API_READ})
PROGRAMS = "/api/"
"""A program that is sent to a page of sign-in would take it for an answer."""
STATIC_ENDPOINTS = frozenset({"static", "bootstrap.static"})


def declares(
    verb: Verb,
) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """Marks a view with its verb. Stands under the route decorator."""

    def mark(view: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        _VERBS[view] = verb
        return view

    return mark


def verb_of(app: Flask, endpoint: str) -> Verb | None:
    """The verb a route declared; None when it did not."""
    if endpoint in STATIC_ENDPOINTS:
        return Verb.PUBLIC
    return _VERBS.get(app.view_functions[endpoint])


def enforce() -> Response | None:
    """Runs before every view: lets the request pass, sends to the sign-in, or refuses."""
    if request.endpoint is None:
        return None  # no such address; the error page says so
    verb = verb_of(current_app, request.endpoint)
    if verb is None:
        raise Problem(Code.NOT_DECLARED)
    if verb in PROVE_THEMSELVES:
        return None
    person = current_person()
    if person is None:
        if request.method == "GET" and not request.path.startswith(PROGRAMS):
            return redirect(url_for("sign_in.page", next=request.full_path.rstrip("?")))
        raise Problem(Code.NOT_SIGNED_IN)
    if not may(person.role, verb):
        raise Problem(Code.NOT_ALLOWED)
    return None

"""Gives the application what programs read."""

from flask import Flask, Response
from flask_wtf.csrf import CSRFProtect

from survey_app.api.reading import (
    answering,
    document,
    index,
    index_publications,
    readers,
    rounds,
    score_rows,
    scores,
)
from survey_app.api.reading.blueprint import blueprint
from survey_app.api.reading.query_problems import UnfitQuery
from survey_app.problems import Code, Problem
from survey_app.web.errors import answer

VIEWS = (rounds, index, index_publications, scores)
"""The modules whose views stand in the blueprint by being imported."""


def install(app: Flask, csrf: CSRFProtect, *, limit: str) -> None:
    """Addresses, the limit for each reader, and places for what is kept."""
    readers.install_limit(app, limit=limit)
    answering.install_kept(app)
    score_rows.install_live(app)
    app.register_error_handler(UnfitQuery, _unfit)
    app.after_request(answering.say_deprecation)
    for one in (blueprint, document.blueprint):
        app.register_blueprint(one)
        csrf.exempt(one)


def _unfit(unfit: UnfitQuery) -> Response:
    return answer(Problem(Code.QUERY_UNFIT), *unfit.faults)

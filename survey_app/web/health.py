"""What the operator's monitor asks."""

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from survey_app.access.policy import Verb
from survey_app.db.schema_version import is_current
from survey_app.problems import Code, Problem
from survey_app.web.declare import declares
from survey_app.web.unit_of_work import engine_of

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@declares(Verb.PUBLIC)
def healthy() -> Response:
    """The process answers."""
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
@declares(Verb.PUBLIC)
def ready() -> Response:
    """The database answers and is at the version of this program."""
    try:
        at_head = is_current(engine_of(current_app))
    except SQLAlchemyError as unreachable:
        why = type(unreachable).__name__
        raise Problem(Code.DATABASE_UNREACHABLE, {"why": why}) from unreachable
    if not at_head:
        raise Problem(Code.DATABASE_NOT_MIGRATED)
    return jsonify({"status": "ready"})

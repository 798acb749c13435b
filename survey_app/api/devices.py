"""A tablet enrols itself with the code that the administrator shows."""

from flask import Blueprint, Flask, Response, jsonify, request

from survey_app.access.devices import enrol
from survey_app.access.policy import Verb
from survey_app.problems import Code, Problem
from survey_app.web.attempts import limit_attempts
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.unit_of_work import database

blueprint = Blueprint("devices", __name__, url_prefix="/api/v1/devices")

ATTEMPTS = "10 per minute"
"""Eight letters of 32 are 10^12 codes; at this rate guessing one takes longer than it lives."""


@blueprint.post("/enrol")
@declares(Verb.PUBLIC)
def take_code() -> Response:
    """Exchanges a code for the credential of this tablet; it is shown only this once."""
    body = request.get_json(silent=True)
    code = body.get("code") if isinstance(body, dict) else None
    if not isinstance(code, str):
        raise Problem(Code.ENROLMENT_REFUSED)
    enrolled = enrol(database(), code, at=now())
    answer = jsonify(
        {
            "device_id": str(enrolled.device_id),
            "name": enrolled.name,
            "credential": enrolled.credential,
        }
    )
    answer.status_code = 201
    return answer


def limit_enrolment(app: Flask) -> None:
    """Slows down guessing of codes."""
    endpoint = f"{blueprint.name}.{take_code.__name__}"
    limit_attempts(app, endpoint=endpoint, limit=ATTEMPTS, made_by=_where)


def _where() -> str:
    return request.remote_addr or ""

"""A person whose PIN is forgotten signs in and gets the key of their own storage back."""

from flask import Blueprint, Response, current_app, jsonify, request

from survey_app.access.policy import Verb
from survey_app.api.senders import require_token
from survey_app.fieldwork.recovered_key import recover_key
from survey_app.fieldwork.round_keys import opener_of
from survey_app.problems import Code, Problem
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.signed_in import password_is_fresh, person_required
from survey_app.web.unit_of_work import database, keep_work

blueprint = Blueprint("recovered_key", __name__, url_prefix="/api/v1/sync")


@blueprint.post("/recovered-key")
@declares(Verb.PACK_READ)
def recover() -> Response:
    """Opens what the tablet sealed when the PIN was set; only for the person it names."""
    require_token()
    body = request.get_json(silent=True)
    sealed = body.get("sealed") if isinstance(body, dict) else None
    if not isinstance(sealed, str):
        raise Problem(Code.KEY_STAYS_CLOSED)
    if not password_is_fresh(at=now()):
        # Whoever finds the tablet finds a session on it too; the key is for who has the password.
        raise Problem(Code.PASSWORD_TOO_OLD)
    keep_work()  # a refused attempt is written down as well
    key = recover_key(
        database(),
        person_required(),
        sealed=sealed,
        opener=opener_of(database(), secret_key=current_app.config["SECRET_KEY"]),
        at=now(),
    )
    return jsonify({"key": key})

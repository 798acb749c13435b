"""Tablets send finished interviews here. Whatever a document is, it is stored and acknowledged."""

from flask import Blueprint, Response, current_app, jsonify

from questionnaires import Fault
from survey_app.access.policy import Verb
from survey_app.api.batches import read_batch
from survey_app.api.receipts import receipt_key, receipt_of
from survey_app.api.senders import sender
from survey_app.fieldwork.sync import Received, receive_batch
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.translate import message_of, repair_of
from survey_app.web.unit_of_work import database

blueprint = Blueprint("sync", __name__, url_prefix="/api/v1/sync")


@blueprint.post("/interviews")
@declares(Verb.DEVICE_SYNC)
def receive() -> Response:
    """A batch of finished interviews; the answers come in the order of the documents."""
    at = now()
    who = sender(at=at)
    received = receive_batch(database(), read_batch(), sender=who, at=at)
    key = receipt_key(current_app.config["SECRET_KEY"])
    return jsonify({"results": [_result(one, key=key) for one in received]})


def _result(received: Received, *, key: bytes) -> dict[str, object]:
    uuid = "" if received.uuid is None else str(received.uuid)
    return {
        "uuid": uuid,
        "status": received.status.value,
        "receipt": receipt_of(
            uuid=uuid, sha256=received.sha256, received_at=received.received_at, key=key
        ),
        "errors": [_error(fault) for fault in received.faults],
    }


def _error(fault: Fault) -> dict[str, str]:
    return {
        "where": fault.where,
        "code": fault.code,
        "message": message_of(fault),
        "repair": repair_of(fault),
    }

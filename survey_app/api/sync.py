"""Tablets send finished interviews here. Whatever a document is, it is stored and acknowledged."""

from datetime import datetime

import msgspec
from flask import Blueprint, Response, current_app
from pydantic import JsonValue

from questionnaires import Fault
from survey_app.access.policy import Verb
from survey_app.api.batches import MOST_DOCUMENTS, batch_body, batch_encoding, documents_in
from survey_app.api.receipts import receipt_key, receipt_of
from survey_app.api.senders import sender
from survey_app.fieldwork.putting_aside import keep_unreadable_batch
from survey_app.fieldwork.round_keys import opener_of
from survey_app.fieldwork.sender import Sender
from survey_app.fieldwork.sync import Received, receive_batch
from survey_app.fieldwork.sync_json import NotReadable
from survey_app.problems import Code, Problem
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.translate import message_of, repair_of
from survey_app.web.unit_of_work import database, keep_work

blueprint = Blueprint("sync", __name__, url_prefix="/api/v1/sync")


@blueprint.post("/interviews")
@declares(Verb.DEVICE_SYNC)
def receive() -> Response:
    """A batch of finished interviews; the answers come in the order of the documents."""
    at = now()
    who = sender(at=at)
    secret_key = current_app.config["SECRET_KEY"]
    received = receive_batch(
        database(),
        _documents(sender=who, at=at),
        sender=who,
        opener=opener_of(database(), secret_key=secret_key),
        at=at,
    )
    key = receipt_key(secret_key)
    results = {"results": [_result(one, key=key) for one in received]}
    return Response(msgspec.json.encode(results), mimetype="application/json")


def _documents(*, sender: Sender, at: datetime) -> list[JsonValue]:
    """The documents of the request. The bytes of an unreadable one are kept, and then refused."""
    body, encoding = batch_body(), batch_encoding()
    try:
        return documents_in(body, encoding=encoding)
    except NotReadable as unreadable:
        why = str(unreadable)
        keep_unreadable_batch(
            database(),
            body,
            encoding=encoding,
            why=why,
            account_id=sender.account_id,
            device_id=sender.device_id,
            at=at,
        )
        keep_work()
        raise Problem(Code.BAD_BATCH, {"why": why, "most": str(MOST_DOCUMENTS)}) from unreadable


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

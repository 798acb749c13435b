"""Tablets send what they finished here. Whatever a document is, it is stored and acknowledged."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec
from flask import Blueprint, Response, current_app
from pydantic import JsonValue
from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.policy import Verb
from survey_app.api.batches import MOST_DOCUMENTS, batch_body, batch_encoding, documents_in
from survey_app.api.receipts import receipt_key, receipt_of
from survey_app.api.senders import sender
from survey_app.fieldwork.putting_aside import keep_unreadable_batch
from survey_app.fieldwork.received import Received
from survey_app.fieldwork.rechecks.receiving_rechecks import keep_unreadable_rechecks
from survey_app.fieldwork.round_keys import Opener, opener_of
from survey_app.fieldwork.sender import Sender
from survey_app.fieldwork.sync import receive_batch, receive_recheck_batch
from survey_app.fieldwork.sync_json import NotReadable
from survey_app.problems import Code, Problem
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.translate import message_of, repair_of
from survey_app.web.unit_of_work import database, keep_work

blueprint = Blueprint("sync", __name__, url_prefix="/api/v1/sync")


class _Receiver(Protocol):
    """Takes in the documents of a batch; the answers come in their order."""

    def __call__(
        self,
        session: Session,
        values: Sequence[JsonValue],
        *,
        sender: Sender,
        opener: Opener,
        at: datetime,
    ) -> Sequence[Received]: ...


class _Keeper(Protocol):
    """Keeps the bytes of a batch that could not be taken apart."""

    def __call__(
        self,
        session: Session,
        body: bytes,
        *,
        encoding: str,
        why: str,
        sender: Sender,
        at: datetime,
    ) -> None: ...


@blueprint.post("/interviews")
@declares(Verb.DEVICE_SYNC)
def receive() -> Response:
    """A batch of finished interviews; the answers come in the order of the documents."""
    return _received(Verb.DEVICE_SYNC, receive_batch, keep=keep_unreadable_batch)


@blueprint.post("/rechecks")
@declares(Verb.RECHECK_SYNC)
def receive_rechecks() -> Response:
    """A batch of finished re-checks; the answers come in the order of the documents."""
    return _received(Verb.RECHECK_SYNC, receive_recheck_batch, keep=keep_unreadable_rechecks)


def _received(verb: Verb, take_in: _Receiver, *, keep: _Keeper) -> Response:
    at = now()
    who = sender(verb=verb, at=at)
    secret_key = current_app.config["SECRET_KEY"]
    received = take_in(
        database(),
        _documents(keep, sender=who, at=at),
        sender=who,
        opener=opener_of(database(), secret_key=secret_key),
        at=at,
    )
    key = receipt_key(secret_key)
    results = {"results": [_result(one, key=key) for one in received]}
    return Response(msgspec.json.encode(results), mimetype="application/json")


def _documents(keep: _Keeper, *, sender: Sender, at: datetime) -> list[JsonValue]:
    """The documents of the request. The bytes of an unreadable one are kept, and then refused."""
    body, encoding = batch_body(), batch_encoding()
    try:
        return documents_in(body, encoding=encoding)
    except NotReadable as unreadable:
        why = str(unreadable)
        keep(database(), body, encoding=encoding, why=why, sender=sender, at=at)
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

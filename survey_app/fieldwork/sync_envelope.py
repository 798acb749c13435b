"""Reading a batch, sealed documents included: each is opened once and then read like any other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pydantic import JsonValue, ValidationError

from survey_app.fieldwork.round_keys import Opener
from survey_app.fieldwork.sealing import PrivateKey, StaysClosed, Why, kid_of, open_sealed
from survey_app.fieldwork.sync_document import (
    ReadDocument,
    faulty,
    kind_of,
    read_document,
    shape_faults,
    uuid_in,
)
from survey_app.fieldwork.sync_json import NotReadable, read_json
from survey_app.fieldwork.sync_problems import SyncCode
from survey_app.fieldwork.sync_shapes import SealedDocument

SEALED = "sealed"
CLOSED = {Why.UNKNOWN_KEY: SyncCode.UNKNOWN_KEY, Why.DAMAGED: SyncCode.SEAL_BROKEN}


def read_documents(values: Sequence[JsonValue], *, opener: Opener) -> list[ReadDocument]:
    """Reads every document of a batch; the keys they need are fetched together.

    An opened document is known by its own text and hash from then on: sealing it again gives other
    bytes, and must not give another interview.
    """
    kids = {kid for value in values if (kid := _kid_in(value)) is not None}
    keys = opener(kids) if kids else {}
    return [
        _read_sealed(value, keys) if kind_of(value) == SEALED else read_document(value)
        for value in values
    ]


def _kid_in(value: JsonValue) -> str | None:
    sealed = value.get(SEALED) if isinstance(value, dict) else None
    if kind_of(value) != SEALED or not isinstance(sealed, str):
        return None
    try:
        return kid_of(sealed)
    except StaysClosed:
        return None


def _read_sealed(value: JsonValue, keys: Mapping[str, PrivateKey]) -> ReadDocument:
    try:
        envelope = SealedDocument.model_validate(value)
        inner = read_json(open_sealed(envelope.sealed, keys))
    except ValidationError as unreadable:
        return faulty(value, *shape_faults(unreadable))
    except StaysClosed as closed:
        return faulty(value, CLOSED[closed.why].at(SEALED))
    except NotReadable:
        return faulty(value, SyncCode.NOTHING_INSIDE.at(SEALED))
    uuid = uuid_in(inner)
    if uuid is None or kind_of(inner) == SEALED:
        # It may be something else that was sealed to the round, the key of a person for one:
        # that must not lie open in the quarantine.
        return faulty(value, SyncCode.NOTHING_INSIDE.at(SEALED))
    read = read_document(inner)
    if uuid != envelope.uuid:
        other = (SyncCode.OTHER_UUID.at("uuid"),)
        return replace(
            read,
            uuid=envelope.uuid,
            document=None,
            attempt=None,
            recheck=None,
            recheck_attempt=None,
            faults=other,
        )
    return read

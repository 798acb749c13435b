"""Reading the body of a batch: plain or compressed, never more than is promised."""

import zlib

from flask import request
from pydantic import JsonValue

from survey_app.fieldwork.sync_json import NotReadable, read_json
from survey_app.problems import Code, Problem

MOST_DOCUMENTS = 100
MOST_BYTES = 8 * 1024 * 1024
"""Of a batch when it is unpacked."""
GZIP = 16 + zlib.MAX_WBITS
PLAIN = "identity"


def batch_body() -> bytes:
    """The bytes of the request as they came."""
    return request.get_data(cache=False)


def batch_encoding() -> str:
    """How the request says that they are packed."""
    return "gzip" if request.headers.get("Content-Encoding", PLAIN) == "gzip" else PLAIN


def documents_in(body: bytes, *, encoding: str) -> list[JsonValue]:
    """The documents of a batch; one that cannot be taken apart raises NotReadable.

    One that is too large, or holds too many documents, raises Problem: it can be sent in parts.
    """
    batch = read_json(_unpacked(body) if encoding == "gzip" else body)
    documents = batch.get("documents") if isinstance(batch, dict) else None
    if not isinstance(documents, list):
        raise NotReadable("the list “documents” is missing")
    if len(documents) > MOST_DOCUMENTS:
        details = {"count": str(len(documents)), "most": str(MOST_DOCUMENTS)}
        raise Problem(Code.TOO_MANY_DOCUMENTS, details)
    return documents


def _unpacked(raw: bytes) -> bytes:
    unpacking = zlib.decompressobj(GZIP)
    try:
        body = unpacking.decompress(raw, MOST_BYTES)
    except zlib.error as broken:
        raise NotReadable("it is not compressed with gzip") from broken
    if unpacking.unconsumed_tail:
        raise Problem(Code.TOO_LARGE)
    if not unpacking.eof:
        raise NotReadable("it ends too early")
    return body

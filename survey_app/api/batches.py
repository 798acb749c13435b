"""Reading the body of a batch: plain or compressed, never more than is promised."""

import json
import zlib

from flask import request
from pydantic import JsonValue

from survey_app.problems import Code, Problem

MOST_DOCUMENTS = 100
MOST_BYTES = 8 * 1024 * 1024
"""Of a batch when it is unpacked."""
DEEPEST = 50
GZIP = 16 + zlib.MAX_WBITS


def read_batch() -> list[JsonValue]:
    """The documents of the request. What cannot be read at all raises Problem."""
    try:
        body = json.loads(_body().decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as unreadable:
        raise _bad("it is not JSON in UTF-8") from unreadable
    documents = body.get("documents") if isinstance(body, dict) else None
    if not isinstance(documents, list):
        raise _bad("the list “documents” is missing")
    if len(documents) > MOST_DOCUMENTS:
        raise _bad(f"it holds {len(documents)} documents")
    if _is_deeper(body, than=DEEPEST):
        raise _bad(f"it is nested more than {DEEPEST} deep")
    return documents


def _is_deeper(value: JsonValue, *, than: int) -> bool:
    """Level by level, because a deep value would exhaust a function that calls itself."""
    level = [value]
    for _ in range(than):
        level = [
            part
            for one in level
            if isinstance(one, dict | list)
            for part in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return False
    return True


def _body() -> bytes:
    raw = request.get_data(cache=False)
    if request.headers.get("Content-Encoding", "identity") != "gzip":
        return raw
    unpacking = zlib.decompressobj(GZIP)
    try:
        body = unpacking.decompress(raw, MOST_BYTES)
    except zlib.error as broken:
        raise _bad("it is not compressed with gzip") from broken
    if unpacking.unconsumed_tail:
        raise Problem(Code.TOO_LARGE)
    if not unpacking.eof:
        raise _bad("it ends too early")
    return body


def _no_constant(name: str) -> JsonValue:
    raise ValueError(f"{name} is not JSON")


def _bad(why: str) -> Problem:
    return Problem(Code.BAD_BATCH, {"why": why, "most": str(MOST_DOCUMENTS)})

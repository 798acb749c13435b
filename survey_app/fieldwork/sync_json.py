"""Reading JSON that comes from outside: strict, and never deeper than can be gone through."""

import json

from pydantic import JsonValue

DEEPEST = 50


class NotReadable(ValueError):  # noqa: N818 -- it is an outcome with a reason
    """The bytes are not the JSON that is taken; the text says why, for people."""


def read_json(text: bytes) -> JsonValue:
    """The value; anything but plain JSON in UTF-8, or a value too deep, raises NotReadable."""
    try:
        value: JsonValue = json.loads(text.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as unreadable:
        raise NotReadable("it is not JSON in UTF-8") from unreadable
    if _is_deeper(value, than=DEEPEST):
        raise NotReadable(f"it is nested more than {DEEPEST} deep")
    return value


def _no_constant(name: str) -> JsonValue:
    raise ValueError(f"{name} is not JSON")


def _is_deeper(value: JsonValue, *, than: int) -> bool:
    """Level by level, because a deep value would exhaust a function that calls itself."""
    level: list[JsonValue] = [value] if isinstance(value, dict | list) else []
    for _ in range(than):
        level = [
            part
            for one in level
            if isinstance(one, dict | list)
            for part in (one.values() if isinstance(one, dict) else one)
            if type(part) in {dict, list}  # what json makes; most parts are neither
        ]
        if not level:
            return False
    return True

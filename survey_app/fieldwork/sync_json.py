"""Reading JSON that comes from outside: strict, and never deeper than can be gone through."""

import json
import math
from itertools import chain

import msgspec
from pydantic import JsonValue

DEEPEST = 50


class NotReadable(ValueError):  # noqa: N818 -- it is an outcome with a reason
    """The bytes are not the JSON that is taken; the text says why, for people."""


def read_json(text: bytes) -> JsonValue:
    """The value; anything but plain JSON in UTF-8, or a value too deep, raises NotReadable."""
    value = _read(text)
    if _is_deeper(value, than=DEEPEST):
        raise NotReadable(f"it is nested more than {DEEPEST} deep")
    return value


def _read(text: bytes) -> JsonValue:
    """What the fast reader refuses the other one judges: half a character, for one, is JSON."""
    try:
        value: JsonValue = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        try:
            value = json.loads(
                text.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite
            )
        except (ValueError, RecursionError) as unreadable:
            raise NotReadable("it is not JSON in UTF-8") from unreadable
    return value


def _no_constant(name: str) -> JsonValue:
    raise ValueError(f"{name} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError("too large for a number")
    return number


def _is_deeper(value: JsonValue, *, than: int) -> bool:
    """Level by level, because a deep value would exhaust a function that calls itself."""
    level: list[dict[str, JsonValue] | list[JsonValue]] = []
    if isinstance(value, dict | list):
        level.append(value)
    for _ in range(than):
        parts = chain.from_iterable([one.values() if type(one) is dict else one for one in level])
        level = [part for part in parts if type(part) is dict or type(part) is list]
        if not level:
            return False
    return True

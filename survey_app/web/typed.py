"""What somebody typed into the form that a page sent."""

from flask import request


def typed(name: str) -> str:
    """The text of a field, without NUL, which no database keeps; empty where there is none."""
    return request.form.get(name, "").replace("\0", "")


def typed_number(name: str, *, most: int) -> int | None:
    """The whole number in a field, written in digits alone; None where there is none up to most."""
    text = typed(name).strip()
    if not text.isascii() or not text.isdigit() or len(text) > len(str(most)):
        return None
    return int(text) if int(text) <= most else None

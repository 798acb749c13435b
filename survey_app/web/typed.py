"""What somebody typed into the form that a page sent."""

from flask import request


def typed(name: str) -> str:
    """The text of a field, without NUL, which no database keeps; empty where there is none."""
    return request.form.get(name, "").replace("\0", "")

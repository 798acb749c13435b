"""Our own codes as statements write them."""

from sqlalchemy import ColumnElement, literal_column


def word(value: str) -> ColumnElement[str]:
    """One of our own codes, written into the statement and no value of it."""
    return literal_column(f"'{value}'")

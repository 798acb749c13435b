"""What an address says about a long list: where the page begins, by what it is narrowed."""

from dataclasses import dataclass

from flask import request

LARGEST = 2**63 - 1
"""The largest number that a row of the database can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedPage:
    """A page of a list that is cut into equal pages. start: how many rows stand before it."""

    number: int
    last: int
    start: int


def numbered_page(count: int, *, size: int) -> NumberedPage:
    """The page that the address asks for, of a list of so many rows; else the nearest there is."""
    last = max(1, -(-count // size))
    number = min(max(1, request.args.get("page", 1, type=int)), last)
    return NumberedPage(number=number, last=last, start=(number - 1) * size)


def row_asked_for(name: str) -> int | None:
    """The number of the row behind which the list goes on; None at its beginning.

    A number that no row can have asks for the beginning too: the database would not take it.
    """
    number = request.args.get(name, type=int)
    return number if number is not None and 0 < number <= LARGEST else None


def text_asked_for(name: str) -> str | None:
    """A text by which the address narrows the list; None where it narrows by nothing.

    A NUL would not even be a question to PostgreSQL.
    """
    text = request.args.get(name, "").strip()
    return text if text and text.isprintable() else None

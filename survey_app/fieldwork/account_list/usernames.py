"""Makes user names from the names of people."""

from collections.abc import Iterator

from survey_app.fieldwork.frame.fields import plain

LONGEST = 64
ROOM = 8
"""Characters kept for the number behind a name that several people have."""


def username_base(full_name: str) -> str:
    """Given name and family name without accents, as in lan.nguyen for Nguyễn Thị Lan.

    "" when the name has no letter of the Latin alphabet.
    """
    words = ["".join(one for one in word if one.isascii()) for word in plain(full_name).split()]
    words = [word for word in words if word]
    chosen = [words[-1], words[0]] if len(words) > 1 else words
    return ".".join(chosen)[: LONGEST - ROOM].strip(".")


def username_candidates(base: str) -> Iterator[str]:
    """The name alone, then with 2, 3, 4 … behind it."""
    yield base
    number = 2
    while True:
        yield f"{base}{number}"
        number += 1

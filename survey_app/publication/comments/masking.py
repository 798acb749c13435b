"""A comment without what tells who somebody is: a suggestion that a person looks at.

Pure: the same text gives the same suggestion. No rule finds every name, so nothing that comes out
of here is shown to a unit before somebody has read it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from survey_app.publication.comments.folded import composed, folded
from survey_app.publication.comments.numbers import (
    Piece,
    Telling,
    addresses_in,
    cases_in,
    days_in,
    numbers_in,
)
from survey_app.publication.comments.people import known_in, names_in

MARKS = {
    Telling.NUMBER: "[số]",
    Telling.MAIL: "[thư]",
    Telling.ADDRESS: "[trang]",
    Telling.CASE: "[hồ sơ]",
    Telling.DAY: "[ngày]",
    Telling.NAME: "[tên]",
}
"""What stands in the place of a piece. Comments are Vietnamese, whatever the page is in."""
NEVER_RELEASED = frozenset({Telling.NUMBER, Telling.MAIL, Telling.CASE})
"""What no comment may have in it, whoever decides; the rest is for a person to judge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A piece of a composed text that tells somebody. start, end: places of its characters."""

    kind: Telling
    start: int
    end: int


def found_in(text: str, *, known: Iterable[str] = ()) -> tuple[Found, ...]:
    """All such pieces of a composed text in order; where they touch each other they are one.

    known: the name of the respondent and the code of the case, where a list has them.
    """
    plain = folded(text)
    pieces: list[Piece] = [
        *addresses_in(plain),
        *cases_in(plain),
        *numbers_in(plain),
        *days_in(plain),
        *known_in(plain, known=known),
        *names_in(text, plain=plain),
    ]
    return tuple(_apart(pieces))


def masked(text: str, *, known: Sequence[str] = ()) -> str:
    """The composed text with a mark in the place of each such piece.

    Masking again changes nothing: every turn leaves fewer characters that are of no mark.
    """
    text = composed(text)
    while found := found_in(text, known=known):
        text = _replaced(text, found)
    return text


def never_released(text: str) -> tuple[Found, ...]:
    """The pieces of a composed text with which it cannot be released."""
    return tuple(one for one in found_in(text) if one.kind in NEVER_RELEASED)


def _apart(pieces: Sequence[Piece]) -> list[Found]:
    """Pieces that overlap as one, of the kind of the first in the order in which they are found."""
    rank = {piece: at for at, piece in reversed(list(enumerate(pieces)))}
    apart: list[tuple[int, Found]] = []
    for piece in sorted(rank, key=lambda one: (one[1], one[2])):
        kind, start, end = piece
        if apart and start < apart[-1][1].end:
            before, last = apart.pop()
            first = min(before, rank[piece])
            kind = last.kind if first == before else kind
            start, end = last.start, max(last.end, end)
            apart.append((first, Found(kind=kind, start=start, end=end)))
        else:
            apart.append((rank[piece], Found(kind=kind, start=start, end=end)))
    return [one for _, one in apart]


def _replaced(text: str, found: Sequence[Found]) -> str:
    for one in reversed(found):
        text = text[: one.start] + MARKS[one.kind] + text[one.end :]
    return text

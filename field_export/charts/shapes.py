"""What a chart is made of: boxes, lines, dots and words in a plane of its own.

Colours differ in lightness, so that a grey print and every kind of eye tell them apart; whatever
is said by a colour is said by shape or word too.
"""

import textwrap
from dataclasses import dataclass
from itertools import accumulate

INK = "#14202b"
QUIET = "#43525f"
FAINT = "#c3ccd3"
STRONG = "#0a4d7c"
PALE = "#9fb8cb"
PAPER = "#ffffff"
SMALL, PLAIN = 12, 13
CAPITAL = 1.25
"""As how many small letters a capital is wide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A bar."""

    x: float
    y: float
    width: float
    height: float
    fill: str = STRONG


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line, dashed or not."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str = QUIET
    width: float = 1
    is_dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A dot with an edge of ink, hollow unless it has a fill."""

    x: float
    y: float
    radius: float = 4.5
    fill: str = PAPER


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text. anchor: start, middle or end, as SVG means it. room: how wide it may be; 0, as wide
    as it is. rows: on paper it may take so many lines in there, with smaller letters. height: of
    these lines together at most; 0, as high as they are.
    """

    x: float
    y: float
    text: str
    anchor: str = "start"
    size: int = PLAIN
    fill: str = INK
    room: float = 0
    rows: int = 1
    height: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart with its title and what it says in a sentence, for whoever cannot see it."""

    name: str
    title: str
    sentence: str
    width: float
    height: float
    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()
    words: tuple[Words, ...] = ()


def shortened(name: str, *, letters: int) -> str:
    """A name as wide as at most so many letters, the last one a sign that there were more."""
    if _breadth(name) <= letters:
        return name
    widths = accumulate(map(_breadth, name))
    kept = sum(width <= letters - 1 for width in widths)
    return f"{name[:kept].rstrip()}…"


def _breadth(text: str) -> float:
    """As how many small letters it is wide."""
    return len(text) + (CAPITAL - 1) * sum(map(str.isupper, text))


def wrapped(name: str, *, letters: int, lines: int) -> tuple[str, ...]:
    """A name in at most so many lines of at most so many letters, cut between words."""
    return tuple(textwrap.wrap(name, width=letters, max_lines=lines, placeholder="…"))

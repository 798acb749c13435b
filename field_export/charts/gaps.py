"""Self-scored and appraised points of units as two dots each, and what lies between as a line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from field_export.charts.axis import Axis, Layout, mark_line, mark_words
from field_export.charts.shapes import (
    INK,
    PAPER,
    SMALL,
    STRONG,
    Box,
    Chart,
    Dot,
    Line,
    Words,
    shortened,
)

TOP, ROW = 46, 26
ROUND_TO = 5
"""Points: the axis begins and ends at a multiple of them."""


WIDE = Layout(width=720, left=250, right=64, row=ROW, dot=ROW / 2, letters=34, is_above=False)
NARROW = Layout(width=340, left=8, right=66, row=44, dot=31, letters=46, is_above=True)
"""For a phone: a name has the width of the screen, above its dots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapDot:
    """One unit. said: the difference as it is printed, with its sign."""

    name: str
    self_scored: float
    appraised: float
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapWords:
    """What the chart says, in the language of the page. written: how a mark of the axis is said."""

    title: str
    sentence: str
    self_scored: str
    appraised: str
    written: Callable[[float], str]


def gap_chart(
    name: str, units: Sequence[GapDot], *, words: GapWords, layout: Layout = WIDE
) -> Chart | None:
    """One line a unit: a hollow dot for self-scored, a full one for appraised points.

    None where no unit has both.
    """
    if not units:
        return None
    ends = [point for one in units for point in (one.self_scored, one.appraised)]
    low = floor(min(ends) / ROUND_TO) * ROUND_TO
    high = max(ceil(max(ends) / ROUND_TO) * ROUND_TO, low + ROUND_TO)
    height = TOP + layout.row * len(units) + 8
    step = ROUND_TO * max(1, (high - low) // (ROUND_TO * 4))
    axis = Axis(start=low, end=high, step=step, layout=layout)
    lines = [mark_line(axis.at(mark), top=TOP - 4, end=height) for mark in axis.marks]
    dots: list[Dot] = []
    boxes: list[Box] = []
    texts = [*_legend(words, dots=dots), *mark_words(axis, y=TOP - 10, written=words.written)]
    for place, one in enumerate(units):
        top = TOP + layout.row * place
        middle = top + layout.dot
        left, right = sorted((axis.at(one.self_scored), axis.at(one.appraised)))
        lines.append(Line(x1=left, x2=right, y1=middle, y2=middle, stroke=INK, width=2))
        dots.append(Dot(x=axis.at(one.self_scored), y=middle))
        dots.append(Dot(x=axis.at(one.appraised), y=middle, fill=STRONG))
        name = shortened(one.name, letters=layout.letters)
        if layout.is_above:
            boxes.append(Box(x=0, y=top + 3, width=layout.width, height=16, fill=PAPER))
            texts.append(Words(x=0, y=top + 15, text=name, size=SMALL))
        else:
            texts.append(Words(x=0, y=middle + 4, text=name))
        texts.append(Words(x=layout.width, y=middle + 4, text=one.said, anchor="end"))
    return Chart(
        name=name,
        title=words.title,
        sentence=words.sentence,
        width=layout.width,
        height=height,
        boxes=tuple(boxes),
        lines=tuple(lines),
        dots=tuple(dots),
        words=tuple(texts),
    )


def _legend(words: GapWords, *, dots: list[Dot]) -> Sequence[Words]:
    second = 12 + 7.5 * len(words.self_scored) + 34
    dots.append(Dot(x=8, y=12))
    dots.append(Dot(x=second, y=12, fill=STRONG))
    return (
        Words(x=20, y=17, text=words.self_scored),
        Words(x=second + 12, y=17, text=words.appraised),
    )

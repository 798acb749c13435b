"""Curves over a common axis: how a figure goes up or down with another one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from field_export.charts.axis import Axis, Layout, mark_line, mark_words
from field_export.charts.shapes import (
    FAINT,
    INK,
    PAPER,
    QUIET,
    SMALL,
    STRONG,
    Chart,
    Dot,
    Line,
    Words,
)

TOP, BOTTOM = 68, 46
LEVELS = 4
STROKES = (STRONG, QUIET)
WIDE = Layout(width=720, left=48, right=16, row=250, dot=0, letters=40, is_above=False)
NARROW = Layout(width=340, left=40, right=10, row=210, dot=0, letters=24, is_above=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Points from left to right; marked: those that have a dot. The second curve is dashed."""

    name: str
    points: tuple[tuple[float, float], ...]
    marked: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveWords:
    """What the chart says. across: below the axis; up: above the levels."""

    title: str
    sentence: str
    across: str
    up: str
    written: Callable[[float], str]
    level: Callable[[float], str]


def curve_chart(
    name: str, curves: Sequence[Curve], *, highest: float, words: CurveWords, layout: Layout = WIDE
) -> Chart:
    """One curve, or two of which the second is dashed; each is named above the chart.

    highest: of the levels, from 0.
    """
    values = [x for curve in curves for x, _ in curve.points]
    axis = Axis.around(values, layout=layout, finest=1, highest=100)
    end = TOP + layout.row

    def height(value: float) -> float:
        return end - layout.row * value / highest

    lines: list[Line] = [mark_line(axis.at(mark), top=TOP, end=end) for mark in axis.marks]
    texts: list[Words] = list(mark_words(axis, y=end + 18, written=words.written))
    for step in range(LEVELS + 1):
        level = highest * step / LEVELS
        y = height(level)
        lines.append(Line(x1=layout.left, x2=layout.width - layout.right, y1=y, y2=y, stroke=FAINT))
        texts.append(
            Words(
                x=layout.left - 6,
                y=y + 4,
                text=words.level(level),
                anchor="end",
                size=SMALL,
                fill=QUIET,
            )
        )
    dots: list[Dot] = []
    for number, curve in enumerate(curves):
        lines += _curve(curve, number, axis=axis, height=height)
        fill = INK if number == 0 else PAPER
        dots += [Dot(x=axis.at(x), y=height(y), radius=4, fill=fill) for x, y in curve.marked]
    key_lines, key_words = _key(curves, layout=layout)
    texts += key_words
    texts.append(Words(x=layout.left, y=TOP - 10, text=words.up, size=SMALL, fill=QUIET))
    middle = (layout.left + layout.width - layout.right) / 2
    texts.append(Words(x=middle, y=end + 38, text=words.across, anchor="middle", size=SMALL))
    return Chart(
        name=name,
        title=words.title,
        sentence=words.sentence,
        width=layout.width,
        height=end + BOTTOM,
        lines=(*lines, *key_lines),
        dots=tuple(dots),
        words=tuple(texts),
    )


def _curve(
    curve: Curve, number: int, *, axis: Axis, height: Callable[[float], float]
) -> Iterator[Line]:
    for (x1, y1), (x2, y2) in pairwise(curve.points):
        yield Line(
            x1=axis.at(x1),
            y1=height(y1),
            x2=axis.at(x2),
            y2=height(y2),
            stroke=STROKES[number],
            width=2.5 if number == 0 else 1.5,
            is_dashed=number > 0,
        )


def _key(curves: Sequence[Curve], *, layout: Layout) -> tuple[tuple[Line, ...], tuple[Words, ...]]:
    """Each curve beside a piece of its line: in one row, or one below the other."""
    lines: list[Line] = []
    words: list[Words] = []
    x, y = layout.left, 14.0
    for number, curve in enumerate(curves):
        lines.append(
            Line(
                x1=x,
                x2=x + 26,
                y1=y,
                y2=y,
                stroke=STROKES[number],
                width=2.5 if number == 0 else 1.5,
                is_dashed=number > 0,
            )
        )
        words.append(Words(x=x + 32, y=y + 4, text=curve.name))
        if layout.is_above:
            y += 18
        else:
            x += 32 + 7.5 * len(curve.name) + 24
    return tuple(lines), tuple(words)

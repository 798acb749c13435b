"""Units as dots with their 95 % intervals, on an axis where the scores are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Self

from survey_app.web.charts.shapes import (
    FAINT,
    INK,
    PAPER,
    QUIET,
    SMALL,
    STRONG,
    Box,
    Chart,
    Dot,
    Line,
    Words,
    shortened,
)

TOP, BOTTOM = 58, 26
STEPS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
MOST_STEPS = 6
HIGHEST = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A chart so wide, the axis between names and what is said at the right, a unit so high.

    dot: how far down in it the dot is. is_above: names stand above the line of the dot, on paper
    that covers the lines across, instead of at its left.
    """

    width: float
    left: float
    right: float
    row: float
    dot: float
    letters: int
    is_above: bool


WIDE = Layout(width=760, left=250, right=190, row=26, dot=13, letters=34, is_above=False)
NARROW = Layout(width=340, left=8, right=20, row=46, dot=32, letters=30, is_above=True)
"""For a phone: as wide as its screen, with letters that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDot:
    """One unit, scores on the scale of 10. said: at its right; without a score, in its place.

    Without an interval (low, high) the dot stands alone. is_hollow: shown, not ranked.
    """

    name: str
    score: float | None
    low: float | None
    high: float | None
    is_hollow: bool
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A line across all units: a score, and what it is called."""

    score: float
    said: str
    is_dashed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingWords:
    """What the chart says, in the language of the page. axis: made of the ends of the axis."""

    title: str
    sentence: str
    axis: Callable[[float, float], str]
    written: Callable[[float], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """From where to where the scores go, and the step from mark to mark."""

    start: float
    end: float
    step: float
    layout: Layout = WIDE

    @classmethod
    def around(
        cls,
        scores: Sequence[float],
        *,
        layout: Layout = WIDE,
        most: int = MOST_STEPS,
        steps: Sequence[float] = STEPS,
        highest: float = HIGHEST,
    ) -> Self:
        """The narrowest axis of at most so many steps, two or more, that holds them all.

        It starts at a mark. Scores are at most 10, differences at least -10; steps: those that
        there are for figures that are at most something else.
        """
        return next(
            axis
            for axis in (cls._by(step, scores, layout=layout, highest=highest) for step in steps)
            if len(axis.marks) <= most + 1
        )

    @classmethod
    def _by(cls, step: float, scores: Sequence[float], *, layout: Layout, highest: float) -> Self:
        start = floor(min(scores) / step + 1e-9) * step
        end = min(ceil(max(scores) / step - 1e-9) * step, highest)
        if end <= start:
            start, end = (start - step, end) if end >= highest else (start, start + step)
        return cls(start=round(start, 6), end=round(end, 6), step=step, layout=layout)

    def at(self, score: float) -> float:
        """Where a score lies on the chart."""
        of = self.layout
        room = of.width - of.left - of.right
        return of.left + room * (score - self.start) / (self.end - self.start)

    @property
    def marks(self) -> tuple[float, ...]:
        """The scores that have a line."""
        count = round((self.end - self.start) / self.step)
        return tuple(round(self.start + self.step * place, 6) for place in range(count + 1))


def ranking_chart(
    name: str,
    units: Sequence[UnitDot],
    *,
    levels: Sequence[Level],
    words: RankingWords,
    layout: Layout = WIDE,
) -> Chart | None:
    """A line a unit, in the order in which they come; None where no unit has a score."""
    found = [one for unit in units for one in (unit.score, unit.low, unit.high) if one is not None]
    if not any(unit.score is not None for unit in units):
        return None
    axis = Axis.around([*found, *(level.score for level in levels)], layout=layout)
    height = TOP + layout.row * len(units) + BOTTOM
    lines = [_mark(axis.at(mark), height=height) for mark in axis.marks]
    texts = list(_marks(axis, height=height, words=words))
    for place, level in enumerate(levels):
        lines += _level(level, axis=axis, place=place, height=height)
        texts.append(Words(x=layout.left + 32, y=14 + 16 * place, text=level.said))
    dots: list[Dot] = []
    boxes: list[Box] = []
    for place, unit in enumerate(units):
        top = TOP + layout.row * place
        if layout.is_above:
            boxes.append(Box(x=0, y=top + 3, width=layout.width, height=16, fill=PAPER))
        middle = top + layout.dot
        texts += _texts(unit, top=top, layout=layout)
        if unit.score is None:
            continue
        if unit.low is not None and unit.high is not None:
            lines += interval_lines(axis.at(unit.low), axis.at(unit.high), middle=middle)
        fill = PAPER if unit.is_hollow else STRONG
        dots.append(Dot(x=axis.at(unit.score), y=middle, fill=fill))
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


def _texts(unit: UnitDot, *, top: float, layout: Layout) -> Iterator[Words]:
    """The name, and what is said: at the right of the axis, or instead of the dot."""
    is_dot, middle = unit.score is not None, top + layout.dot
    name = shortened(unit.name, letters=layout.letters)
    if layout.is_above:
        yield Words(x=0, y=top + 15, text=name, size=SMALL)
        if is_dot:
            yield Words(x=layout.width, y=top + 15, text=unit.said, anchor="end", size=SMALL)
    else:
        yield Words(x=0, y=middle + 4, text=name)
        if is_dot:
            yield Words(x=layout.width - layout.right + 14, y=middle + 4, text=unit.said)
    if not is_dot:
        yield Words(x=layout.left + 8, y=middle + 4, text=unit.said, size=SMALL, fill=QUIET)


def interval_lines(low: float, high: float, *, middle: float) -> Iterator[Line]:
    """A line with a short stroke at either end, as a print in grey shows it too."""
    yield Line(x1=low, x2=high, y1=middle, y2=middle, stroke=INK, width=2)
    for end in (low, high):
        yield Line(x1=end, x2=end, y1=middle - 4, y2=middle + 4, stroke=INK, width=2)


def _mark(x: float, *, height: float) -> Line:
    return Line(x1=x, x2=x, y1=TOP - 2, y2=height - BOTTOM, stroke=FAINT)


def _level(level: Level, *, axis: Axis, place: int, height: float) -> Iterator[Line]:
    """The line itself, and a piece of it above the chart beside its words."""
    at, key = axis.at(level.score), 10 + 16 * place
    yield Line(x1=at, x2=at, y1=TOP - 8, y2=height - BOTTOM, stroke=INK, is_dashed=level.is_dashed)
    left = axis.layout.left
    yield Line(x1=left, x2=left + 26, y1=key, y2=key, stroke=INK, is_dashed=level.is_dashed)


def _marks(axis: Axis, *, height: float, words: RankingWords) -> Iterator[Words]:
    for mark in axis.marks:
        yield Words(
            x=axis.at(mark),
            y=TOP - 10,
            text=words.written(mark),
            anchor="middle",
            size=SMALL,
            fill=QUIET,
        )
    said = words.axis(axis.start, axis.end)
    yield Words(x=axis.layout.left, y=height - 8, text=said, size=SMALL, fill=QUIET)

"""Axes: from where to where figures go, from mark to mark, and what is drawn of that."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil, floor, log10
from typing import Self

from field_export.charts.shapes import FAINT, INK, QUIET, SMALL, Line, Words

MOST_STEPS = 6
FINEST = 0.1
"""The smallest step of scores on the scale of 10, and of their differences."""
HIGHEST = 10.0
BASES = (1, 2, 5)
_NEARLY = 1e-9
"""Of a step: what adding and dividing parts can be wrong by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A chart so wide, the axis between names and what is said at the right, a row so high.

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """From where to where the figures go, and the step from mark to mark."""

    start: float
    end: float
    step: float
    layout: Layout

    @classmethod
    def around(
        cls,
        values: Sequence[float],
        *,
        layout: Layout,
        most: int = MOST_STEPS,
        finest: float = FINEST,
        highest: float = HIGHEST,
    ) -> Self:
        """The narrowest axis of at most so many steps, two or more, that holds them all.

        It starts at a mark. highest: what no value can be above. finest: the smallest step, 1, 2
        or 5 of some power of ten, like all larger ones.
        """
        steps = steps_from(finest)
        while True:
            axis = cls._by(next(steps), values, layout=layout, highest=highest)
            if axis.steps <= most:
                return axis

    @classmethod
    def _by(cls, step: float, values: Sequence[float], *, layout: Layout, highest: float) -> Self:
        start = floor(min(values) / step + _NEARLY) * step
        end = min(ceil(max(values) / step - _NEARLY) * step, highest)
        if end <= start:
            start, end = (start - step, end) if end >= highest else (start, start + step)
        return cls(start=round(start, 6), end=round(end, 6), step=step, layout=layout)

    def at(self, value: float) -> float:
        """Where a value lies on the chart."""
        of = self.layout
        room = of.width - of.left - of.right
        return of.left + room * (value - self.start) / (self.end - self.start)

    @property
    def steps(self) -> int:
        """How many whole steps there are."""
        return floor((self.end - self.start) / self.step + _NEARLY)

    @property
    def marks(self) -> tuple[float, ...]:
        """The values that have a line."""
        return tuple(round(self.start + self.step * place, 6) for place in range(self.steps + 1))


def steps_from(finest: float) -> Iterator[float]:
    """The finest step, then every larger one: 1, 2 and 5, and these by powers of ten."""
    powers = count(floor(log10(finest) + _NEARLY))
    found = (base * 10.0**power for power in powers for base in BASES)
    return (step for step in found if step >= finest * (1 - _NEARLY))


def round_step(largest: float, *, steps: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 … that reaches the largest in at most so many steps."""
    return next(int(step) for step in steps_from(1) if step * steps >= largest)


def mark_line(x: float, *, top: float, end: float, stroke: str = FAINT) -> Line:
    """A line down the chart."""
    return Line(x1=x, x2=x, y1=top, y2=end, stroke=stroke)


def mark_words(axis: Axis, *, y: float, written: Callable[[float], str]) -> Iterator[Words]:
    """The numbers of the marks, each at its line."""
    for mark in axis.marks:
        yield Words(
            x=axis.at(mark), y=y, text=written(mark), anchor="middle", size=SMALL, fill=QUIET
        )


def interval_lines(axis: Axis, low: float, high: float, *, middle: float) -> Iterator[Line]:
    """A line with a short stroke at either end, as a print in grey shows it too."""
    ends = axis.at(low), axis.at(high)
    yield Line(x1=ends[0], x2=ends[1], y1=middle, y2=middle, stroke=INK, width=2)
    for end in ends:
        yield Line(x1=end, x2=end, y1=middle - 4, y2=middle + 4, stroke=INK, width=2)

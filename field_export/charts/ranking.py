"""Units as dots with their 95 % intervals, on an axis where the scores are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from field_export.charts.axis import HIGHEST, Axis, Layout, interval_lines, mark_line, mark_words
from field_export.charts.name_lines import MOST_LINES, lines_for
from field_export.charts.shapes import (
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
    wrapped,
)

MARKS, KEY, BOTTOM = 26, 16, 26
"""Heights of the marks with their numbers, of the name of a level, and of what is said below."""
WIDE = Layout(width=760, left=250, right=190, row=26, dot=13, letters=34, is_above=False)
NARROW = Layout(width=340, left=8, right=20, row=46, dot=32, letters=30, is_above=True)
"""For a phone: as wide as its screen, with letters that can be read."""
PRINT = Layout(width=660, left=232, right=132, row=22, dot=11, letters=400, is_above=False)
"""For a page of paper; whoever prints it makes long names fit."""
HIGHER = {1: 0, 2: 8, 3: 20}
"""How much higher rows are whose names take so many lines."""
NAMES_END, INDENT = 12, 8
"""Between a name and the axis, and between its begin and what is said in the place of a dot."""
THREE_LINES = 40
"""A row so high has room for three lines, a lower one for two."""
LETTER, LINE, MOST_NOTE = 7.2, 16, 12
"""How wide a small letter is at most, how high a line of a note, and how many lines it may take."""
APART = 3
"""Between the names of two rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDot:
    """One unit, on the scale of the chart. said: at its right; without a score, in its place, on
    paper that covers the lines across.

    Without an interval (low, high) the dot stands alone. is_hollow: shown, not ranked. before: the
    figure of earlier, a small dot with a line to this one.
    """

    name: str
    score: float | None
    low: float | None
    high: float | None
    is_hollow: bool
    said: str
    before: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A line across all units: a score, and what it is called."""

    score: float
    said: str
    is_dashed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingWords:
    """What the chart says, in the language of the page. axis: made of the ends of the axis. notes:
    what marks beside the units mean, below the axis.
    """

    title: str
    sentence: str
    axis: Callable[[float, float], str]
    written: Callable[[float], str]
    notes: Sequence[str] = ()


def with_room_for(units: Sequence[UnitDot], layout: Layout = PRINT) -> Layout:
    """The layout, with higher rows where a name is likely to take more lines on paper, or what is
    said in the place of a dot.
    """
    instead = layout.width - layout.left - INDENT
    lines = max(
        lines_for((unit.name for unit in units), room=layout.left - NAMES_END),
        lines_for((unit.said for unit in units if unit.score is None), room=instead),
    )
    return replace(layout, row=layout.row + HIGHER[lines], dot=layout.dot + HIGHER[lines] / 2)


def ranking_chart(
    name: str,
    units: Sequence[UnitDot],
    *,
    levels: Sequence[Level],
    words: RankingWords,
    layout: Layout = WIDE,
    highest: float = HIGHEST,
    among: Sequence[UnitDot] = (),
) -> Chart | None:
    """A line a unit, in the order in which they come; None where no unit has a score.

    highest: what no figure can be above. among: all units that stand in several charts, so that
    these have one axis.
    """
    figures = ((one.score, one.low, one.high, one.before) for one in (*units, *among))
    found = [one for of_unit in figures for one in of_unit if one is not None]
    if not any(unit.score is not None for unit in units):
        return None
    values = [*found, *(level.score for level in levels)]
    axis = Axis.around(values, layout=layout, highest=highest)
    begin = MARKS + KEY * len(levels)
    height = begin + layout.row * len(units) + BOTTOM
    lines = [mark_line(axis.at(mark), top=begin - 2, end=height - BOTTOM) for mark in axis.marks]
    notes = _notes(words, layout=layout)
    texts = list(_marks(axis, begin=begin, height=height, words=words))
    texts += [
        Words(x=0, y=height + 8 + LINE * place, text=line, size=SMALL, fill=QUIET)
        for place, line in enumerate(notes)
    ]
    for place, level in enumerate(levels):
        lines += _level(level, axis=axis, place=place, between=(begin - 8, height - BOTTOM))
        texts.append(Words(x=layout.left + 32, y=14 + KEY * place, text=level.said))
    dots: list[Dot] = []
    boxes: list[Box] = []
    for place, unit in enumerate(units):
        top = begin + layout.row * place
        if layout.is_above:
            boxes.append(Box(x=0, y=top + 3, width=layout.width, height=16, fill=PAPER))
        middle = top + layout.dot
        texts += _texts(unit, top=top, layout=layout)
        if unit.score is None:
            boxes.append(_ground(unit, middle=middle, layout=layout))
            continue
        if unit.low is not None and unit.high is not None:
            lines += interval_lines(axis, unit.low, unit.high, middle=middle)
        if unit.before is not None:
            at, earlier = axis.at(unit.score), axis.at(unit.before)
            lines.append(Line(x1=earlier, x2=at, y1=middle, y2=middle, stroke=QUIET, width=1.5))
            dots.append(Dot(x=earlier, y=middle, radius=3))
        fill = PAPER if unit.is_hollow else STRONG
        dots.append(Dot(x=axis.at(unit.score), y=middle, fill=fill))
    return Chart(
        name=name,
        title=words.title,
        sentence=words.sentence,
        width=layout.width,
        height=height + LINE * len(notes),
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
        yield _in_room(name, 0, layout.left - NAMES_END, middle=middle, layout=layout)
        if is_dot:
            at = layout.width - layout.right + 14
            yield _in_room(unit.said, at, layout.width - at, middle=middle, layout=layout)
    if not is_dot:
        at = layout.left + INDENT
        said = _in_room(unit.said, at, layout.width - at, middle=middle, layout=layout)
        yield replace(said, size=SMALL, fill=QUIET)


def _ground(unit: UnitDot, *, middle: float, layout: Layout) -> Box:
    """Paper under what is said in the place of a dot, so that no line runs through it."""
    at = layout.left + INDENT - 4
    reach = 10 if layout.is_above else layout.row / 2
    width = min(LETTER * len(unit.said) + 8, layout.width - at)
    return Box(x=at, y=middle - reach, width=width, height=2 * reach, fill=PAPER)


def _notes(words: RankingWords, *, layout: Layout) -> list[str]:
    letters = int(layout.width / LETTER)
    return [
        line for note in words.notes for line in wrapped(note, letters=letters, lines=MOST_NOTE)
    ]


def _in_room(text: str, x: float, room: float, *, middle: float, layout: Layout) -> Words:
    """A text of a row that may take several lines on paper."""
    rows = MOST_LINES if layout.row >= THREE_LINES else 2
    high = layout.row - APART
    return Words(x=x, y=middle + 4, text=text, room=room, rows=rows, height=high)


def _level(level: Level, *, axis: Axis, place: int, between: tuple[float, float]) -> Iterator[Line]:
    """The line itself, and a piece of it above the chart beside its words."""
    at, key, (top, end) = axis.at(level.score), 10 + KEY * place, between
    yield Line(x1=at, x2=at, y1=top, y2=end, stroke=INK, is_dashed=level.is_dashed)
    left = axis.layout.left
    yield Line(x1=left, x2=left + 26, y1=key, y2=key, stroke=INK, is_dashed=level.is_dashed)


def _marks(axis: Axis, *, begin: float, height: float, words: RankingWords) -> Iterator[Words]:
    yield from mark_words(axis, y=begin - 10, written=words.written)
    said = words.axis(axis.start, axis.end)
    yield Words(x=axis.layout.left, y=height - 8, text=said, size=SMALL, fill=QUIET)

"""Criteria by the levels of their answers: bars that are centred at the middle of the scale."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from field_export.charts.name_lines import MOST_LINES, lines_for
from field_export.charts.shapes import (
    INK,
    PAPER,
    QUIET,
    SMALL,
    Box,
    Chart,
    Line,
    Words,
    shortened,
    wrapped,
)

BAR = 18
NARROWEST = 26
"""A part that is wide enough for its number."""
SHADES = ("#7a3b00", "#e0a36a", "#dfe3e6", "#8fb4d0", "#0a4d7c")
"""From the worst to the best: dark at both ends, which lie on opposite sides of the middle."""
ON_DARK = frozenset({SHADES[0], SHADES[-1]})
LETTER = 6.6
KEY = 14
LINE = 15
THREE_LINES, APART = 40, 4
"""A row on paper so high has room for a name of three lines. Between the names of two rows."""
NAMES_END = 12
"""Between a name and the bars."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A chart so wide, the bars between what stands at their left and at their right.

    row: how high a criterion is, bar: how far down in it the middle of its bar. lines: of its
    name, each of at most so many letters; without room at the left they stand above the bar. keys:
    lines that the words of the levels take.
    """

    width: float
    left: float
    right: float
    row: float
    bar: float
    lines: int
    letters: int
    keys: int

    @property
    def is_above(self) -> bool:
        """Whether names stand above their bars."""
        return not self.left

    @property
    def top(self) -> float:
        """Where the first criterion begins."""
        return 8 + 22 * self.keys


WIDE = Layout(width=720, left=292, right=64, row=36, bar=18, lines=2, letters=42, keys=2)
NARROW = Layout(width=340, left=0, right=0, row=66, bar=49, lines=2, letters=42, keys=3)
"""For a phone: as wide as its screen, with letters that can be read."""
PRINT = Layout(width=660, left=292, right=66, row=40, bar=20, lines=1, letters=400, keys=1)
"""For a page of paper; whoever prints it makes long names fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelBar:
    """One criterion: people by level, worst first. said: at the right."""

    name: str
    counts: Sequence[int]
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelWords:
    """What the chart says, in the language of the page. levels: their names, worst first."""

    title: str
    sentence: str
    levels: Sequence[str]
    written: Callable[[float], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """Parts of all answers, 0..1, left and right of the middle, and where they lie."""

    left: float
    right: float
    layout: Layout

    def at(self, part: float) -> float:
        """Where a part lies; 0 is the middle of the scale, below it is left."""
        of = self.layout
        room = of.width - of.left - of.right
        return of.left + room * (part + self.left) / (self.left + self.right)


def with_room_for(bars: Sequence[LevelBar], layout: Layout = PRINT) -> Layout:
    """The layout, with higher rows where a name is likely to take a third line on paper."""
    lines = lines_for((bar.name for bar in bars), room=layout.left - NAMES_END)
    row = max(layout.row, THREE_LINES if lines == MOST_LINES else 0)
    return replace(layout, row=row, bar=row / 2)


def level_chart(
    name: str,
    bars: Sequence[LevelBar],
    *,
    words: LevelWords,
    layout: Layout = WIDE,
    among: Sequence[LevelBar] = (),
) -> Chart | None:
    """A line a criterion; None where nobody answered any. Without answers a line is empty.

    among: all criteria that stand in several charts, so that these have one scale.
    """
    parts = [_parts(bar.counts) for bar in bars]
    if not any(map(any, parts)):
        return None
    scaled = [*parts, *(_parts(bar.counts) for bar in among)]
    scale = _Scale(
        left=max(_left(one) for one in scaled),
        right=max(sum(one) - _left(one) for one in scaled),
        layout=layout,
    )
    boxes, texts = _keys(words, layout=layout)
    height = layout.top + layout.row * len(bars) + 6
    for place, (bar, of_bar) in enumerate(zip(bars, parts, strict=True)):
        top = layout.top + layout.row * place
        texts += _texts(bar, top=top, layout=layout)
        for box, part in _boxes(of_bar, scale=scale, middle=top + layout.bar):
            boxes.append(box)
            texts += _inside(box, part, words=words)
    at = scale.at(0)
    lines = [Line(x1=at, x2=at, y1=layout.top - 4, y2=height, stroke=QUIET)]
    if layout.is_above:
        # Names stand above their bars: the line is there only where the bars are.
        lines = [
            _piece(at, layout.top + layout.row * place, of=layout) for place in range(len(bars))
        ]
    return Chart(
        name=name,
        title=words.title,
        sentence=words.sentence,
        width=layout.width,
        height=height,
        boxes=tuple(boxes),
        lines=tuple(lines),
        words=tuple(texts),
    )


def _piece(at: float, top: float, *, of: Layout) -> Line:
    middle, reach = top + of.bar, BAR / 2 + 4
    return Line(x1=at, x2=at, y1=middle - reach, y2=middle + reach, stroke=QUIET)


def _texts(bar: LevelBar, *, top: float, layout: Layout) -> Iterator[Words]:
    """The name at the left of its bar, or above it in as many lines as there are."""
    if layout.lines == 1:
        at = top + layout.bar + 4
        name = shortened(bar.name, letters=layout.letters)
        rows = MOST_LINES if layout.row >= THREE_LINES else 2
        room, high = layout.left - NAMES_END, layout.row - APART
        yield Words(x=0, y=at, text=name, room=room, rows=rows, height=high)
        yield Words(x=layout.width, y=at, text=bar.said, anchor="end")
        return
    lines = wrapped(bar.name, letters=layout.letters, lines=layout.lines)
    if not layout.is_above:
        at = top + layout.bar + 4
        for number, line in enumerate(lines):
            beside = at + LINE * (number - (len(lines) - 1) / 2)
            yield Words(x=0, y=beside, text=line, size=SMALL, room=layout.left - NAMES_END)
        yield Words(x=layout.width, y=at, text=bar.said, anchor="end")
        return
    first = layout.lines - len(lines) + 1
    for number, line in enumerate(lines, first):
        yield Words(x=0, y=top + LINE * number, text=line, size=SMALL)
    yield Words(x=layout.width, y=top + LINE * first, text=bar.said, anchor="end", size=SMALL)


def _keys(words: LevelWords, *, layout: Layout) -> tuple[list[Box], list[Words]]:
    """The words of the levels with their shades, line by line, the worse ones first."""
    boxes: list[Box] = []
    texts: list[Words] = []
    a_line = ceil(len(words.levels) / layout.keys)
    for place, level in enumerate(words.levels):
        line = place // a_line
        before = words.levels[line * a_line : place]
        x, y = sum(KEY + 6 + LETTER * len(one) + 18 for one in before), 2 + 22 * line
        fill = _shade(place, levels=len(words.levels))
        boxes.append(Box(x=x, y=y, width=KEY, height=KEY, fill=fill))
        room = LETTER * len(level) + 14
        texts.append(Words(x=x + KEY + 6, y=y + 11, text=level, size=SMALL, room=room))
    return boxes, texts


def _parts(counts: Sequence[int]) -> tuple[float, ...]:
    total = sum(counts)
    return tuple(count / total if total else 0.0 for count in counts)


def _left(parts: Sequence[float]) -> float:
    """What lies left of the middle: the worse half, with half of a level in the middle."""
    half = len(parts) // 2
    middle = parts[half] / 2 if len(parts) % 2 else 0.0
    return sum(parts[:half]) + middle


def _boxes(parts: Sequence[float], *, scale: _Scale, middle: float) -> Iterator[tuple[Box, float]]:
    so_far = -_left(parts)
    for place, part in enumerate(parts):
        start, end = scale.at(so_far), scale.at(so_far + part)
        so_far += part
        if part:
            yield (
                Box(
                    x=start,
                    y=middle - BAR / 2,
                    width=end - start,
                    height=BAR,
                    fill=_shade(place, levels=len(parts)),
                ),
                part,
            )


def _shade(place: int, *, levels: int) -> str:
    """The ends have the ends of the row of shades, whatever the number of levels."""
    return SHADES[round(place * (len(SHADES) - 1) / max(1, levels - 1))]


def _inside(box: Box, part: float, *, words: LevelWords) -> Iterator[Words]:
    if box.width >= NARROWEST:
        yield Words(
            x=box.x + box.width / 2,
            y=box.y + BAR - 5,
            text=words.written(100 * part),
            anchor="middle",
            size=SMALL,
            fill=PAPER if box.fill in ON_DARK else INK,
        )

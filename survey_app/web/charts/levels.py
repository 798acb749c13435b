"""Criteria by the levels of their answers: bars that are centred at the middle of the scale."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from survey_app.web.charts.shapes import (
    INK,
    PAPER,
    QUIET,
    SMALL,
    Box,
    Chart,
    Line,
    Words,
    shortened,
)

WIDTH = 720
NAMES, RIGHT = 292, 64
TOP, ROW, BAR = 52, 26, 18
MOST_LETTERS = 38
NARROWEST = 26
"""A part that is wide enough for its number."""
SHADES = ("#7a3b00", "#e0a36a", "#dfe3e6", "#8fb4d0", "#0a4d7c")
"""From the worst to the best: dark at both ends, which lie on opposite sides of the middle."""
ON_DARK = frozenset({SHADES[0], SHADES[-1]})
LETTER = 6.6
KEY = 14


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

    def at(self, part: float) -> float:
        """Where a part lies; 0 is the middle of the scale, below it is left."""
        return NAMES + (WIDTH - NAMES - RIGHT) * (part + self.left) / (self.left + self.right)


def level_chart(name: str, bars: Sequence[LevelBar], *, words: LevelWords) -> Chart | None:
    """A line a criterion; None where nobody answered any. Without answers a line is empty."""
    parts = [_parts(bar.counts) for bar in bars]
    if not any(map(any, parts)):
        return None
    scale = _Scale(
        left=max(_left(one) for one in parts), right=max(sum(one) - _left(one) for one in parts)
    )
    boxes: list[Box] = []
    texts: list[Words] = []
    for place, level in enumerate(words.levels):
        boxes.append(_key_box(place, words=words))
        x, y = _key(place, words=words)
        texts.append(Words(x=x + KEY + 6, y=y + 11, text=level, size=SMALL))
    height = TOP + ROW * len(bars) + 6
    for place, (bar, of_bar) in enumerate(zip(bars, parts, strict=True)):
        middle = TOP + ROW * place + ROW / 2
        texts.append(Words(x=0, y=middle + 4, text=shortened(bar.name, letters=MOST_LETTERS)))
        texts.append(Words(x=WIDTH, y=middle + 4, text=bar.said, anchor="end"))
        for box, part in _boxes(of_bar, scale=scale, middle=middle):
            boxes.append(box)
            texts += _inside(box, part, words=words)
    at = scale.at(0)
    return Chart(
        name=name,
        title=words.title,
        sentence=words.sentence,
        width=WIDTH,
        height=height,
        boxes=tuple(boxes),
        lines=(Line(x1=at, x2=at, y1=TOP - 4, y2=height, stroke=QUIET),),
        words=tuple(texts),
    )


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


def _key(place: int, *, words: LevelWords) -> tuple[float, float]:
    """The words of the levels in two lines, the worse ones in the first."""
    half = (len(words.levels) + 1) // 2
    line = place // half
    before = words.levels[line * half : place]
    return sum(KEY + 6 + LETTER * len(one) + 18 for one in before), 2 + 22 * line


def _key_box(place: int, *, words: LevelWords) -> Box:
    x, y = _key(place, words=words)
    fill = _shade(place, levels=len(words.levels))
    return Box(x=x, y=y, width=KEY, height=KEY, fill=fill)

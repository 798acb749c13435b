"""Units against their quotas: received as a bar, expected as a dot with its range."""

from collections.abc import Sequence
from dataclasses import dataclass

from field_export.charts.shapes import (
    FAINT,
    INK,
    PALE,
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

WIDTH = 720
NAMES, RIGHT = 250, 74
TOP, ROW, BAR = 40, 26, 13
MOST_LETTERS = 34
END = 1.25
"""The right edge, as a part of the quota; what lies beyond is cut off there."""
MARKS = (0, 0.25, 0.5, 0.75, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitBar:
    """One unit. counts: what stands at its right, as 12/60. The last three may be unknown."""

    name: str
    counts: str
    quota: int
    finished: int
    expected: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitWords:
    """What the chart says, in the language of the page."""

    title: str
    sentence: str
    received: str
    expected: str


def unit_chart(units: Sequence[UnitBar], *, words: UnitWords) -> Chart | None:
    """One line a unit, as parts of its own quota; None where no unit has one."""
    shown = [unit for unit in units if unit.quota]
    if not shown:
        return None
    height = TOP + ROW * len(shown) + 8
    boxes: list[Box] = []
    lines = [_mark(mark, height=height) for mark in MARKS]
    dots: list[Dot] = []
    has_dots = any(unit.expected is not None for unit in shown)
    texts = _heads(words, has_dots=has_dots)
    if has_dots:
        dots.append(Dot(x=_legend_dot(words), y=12))
    boxes.append(Box(x=0, y=6, width=22, height=BAR))
    for place, unit in enumerate(shown):
        middle = TOP + ROW * place + ROW / 2
        boxes += _bar(unit, middle=middle)
        if unit.expected is not None and unit.low is not None and unit.high is not None:
            low, high = _at(unit.low / unit.quota), _at(unit.high / unit.quota)
            lines.append(Line(x1=low, x2=high, y1=middle, y2=middle, stroke=INK, width=2))
            dots.append(Dot(x=_at(unit.expected / unit.quota), y=middle))
        texts.append(Words(x=0, y=middle + 4, text=shortened(unit.name, letters=MOST_LETTERS)))
        texts.append(Words(x=WIDTH, y=middle + 4, text=unit.counts, anchor="end"))
    return Chart(
        name="units",
        title=words.title,
        sentence=words.sentence,
        width=WIDTH,
        height=height,
        boxes=tuple(boxes),
        lines=tuple(lines),
        dots=tuple(dots),
        words=tuple(texts),
    )


def _at(part: float) -> float:
    """Where a part of the quota lies."""
    return NAMES + (WIDTH - NAMES - RIGHT) * min(part, END) / END


def _bar(unit: UnitBar, *, middle: float) -> list[Box]:
    """Up to the quota strong; what is beyond pale."""
    whole = _at(unit.finished / unit.quota)
    inside = min(whole, _at(1))
    found = [Box(x=NAMES, y=middle - BAR / 2, width=inside - NAMES, height=BAR, fill=STRONG)]
    if whole > inside:
        found.append(Box(x=inside, y=middle - BAR / 2, width=whole - inside, height=BAR, fill=PALE))
    return [box for box in found if box.width]


def _mark(part: float, *, height: float) -> Line:
    is_quota = part == 1
    return Line(
        x1=_at(part),
        x2=_at(part),
        y1=TOP - 2,
        y2=height,
        stroke=INK if is_quota else FAINT,
        width=2 if is_quota else 1,
    )


def _heads(words: UnitWords, *, has_dots: bool) -> list[Words]:
    found = [
        Words(
            x=_at(part),
            y=TOP - 8,
            text=f"{part:.0%}".replace("%", " %"),
            anchor="middle",
            size=SMALL,
            fill=QUIET,
        )
        for part in MARKS
    ]
    found.append(Words(x=28, y=17, text=words.received))
    if has_dots:
        found.append(Words(x=_legend_dot(words) + 12, y=17, text=words.expected))
    return found


def _legend_dot(words: UnitWords) -> float:
    return 28 + 7.5 * len(words.received) + 28

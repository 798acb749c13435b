"""Interviews per day, and how many a day are needed from now on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from field_export.charts.axis import round_step
from field_export.charts.shapes import (
    FAINT,
    INK,
    QUIET,
    SMALL,
    Box,
    Chart,
    Line,
    Words,
)

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 34, 40
MOST_DAYS = 60
STEPS = 4
MOST_DATES = 9
WIDEST_BAR = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWords:
    """What the chart says, in the language of the page."""

    title: str
    sentence: str
    needed: str
    pace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """Where a number of interviews lies. step: from one level line to the next."""

    step: int

    @property
    def levels(self) -> range:
        """The numbers that have a line."""
        return range(0, self.step * STEPS + 1, self.step)

    def at(self, value: float) -> float:
        """Its height on the chart."""
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / (self.step * STEPS))


def day_chart(
    per_day: Mapping[date, int],
    *,
    last: date,
    needed: float | None,
    pace: float | None,
    written: Callable[[int], str],
    words: DayWords,
) -> Chart | None:
    """The last sixty days up to `last`, every one, free days too; None without an interview."""
    if not any(per_day.values()):
        return None
    first = max(min(per_day), last - timedelta(days=MOST_DAYS - 1))
    days = [first + timedelta(days=step) for step in range(max(1, (last - first).days + 1))]
    counts = [per_day.get(day, 0) for day in days]
    scale = _Scale(step=round_step(max(1, *counts, needed or 0, pace or 0), steps=STEPS))
    slot = (WIDTH - LEFT - RIGHT) / len(days)
    grid, levels = _levels(scale, written=written)
    guides, said = _guides(((needed, words.needed, True), (pace, words.pace, False)), scale=scale)
    return Chart(
        name="days",
        title=words.title,
        sentence=words.sentence,
        width=WIDTH,
        height=HEIGHT,
        boxes=_bars(counts, slot=slot, scale=scale),
        lines=(*grid, *guides),
        words=(*levels, *_dates(days, slot=slot), *said),
    )


def _bars(counts: Sequence[int], *, slot: float, scale: _Scale) -> tuple[Box, ...]:
    """One a day; a day without an interview has its place and nothing there."""
    bar = min(slot * 0.72, WIDEST_BAR)
    return tuple(
        Box(
            x=LEFT + slot * (place + 0.5) - bar / 2,
            y=scale.at(count),
            width=bar,
            height=scale.at(0) - scale.at(count),
        )
        for place, count in enumerate(counts)
        if count
    )


def _levels(
    scale: _Scale, *, written: Callable[[int], str]
) -> tuple[tuple[Line, ...], tuple[Words, ...]]:
    """Faint lines across the chart, each with its number at the left."""
    lines = tuple(
        Line(x1=LEFT, x2=WIDTH - RIGHT, y1=scale.at(level), y2=scale.at(level), stroke=FAINT)
        for level in scale.levels
    )
    words = tuple(
        Words(
            x=LEFT - 6,
            y=scale.at(level) + 4,
            text=written(level),
            anchor="end",
            size=SMALL,
            fill=QUIET,
        )
        for level in scale.levels
    )
    return lines, words


def _guides(
    wanted: tuple[tuple[float | None, str, bool], ...], *, scale: _Scale
) -> tuple[tuple[Line, ...], tuple[Words, ...]]:
    """Level lines, with their words in one row above the chart, each beside a piece of its line."""
    lines: list[Line] = []
    words: list[Words] = []
    x = float(LEFT)
    for value, text, is_dashed in wanted:
        if value is None:
            continue
        lines.append(
            Line(
                x1=LEFT,
                x2=WIDTH - RIGHT,
                y1=scale.at(value),
                y2=scale.at(value),
                stroke=INK,
                width=2,
                is_dashed=is_dashed,
            )
        )
        lines.append(Line(x1=x, x2=x + 26, y1=14, y2=14, stroke=INK, width=2, is_dashed=is_dashed))
        words.append(Words(x=x + 32, y=18, text=text))
        x += 32 + 7.5 * len(text) + 24
    return tuple(lines), tuple(words)


def _dates(days: list[date], *, slot: float) -> tuple[Words, ...]:
    """Day and month under every so-manyth bar."""
    every = -(-len(days) // MOST_DATES)
    return tuple(
        Words(
            x=LEFT + slot * (place + 0.5),
            y=HEIGHT - BOTTOM + 20,
            text=day.strftime("%d/%m"),
            anchor="middle",
            size=SMALL,
            fill=QUIET,
        )
        for place, day in enumerate(days)
        if place % every == 0
    )

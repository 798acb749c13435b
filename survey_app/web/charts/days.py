"""Interviews per day, and how many a day are needed from now on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from survey_app.web.charts.shapes import (
    QUIET,
    SMALL,
    Box,
    Chart,
    Line,
    Words,
    round_step,
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


def day_chart(
    per_day: Mapping[date, int],
    *,
    last: date,
    needed: float | None,
    pace: float | None,
    words: DayWords,
) -> Chart | None:
    """The last sixty days up to `last`, every one, free days too; None without an interview."""
    if not any(per_day.values()):
        return None
    first = max(min(per_day), last - timedelta(days=MOST_DAYS - 1))
    days = [first + timedelta(days=step) for step in range(max(1, (last - first).days + 1))]
    counts = [per_day.get(day, 0) for day in days]
    step = round_step(max(1, *counts, needed or 0, pace or 0), steps=STEPS)
    top = step * STEPS
    height = HEIGHT - TOP - BOTTOM
    slot = (WIDTH - LEFT - RIGHT) / len(days)

    def at(value: float) -> float:
        return TOP + height * (1 - value / top)

    bar = min(slot * 0.72, WIDEST_BAR)
    boxes = tuple(
        Box(
            x=LEFT + slot * (place + 0.5) - bar / 2,
            y=at(count),
            width=bar,
            height=at(0) - at(count),
        )
        for place, count in enumerate(counts)
        if count
    )
    grid = tuple(
        Line(x1=LEFT, x2=WIDTH - RIGHT, y1=at(value), y2=at(value), stroke="#c3ccd3")
        for value in range(0, top + 1, step)
    )
    levels = tuple(
        Words(x=LEFT - 6, y=at(value) + 4, text=str(value), anchor="end", size=SMALL, fill=QUIET)
        for value in range(0, top + 1, step)
    )
    guides, said = _guides(((needed, words.needed, True), (pace, words.pace, False)), at=at)
    return Chart(
        name="days",
        title=words.title,
        sentence=words.sentence,
        width=WIDTH,
        height=HEIGHT,
        boxes=boxes,
        lines=(*grid, *guides),
        words=(*levels, *_dates(days, slot=slot), *said),
    )


def _guides(
    wanted: tuple[tuple[float | None, str, bool], ...], *, at: Callable[[float], float]
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
                y1=at(value),
                y2=at(value),
                stroke="#14202b",
                width=2,
                is_dashed=is_dashed,
            )
        )
        lines.append(
            Line(x1=x, x2=x + 26, y1=14, y2=14, stroke="#14202b", width=2, is_dashed=is_dashed)
        )
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

"""A figure over the years: dots that are joined, each with its value, the last one filled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from field_export.charts.axis import Axis, Layout
from field_export.charts.shapes import FAINT, QUIET, SMALL, STRONG, Chart, Dot, Line, Words

HIGH, TOP, BOTTOM, SIDE = 150, 34, 44, 70
PRINT = Layout(width=660, left=40, right=20, row=HIGH, dot=0, letters=0, is_above=False)
FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class YearWords:
    """What the chart says. axis: made of the ends of the axis."""

    title: str
    sentence: str
    axis: Callable[[float, float], str]
    written: Callable[[float], str]
    marked: Callable[[float], str]


def year_chart(
    name: str,
    years: Sequence[tuple[str, float]],
    *,
    words: YearWords,
    layout: Layout = PRINT,
    highest: float,
) -> Chart | None:
    """The years from left to right; None of fewer than two, which tell no course."""
    if len(years) < FEWEST:
        return None
    axis = Axis.around([value for _, value in years], layout=layout, highest=highest)
    tall = axis.end - axis.start
    wide = layout.width - layout.left - layout.right - 2 * SIDE
    places = [layout.left + SIDE + wide * at / (len(years) - 1) for at in range(len(years))]
    heights = [TOP + HIGH * (axis.end - value) / tall for _, value in years]
    bottom = TOP + HIGH
    lines = []
    texts = [
        Words(
            x=layout.left,
            y=bottom + 38,
            text=words.axis(axis.start, axis.end),
            size=SMALL,
            fill=QUIET,
        )
    ]
    for mark in axis.marks:
        y = TOP + HIGH * (axis.end - mark) / tall
        end = layout.width - layout.right
        lines.append(Line(x1=layout.left, x2=end, y1=y, y2=y, stroke=FAINT))
        said = words.marked(mark)
        texts.append(
            Words(x=layout.left - 6, y=y + 4, text=said, anchor="end", size=SMALL, fill=QUIET)
        )
    dots = list(zip(places, heights, strict=True))
    lines += [
        Line(x1=x1, x2=x2, y1=y1, y2=y2, stroke=STRONG, width=2)
        for (x1, y1), (x2, y2) in pairwise(dots)
    ]
    for (year, value), (x, y) in zip(years, dots, strict=True):
        texts.append(Words(x=x, y=y - 11, text=words.written(value), anchor="middle"))
        texts.append(Words(x=x, y=bottom + 18, text=year, anchor="middle", size=SMALL))
    return Chart(
        name=name,
        title=words.title,
        sentence=words.sentence,
        width=layout.width,
        height=TOP + HIGH + BOTTOM,
        lines=tuple(lines),
        dots=tuple(
            Dot(x=x, y=y, fill=STRONG) if at == len(dots) - 1 else Dot(x=x, y=y)
            for at, (x, y) in enumerate(dots)
        ),
        words=tuple(texts),
    )

"""The shapes of a chart as SVG.

A page has hundreds of them, and a template asks four times as long for each of their numbers.
"""

from collections.abc import Iterator

from markupsafe import Markup, escape

from field_export.charts.shapes import Box, Chart, Dot, Line, Words

EDGE = "#14202b"


def shapes_of(chart: Chart) -> Markup:
    """All shapes, the ones behind first: lines, boxes, dots, words."""
    # What is put together here are numbers and our own colours; texts are escaped where they come.
    return Markup("\n".join(_shapes(chart)))  # noqa: S704


def _shapes(chart: Chart) -> Iterator[str]:
    yield from map(_line, chart.lines)
    yield from map(_box, chart.boxes)
    yield from map(_dot, chart.dots)
    yield from map(_words, chart.words)


def _line(line: Line) -> str:
    dashes = ' stroke-dasharray="7 5"' if line.is_dashed else ""
    return (
        f'<line x1="{round(line.x1, 1)}" y1="{round(line.y1, 1)}"'
        f' x2="{round(line.x2, 1)}" y2="{round(line.y2, 1)}"'
        f' stroke="{line.stroke}" stroke-width="{line.width}"{dashes}></line>'
    )


def _box(box: Box) -> str:
    return (
        f'<rect x="{round(box.x, 1)}" y="{round(box.y, 1)}" width="{round(box.width, 1)}"'
        f' height="{round(box.height, 1)}" fill="{box.fill}"></rect>'
    )


def _dot(dot: Dot) -> str:
    return (
        f'<circle cx="{round(dot.x, 1)}" cy="{round(dot.y, 1)}" r="{dot.radius}"'
        f' fill="{dot.fill}" stroke="{EDGE}" stroke-width="2"></circle>'
    )


def _words(words: Words) -> str:
    return (
        f'<text x="{round(words.x, 1)}" y="{round(words.y, 1)}" text-anchor="{words.anchor}"'
        f' font-size="{words.size}" fill="{words.fill}">{escape(words.text)}</text>'
    )

"""Rows of dots with their 95 % intervals in one panel or two, beside or below each other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from field_export.charts.axis import (
    MOST_STEPS,
    Axis,
    Layout,
    interval_lines,
    mark_line,
    mark_words,
)
from field_export.charts.shapes import (
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

HEAD, MARKS, FOOT = 20, 22, 24
"""Heights of the words above a panel, of those of its marks, and of what is said of its axis."""
SAID, GAP = 136, 14
FEW_STEPS = 4
"""Of an axis beside another one."""
WIDE = Layout(width=760, left=250, right=SAID, row=26, dot=13, letters=34, is_above=False)
NARROW = Layout(width=340, left=8, right=SAID, row=44, dot=31, letters=46, is_above=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelDot:
    """A figure with its interval, where it has one, and what is said of it at its right."""

    est: float
    low: float | None
    high: float | None
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelRow:
    """A name, and for each panel a dot, or the words that stand in its place."""

    name: str
    dots: tuple[PanelDot | str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What one panel shows. title: above it. finest: the smallest step from mark to mark.

    from_zero: whether 0 is on the axis whatever is shown; else it goes from where the figures
    are, and where 0 is not on it, `axis` says so with the words of its ends.
    """

    title: str
    highest: float
    finest: float
    from_zero: bool
    written: Callable[[float], str]
    axis: Callable[[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelWords:
    """What the chart says, in the language of the page."""

    title: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a panel stands: its axis with its layout, and its upper edge."""

    axis: Axis
    top: float
    is_first: bool

    @property
    def rows_from(self) -> float:
        return self.top + HEAD + MARKS


def panel_chart(
    name: str,
    rows: Sequence[PanelRow],
    *,
    panels: Sequence[Panel],
    words: PanelWords,
    layout: Layout = WIDE,
) -> Chart | None:
    """A line a row, in the order in which they come; None where no row has a dot.

    Panels stand beside each other, the names at the left of the first; in a layout with the names
    above the dots, below each other.
    """
    if not any(isinstance(dot, PanelDot) for row in rows for dot in row.dots):
        return None
    tall = HEAD + MARKS + layout.row * len(rows) + FOOT
    lines: list[Line] = []
    boxes: list[Box] = []
    dots: list[Dot] = []
    texts: list[Words] = []
    for at, panel in enumerate(panels):
        place = _place(at, rows, panels=panels, layout=layout, tall=tall)
        lines += _marks(place, rows=len(rows))
        texts += _frame(place, panel=panel, rows=len(rows))
        for number, row in enumerate(rows):
            top = place.rows_from + layout.row * number
            boxes += _paper(place, top=top)
            texts += _words(row, at, place=place, top=top)
            dot = row.dots[at]
            if isinstance(dot, PanelDot):
                middle = top + layout.dot
                if dot.low is not None and dot.high is not None:
                    lines += interval_lines(place.axis, dot.low, dot.high, middle=middle)
                dots.append(Dot(x=place.axis.at(dot.est), y=middle, fill=STRONG))
    return Chart(
        name=name,
        title=words.title,
        sentence=words.sentence,
        width=layout.width,
        height=tall * (len(panels) if layout.is_above else 1),
        boxes=tuple(boxes),
        lines=tuple(lines),
        dots=tuple(dots),
        words=tuple(texts),
    )


def _place(
    at: int,
    rows: Sequence[PanelRow],
    *,
    panels: Sequence[Panel],
    layout: Layout,
    tall: float,
) -> _Place:
    panel, left, right = panels[at], layout.left, layout.width - layout.right
    if not layout.is_above:
        wide = (layout.width - layout.left - GAP * (len(panels) - 1)) / len(panels)
        left = layout.left + (wide + GAP) * at
        right = left + wide - layout.right
    own = replace(layout, left=left, right=layout.width - right)
    found = [dot for row in rows if isinstance(dot := row.dots[at], PanelDot)]
    known = [
        value for dot in found for value in (dot.est, dot.low, dot.high) if value is not None
    ] or [0.0]
    if panel.from_zero:
        known.append(0.0)
    is_alone = layout.is_above or len(panels) == 1
    axis = Axis.around(
        known,
        layout=own,
        most=MOST_STEPS if is_alone else FEW_STEPS,
        finest=panel.finest,
        highest=panel.highest,
    )
    return _Place(axis=axis, top=tall * at if layout.is_above else 0, is_first=at == 0)


def _marks(place: _Place, *, rows: int) -> Iterator[Line]:
    axis, top = place.axis, place.rows_from - 3
    for mark in axis.marks:
        yield mark_line(axis.at(mark), top=top, end=place.rows_from + axis.layout.row * rows)


def _frame(place: _Place, *, panel: Panel, rows: int) -> Iterator[Words]:
    """The title, the numbers of the marks, and where the axis begins."""
    axis = place.axis
    start = 0 if axis.layout.is_above else axis.layout.left
    yield Words(x=start, y=place.top + 14, text=panel.title)
    yield from mark_words(axis, y=place.rows_from - 8, written=panel.written)
    if not axis.start <= 0 <= axis.end:
        said = panel.axis(panel.written(axis.start), panel.written(axis.end))
        below = place.rows_from + axis.layout.row * rows + 16
        yield Words(x=start, y=below, text=said, size=SMALL, fill=QUIET)


def _paper(place: _Place, *, top: float) -> Iterator[Box]:
    """Under a name above its line, so that the marks do not run through it."""
    of = place.axis.layout
    if of.is_above:
        yield Box(x=0, y=top + 3, width=of.width, height=16, fill=PAPER)


def _words(row: PanelRow, at: int, *, place: _Place, top: float) -> Iterator[Words]:
    of, dot = place.axis.layout, row.dots[at]
    middle = top + of.dot
    name = shortened(row.name, letters=of.letters)
    if of.is_above:
        yield Words(x=0, y=top + 15, text=name, size=SMALL)
    elif place.is_first:
        yield Words(x=0, y=middle + 4, text=name)
    if isinstance(dot, PanelDot):
        yield Words(x=of.width - of.right + 10, y=middle + 4, text=dot.said, size=SMALL)
    else:
        yield Words(x=of.left + 8, y=middle + 4, text=dot, size=SMALL, fill=QUIET)

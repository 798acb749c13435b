"""Units of two rounds: at the left both scores as dots, at the right their difference from 0."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from field_export.charts.axis import Axis, Layout, interval_lines, mark_line, mark_words
from field_export.charts.shapes import (
    INK,
    PALE,
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

TOP, BOTTOM = 58, 42


@dataclass(frozen=True, slots=True, kw_only=True)
class Panels:
    """Two axes beside each other, each with at most so many steps.

    aside: where words begin. letters: of what is said in the place of dots.
    """

    scores: Layout
    differences: Layout
    score_steps: int
    difference_steps: int
    aside: float
    letters: int


def _panels(
    base: Layout,
    *,
    left: tuple[float, float],
    right: tuple[float, float],
    steps: tuple[int, int],
    letters: int,
) -> Panels:
    """left, right: from where to where each axis goes."""

    def between(start: float, end: float) -> Layout:
        return Layout(
            width=base.width,
            left=start,
            right=base.width - end,
            row=base.row,
            dot=base.dot,
            letters=base.letters,
            is_above=base.is_above,
        )

    return Panels(
        scores=between(*left),
        differences=between(*right),
        score_steps=steps[0],
        difference_steps=steps[1],
        aside=right[1] + 20,
        letters=letters,
    )


WIDE = _panels(
    Layout(width=760, left=0, right=0, row=28, dot=14, letters=31, is_above=False),
    left=(236, 420),
    right=(470, 660),
    steps=(4, 5),
    letters=80,
)
NARROW = _panels(
    Layout(width=340, left=0, right=0, row=48, dot=34, letters=30, is_above=True),
    left=(12, 146),
    right=(192, 322),
    steps=(2, 3),
    letters=46,
)
"""For a phone: as wide as its screen, with letters that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDots:
    """One unit: scores on the scale of 10, the difference in points, ends of its interval.

    Without both scores `said` stands in their place. is_told: the interval excludes 0.
    """

    name: str
    earlier: float | None
    later: float | None
    difference: float | None
    low: float | None
    high: float | None
    is_told: bool
    said: str

    @property
    def is_drawn(self) -> bool:
        """Whether there are two scores to draw."""
        return self.earlier is not None and self.later is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeWords:
    """What the chart says, in the language of the page. axis: made of the ends of the left axis."""

    title: str
    sentence: str
    earlier: str
    later: str
    difference: str
    axis: Callable[[float, float], str]
    written: Callable[[float], str]
    signed: Callable[[float], str]


def change_chart(
    name: str, units: Sequence[ChangeDots], *, words: ChangeWords, panels: Panels = WIDE
) -> Chart | None:
    """A line a unit, in the order in which they come; None where no unit has two scores."""
    drawn = [unit for unit in units if unit.is_drawn]
    if not drawn:
        return None
    scores = Axis.around(
        [one for unit in drawn for one in (unit.earlier, unit.later) if one is not None],
        layout=panels.scores,
        most=panels.score_steps,
    )
    apart = [one for unit in drawn for one in (unit.difference, unit.low, unit.high)]
    differences = Axis.around(
        [0.0, *(one for one in apart if one is not None)],
        layout=panels.differences,
        most=panels.difference_steps,
    )
    height = TOP + panels.scores.row * len(units) + BOTTOM
    last = max(place for place, unit in enumerate(units) if unit.is_drawn)
    end = TOP + panels.scores.row * (last + 1)
    lines = [
        *(
            mark_line(axis.at(mark), top=TOP - 2, end=end)
            for axis in (scores, differences)
            for mark in axis.marks
        ),
        mark_line(differences.at(0), top=TOP - 2, end=end, stroke=INK),
    ]
    texts = [
        *_heads(scores, differences, words=words),
        *mark_words(scores, y=TOP - 10, written=words.written),
        *mark_words(differences, y=TOP - 10, written=words.signed),
        Words(
            x=scores.layout.left if not scores.layout.is_above else 0,
            y=height - 10,
            text=words.axis(scores.start, scores.end),
            size=SMALL,
            fill=QUIET,
        ),
    ]
    dots: list[Dot] = []
    boxes: list[Box] = []
    for place, unit in enumerate(units):
        top = TOP + panels.scores.row * place
        boxes += _covers(unit, top=top, panels=panels)
        texts += _texts(unit, top=top, panels=panels)
        lines += _lines(unit, scores, differences, middle=top + panels.scores.dot)
        dots += _dots(unit, scores, differences, middle=top + panels.scores.dot)
    return Chart(
        name=name,
        title=words.title,
        sentence=words.sentence,
        width=panels.scores.width,
        height=height,
        boxes=tuple(boxes),
        lines=tuple(lines),
        dots=(*_key(scores), *dots),
        words=tuple(texts),
    )


KEY, KEY_STEP = 14, 84
"""How far down the words above the axes are, and how far apart."""


def _heads(scores: Axis, differences: Axis, *, words: ChangeWords) -> Iterator[Words]:
    """What the dots are, and what the right axis is."""
    for dot, said in zip(_key(scores), (words.earlier, words.later), strict=True):
        yield Words(x=dot.x + 9, y=KEY + 4, text=said, size=SMALL)
    yield Words(x=differences.layout.left, y=KEY + 4, text=words.difference, size=SMALL)


def _key(scores: Axis) -> tuple[Dot, Dot]:
    left = scores.layout.left
    return Dot(x=left, y=KEY, fill=PAPER), Dot(x=left + KEY_STEP, y=KEY, fill=STRONG)


def _covers(unit: ChangeDots, *, top: float, panels: Panels) -> Iterator[Box]:
    """Paper over the lines down the chart, where words stand on them."""
    of = panels.scores
    if of.is_above:
        yield Box(x=0, y=top + 3, width=of.width, height=18, fill=PAPER)
    if not unit.is_drawn:
        yield Box(x=of.left - 1, y=top, width=of.width - of.left + 1, height=of.row, fill=PAPER)


def _texts(unit: ChangeDots, *, top: float, panels: Panels) -> Iterator[Words]:
    """The name, and what is said: at the right of the axes, or instead of the dots."""
    of, middle = panels.scores, top + panels.scores.dot
    name = shortened(unit.name, letters=of.letters)
    if of.is_above:
        yield Words(x=0, y=top + 16, text=name, size=SMALL)
        if unit.is_drawn:
            yield Words(x=of.width, y=top + 16, text=unit.said, anchor="end", size=SMALL)
    else:
        yield Words(x=0, y=middle + 4, text=name)
        if unit.is_drawn:
            yield Words(x=panels.aside, y=middle + 4, text=unit.said)
    if not unit.is_drawn:
        said = shortened(unit.said, letters=panels.letters)
        yield Words(x=of.left, y=middle + 4, text=said, size=SMALL, fill=QUIET)


def _lines(unit: ChangeDots, scores: Axis, differences: Axis, *, middle: float) -> Iterator[Line]:
    """From the earlier to the later score, and the interval of the difference."""
    if unit.earlier is None or unit.later is None:
        return
    ends = scores.at(unit.earlier), scores.at(unit.later)
    yield Line(x1=ends[0], x2=ends[1], y1=middle, y2=middle, stroke=PALE, width=4)
    if unit.low is not None and unit.high is not None:
        yield from interval_lines(differences, unit.low, unit.high, middle=middle)


def _dots(unit: ChangeDots, scores: Axis, differences: Axis, *, middle: float) -> Iterator[Dot]:
    """Hollow: the earlier score, and a difference that is not told."""
    if unit.earlier is None or unit.later is None:
        return
    yield Dot(x=scores.at(unit.earlier), y=middle, fill=PAPER)
    yield Dot(x=scores.at(unit.later), y=middle, fill=STRONG)
    if unit.difference is not None:
        fill = STRONG if unit.is_told else PAPER
        yield Dot(x=differences.at(unit.difference), y=middle, fill=fill)

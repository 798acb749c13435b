"""Sets a chart in a PDF, from the same description that a page draws as SVG."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, KeepTogether

from field_export.charts.shapes import INK, Chart, Words
from field_export.fonts import Serif
from field_export.report_styles import WIDTH

EDGE_WIDTH = 2
DASHES = (7, 5)
SMALLEST = 0.85
"""A text that does not fit has letters so small at most before it takes a second line."""
LEAST_POINTS = 7.0
"""No letters of several lines are smaller on paper; what needs more lines then is cut."""
LEADING = 1.12
MORE = "…"
SQUEEZED, SPARE = 0.8, 2
"""A chart that does not fit on what is left of a page is made so small at most to fit there, with
points to spare.
"""
TALLEST = 640.0
"""Points of a page that a chart may take beside its caption."""


class Drawing(Flowable):  # type: ignore[misc]  # the library ships no types
    """A chart as wide as its room. Its letters and heights are those of a chart as wide as the
    text, smaller where it would not fit on a page; only its places across follow the room.

    Shapes lie as in SVG: lines behind, then boxes, dots and words.
    """

    def __init__(self, chart: Chart, *, serif: Serif, width: float = WIDTH) -> None:
        super().__init__()
        self.chart, self._serif = chart, serif
        self.scale = min(WIDTH / chart.width, TALLEST / chart.height)
        self._across = width / chart.width
        self.width, self.height = width, chart.height * self.scale

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """As reportlab calls it."""
        return self.width, self.height

    @property
    def lowest(self) -> float:
        """How low it can be made, so that letters of several lines can still be read."""
        sizes = [at for words, at in self._sized() if words.rows > 1 and at < words.size]
        readable = self.chart.height * LEAST_POINTS / min(sizes) if sizes else 0.0
        return float(max(self.height * SQUEEZED, readable))

    def squeeze(self, height: float) -> None:
        """Makes it so high, and its letters smaller in proportion; it stays as wide."""
        self.scale, self.height = height / self.chart.height, height

    def draw(self) -> None:
        """As reportlab calls it."""
        self.canv.saveState()
        self._lines()
        self._boxes()
        self._dots()
        for words, at in self._sized():
            self._words(words, at)
        self.canv.restoreState()

    def _up(self, y: float) -> float:
        """SVG counts from the top."""
        return float((self.chart.height - y) * self.scale)

    def _right(self, x: float) -> float:
        return x * self._across

    def _lines(self) -> None:
        for line in self.chart.lines:
            self.canv.setStrokeColor(HexColor(line.stroke))
            self.canv.setLineWidth(line.width * self.scale)
            dashes = [part * self.scale for part in DASHES] if line.is_dashed else []
            self.canv.setDash(dashes)
            ends = (line.x1, line.y1), (line.x2, line.y2)
            (x1, y1), (x2, y2) = ((self._right(x), self._up(y)) for x, y in ends)
            self.canv.line(x1, y1, x2, y2)
        self.canv.setDash()

    def _boxes(self) -> None:
        for box in self.chart.boxes:
            self.canv.setFillColor(HexColor(box.fill))
            x, y = self._right(box.x), self._up(box.y + box.height)
            wide, high = self._right(box.width), box.height * self.scale
            self.canv.rect(x, y, wide, high, stroke=0, fill=1)

    def _dots(self) -> None:
        self.canv.setStrokeColor(HexColor(INK))
        self.canv.setLineWidth(EDGE_WIDTH * self.scale)
        for dot in self.chart.dots:
            self.canv.setFillColor(HexColor(dot.fill))
            x, y = self._right(dot.x), self._up(dot.y)
            self.canv.circle(x, y, dot.radius * self.scale, stroke=1, fill=1)

    def _sized(self) -> Iterator[tuple[Words, float]]:
        """The words as they are on paper, and the size to begin with: names below each other have
        letters of one size, so that none seems to matter more.
        """
        on_paper = [
            replace(words, room=words.room * self._across / self.scale)
            for words in self.chart.words
        ]
        sizes: dict[tuple[object, ...], float] = {}
        for words in on_paper:
            size, lines = self._fitted(words)
            if words.rows > 1 and len(lines) > 1:
                column = _column(words)
                sizes[column] = min(sizes.get(column, size), size)
        for words in on_paper:
            yield words, sizes.get(_column(words), words.size)

    def _fitted(self, words: Words, size: float | None = None) -> tuple[float, list[str]]:
        least = LEAST_POINTS / self.scale
        return fitted(words, font=self._serif.regular, size=size, least=least)

    def _words(self, words: Words, at: float) -> None:
        size, lines = self._fitted(words, at)
        size *= self.scale
        self.canv.setFillColor(HexColor(words.fill))
        self.canv.setFont(self._serif.regular, size)
        # The lines stand around the place of the one that was asked for.
        first = self._up(words.y) + size * LEADING * (len(lines) - 1) / 2
        x = self._right(words.x)
        for number, line in enumerate(lines):
            y = first - size * LEADING * number
            if words.anchor == "end":
                self.canv.drawRightString(x, y, line)
            elif words.anchor == "middle":
                self.canv.drawCentredString(x, y, line)
            else:
                self.canv.drawString(x, y, line)


class FigureParts(KeepTogether):  # type: ignore[misc]  # the library ships no types
    """A chart with its headings, caption and notes on one page: on this one, where letters that
    are a little smaller make it fit, as half a page of white reads worse.
    """

    def split(self, width: float, height: float) -> list[Flowable]:
        """As reportlab calls it."""
        parts = self._content
        above = [part.getSpaceBefore() for part in parts]
        below = [part.getSpaceAfter() for part in parts]
        needed = sum(part.wrapOn(self.canv, width, height)[1] for part in parts)
        excess = needed + sum(above) + sum(below) + SPARE - height
        for chart in (part for part in parts if isinstance(part, Drawing)):
            if 0 < excess <= chart.height - chart.lowest:
                chart.squeeze(chart.height - excess)
                self.wrap(width, height)
        return list(super().split(width, height))


def _column(words: Words) -> tuple[object, ...]:
    return words.x, words.anchor, words.room, words.rows, words.size


def fitted(
    words: Words, *, font: str, least: float, size: float | None = None
) -> tuple[float, list[str]]:
    """The size of letters with which a text fits into its room, and its lines there.

    size: to begin with, that of the words where none is given. A text that needs more than its
    rows, or more than their height, gets smaller letters until it fits, but none below `least`.
    One that is longer keeps letters of which its rows are high enough, and ends with an ellipsis.
    """
    usual = words.size if size is None else size
    needed = stringWidth(words.text, font, usual)
    if not words.room or needed <= words.room:
        return usual, [words.text]
    least, smallest = min(least, usual), min(usual, words.size * SMALLEST)
    in_one = usual * words.room / needed
    if in_one >= (least if words.rows == 1 else smallest):
        return in_one, [words.text]
    found = smallest = max(smallest, least)
    while not _fits(lines := simpleSplit(words.text, font, found, words.room), words, found):
        if found == least:
            return _cut(words, font=font, least=least, smallest=smallest)
        found = max(found * 0.95, least)
    return found, lines


def _fits(lines: Sequence[str], words: Words, size: float) -> bool:
    is_low = not words.height or len(lines) * size * LEADING <= words.height
    return len(lines) <= words.rows and is_low


def _cut(words: Words, *, font: str, least: float, smallest: float) -> tuple[float, list[str]]:
    """As many lines as there may be; the last one ends with a sign that there was more."""
    high = words.height / (words.rows * LEADING) if words.height else smallest
    size = max(min(smallest, high), least)
    lines = simpleSplit(words.text, font, size, words.room)
    if len(lines) <= words.rows:
        return size, lines
    last = lines[words.rows - 1]
    while last and stringWidth(f"{last}{MORE}", font, size) > words.room:
        last = last.rpartition(" ")[0] or last[:-1]
    return size, [*lines[: words.rows - 1], f"{last}{MORE}"]

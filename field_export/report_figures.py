"""Sets a chart in a PDF, from the same description that a page draws as SVG."""

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from field_export.charts.shapes import INK, Chart, Words
from field_export.fonts import Serif
from field_export.report_styles import WIDTH

EDGE_WIDTH = 2
DASHES = (7, 5)
SMALLEST = 0.8
"""A text that does not fit has letters so small at most before it takes a second line."""
LEADING = 1.08
TALLEST = 640.0
"""Points of a page that a chart may take beside its caption."""


class Drawing(Flowable):  # type: ignore[misc]  # the library ships no types
    """A chart as wide as the text, smaller where it would not fit on a page.

    Shapes lie as in SVG: lines behind, then boxes, dots and words.
    """

    def __init__(self, chart: Chart, *, serif: Serif, width: float = WIDTH) -> None:
        super().__init__()
        self.chart, self._serif = chart, serif
        self.scale = min(width / chart.width, TALLEST / chart.height)
        self.width, self.height = width, chart.height * self.scale

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """As reportlab calls it."""
        return self.width, self.height

    def draw(self) -> None:
        """As reportlab calls it."""
        canvas = self.canv
        canvas.saveState()
        canvas.translate((self.width - self.chart.width * self.scale) / 2, 0)
        canvas.scale(self.scale, self.scale)
        self._lines()
        self._boxes()
        self._dots()
        for words in self.chart.words:
            self._words(words)
        canvas.restoreState()

    def _down(self, y: float) -> float:
        """SVG counts from the top."""
        return self.chart.height - y

    def _lines(self) -> None:
        for line in self.chart.lines:
            self.canv.setStrokeColor(HexColor(line.stroke))
            self.canv.setLineWidth(line.width)
            self.canv.setDash(*DASHES) if line.is_dashed else self.canv.setDash()
            self.canv.line(line.x1, self._down(line.y1), line.x2, self._down(line.y2))
        self.canv.setDash()

    def _boxes(self) -> None:
        for box in self.chart.boxes:
            self.canv.setFillColor(HexColor(box.fill))
            bottom = self._down(box.y + box.height)
            self.canv.rect(box.x, bottom, box.width, box.height, stroke=0, fill=1)

    def _dots(self) -> None:
        self.canv.setStrokeColor(HexColor(INK))
        self.canv.setLineWidth(EDGE_WIDTH)
        for dot in self.chart.dots:
            self.canv.setFillColor(HexColor(dot.fill))
            self.canv.circle(dot.x, self._down(dot.y), dot.radius, stroke=1, fill=1)

    def _words(self, words: Words) -> None:
        size, lines = fitted(words, font=self._serif.regular)
        self.canv.setFillColor(HexColor(words.fill))
        self.canv.setFont(self._serif.regular, size)
        # The lines stand around the place of the one that was asked for.
        first = self._down(words.y) + size * LEADING * (len(lines) - 1) / 2
        for number, line in enumerate(lines):
            y = first - size * LEADING * number
            if words.anchor == "end":
                self.canv.drawRightString(words.x, y, line)
            elif words.anchor == "middle":
                self.canv.drawCentredString(words.x, y, line)
            else:
                self.canv.drawString(words.x, y, line)


def fitted(words: Words, *, font: str) -> tuple[float, list[str]]:
    """The size of letters with which a text fits into its room, and its lines there.

    A text that needs more than its rows even so gets smaller letters until it fits: nothing of it
    is left out.
    """
    needed = stringWidth(words.text, font, words.size)
    if not words.room or needed <= words.room:
        return words.size, [words.text]
    if words.rows == 1 or needed * SMALLEST <= words.room:
        return words.size * words.room / needed, [words.text]
    size = words.size * SMALLEST
    while len(lines := simpleSplit(words.text, font, size, words.room)) > words.rows:
        size *= 0.95
    return size, lines

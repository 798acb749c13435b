"""The head of a report: national name and motto beside whoever issues it, number, day, title."""

from collections.abc import Iterator

from reportlab.lib.colors import black
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph, Spacer, Table

from field_export.report import ReportHead
from field_export.report_styles import WIDTH, Styles, on_one_line, typeset

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
"""As Nghị định 30/2020/NĐ-CP prescribes them, in every language of a report."""
BODY_SHARE, PADDING, SPACE, THICKNESS = 0.4, 2, 3, 0.75
"""Of the width, for whoever issues it; the others in points."""


def head_of(head: ReportHead, *, styles: Styles) -> Iterator[Flowable]:
    """The head, down to the line under the summary."""
    yield _top(head, styles=styles)
    yield Spacer(0, 16)
    yield Paragraph(typeset(head.kind), styles.head_bold)
    yield Paragraph(typeset(head.about), styles.about)
    for line in head.below:
        yield Paragraph(typeset(line), styles.about)
    yield _Line(WIDTH * 0.2)
    if head.notice:
        yield Spacer(0, 6)
        yield _notice(head.notice, styles=styles)
    yield Spacer(0, 6)


def _top(head: ReportHead, *, styles: Styles) -> Table:
    widths = [WIDTH * BODY_SHARE, WIDTH * (1 - BODY_SHARE)]
    nation = on_one_line(NATION, styles.head_top, width=widths[1] - 2 * PADDING - 1)
    motto = styles.head_bold
    motto_width = stringWidth(MOTTO, motto.fontName, motto.fontSize)
    rows = [
        [
            [Paragraph(typeset(head.body.upper()), styles.head_top), _Line(widths[0] * 0.4)],
            [
                Paragraph(typeset(NATION), nation),
                Paragraph(typeset(MOTTO), motto),
                _Line(motto_width),
            ],
        ],
        [
            Paragraph(typeset(head.number), styles.head_plain),
            Paragraph(typeset(head.place_and_day), styles.head_italic),
        ],
    ]
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
        ("FONTNAME", (0, 0), (-1, -1), styles.serif.regular),
    ]
    return Table(rows, colWidths=widths, style=style)


class _Line(Flowable):  # type: ignore[misc]  # the library ships no types
    """A line in the middle of the place that it is given."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self._length = length

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """As reportlab calls it."""
        self.width = width
        return width, 2 * SPACE

    def draw(self) -> None:
        """As reportlab calls it."""
        start = (self.width - self._length) / 2
        self.canv.setLineWidth(THICKNESS)
        self.canv.line(start, SPACE, start + self._length, SPACE)


def _notice(words: str, *, styles: Styles) -> Table:
    box = [
        ("BOX", (0, 0), (-1, -1), 1, black),
        ("FONTNAME", (0, 0), (-1, -1), styles.serif.regular),
    ]
    return Table([[Paragraph(typeset(words), styles.cell_bold)]], colWidths=[WIDTH], style=box)

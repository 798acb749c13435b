"""Sheets of units as PDF: A4, each on one page, whatever stands on it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from reportlab.lib.colors import black, grey
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepInFrame, PageBreak, Paragraph, Spacer, Table

from field_export.charts.shapes import Chart
from field_export.fonts import serif_for
from field_export.report import Figure, Grid, Paragraphs
from field_export.report_blocks import grid_of
from field_export.report_columns import letters_of
from field_export.report_figures import Drawing
from field_export.report_pdf import OTHERS, Margins, Pages, numbered
from field_export.report_styles import BOTTOM, TOP, WIDTH, Styles, on_one_line, styles_of, typeset
from field_export.unit_sheets import KeyFigure, SheetPart, UnitSheet, UnitSheets

HEIGHT = A4[1] - TOP - BOTTOM
CELL = 8.5
ALL = ((0, 0), (-1, -1))
BESIDE = 7
"""Points of white beside a key figure."""
SPARE = 12
"""Points of the frame that a sheet leaves free, so that none begins a second page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letters:
    """The styles of a sheet, smaller than those of a report."""

    of: Styles
    body: ParagraphStyle
    unit: ParagraphStyle
    about: ParagraphStyle
    heading: ParagraphStyle
    text: ParagraphStyle
    note: ParagraphStyle
    name: ParagraphStyle
    value: ParagraphStyle
    beside: ParagraphStyle


def unit_sheets_pdf(sheets: UnitSheets) -> bytes:
    """The PDF; the same sheets give the same bytes. Raises NoFont where letters are missing."""
    in_capitals = (one.body.upper() for one in sheets.sheets)
    serif = serif_for((*sheets.texts(), *in_capitals, OTHERS))
    letters = _letters(_for_one_page(styles_of(serif)))
    file = BytesIO()
    pages = Pages(
        file=file,
        title=sheets.title,
        author=sheets.sheets[0].body,
        subject=sheets.title,
        language=sheets.language,
        outlined={letters.unit.name: 0},
    )
    margins = Margins(page="", foot=sheets.foot, sheet=sheets.sheet)
    pages.build(
        list(_flowables(sheets, letters=letters)),
        canvasmaker=numbered(margins, made_at=sheets.made_at, serif=serif),
    )
    return file.getvalue()


def _for_one_page(styles: Styles) -> Styles:
    """With tables in smaller letters, so that most sheets need not be made smaller as a whole."""
    tables = ("cell", "cell_bold", "cell_head", "number", "number_bold", "note")
    return replace(
        styles,
        **{
            name: ParagraphStyle(
                f"sheet_{name}", parent=getattr(styles, name), fontSize=CELL, leading=CELL * 1.2
            )
            for name in tables
        },
    )


def _letters(styles: Styles) -> _Letters:
    serif = styles.serif
    text = ParagraphStyle("text", fontName=serif.regular, fontSize=9.5, leading=12.5, spaceAfter=2)
    bold = ParagraphStyle("sheet_bold", parent=text, fontName=serif.bold)
    centred = ParagraphStyle("sheet_centred", parent=text, alignment=TA_CENTER)
    return _Letters(
        of=styles,
        body=ParagraphStyle("sheet_body", parent=bold, fontSize=9),
        unit=ParagraphStyle("unit", parent=bold, fontSize=17, leading=22),
        about=ParagraphStyle("sheet_about", parent=text, fontSize=10.5, leading=14, spaceAfter=0),
        heading=ParagraphStyle(
            "sheet_heading", parent=bold, fontSize=11, leading=14, spaceBefore=8, spaceAfter=2
        ),
        text=text,
        note=ParagraphStyle(
            "sheet_note", parent=text, fontName=serif.italic, fontSize=8, leading=10.5, spaceAfter=1
        ),
        name=ParagraphStyle("sheet_name", parent=centred, fontSize=8.5, leading=10.5),
        value=ParagraphStyle(
            "sheet_value", parent=centred, fontName=serif.bold, fontSize=17, leading=21
        ),
        beside=ParagraphStyle("sheet_beside", parent=centred, fontSize=8, leading=10),
    )


def _flowables(sheets: UnitSheets, *, letters: _Letters) -> Iterator[Flowable]:
    """The name of the unit stands outside of what is made to fit: it is in the outline."""
    for at, sheet in enumerate(sheets.sheets):
        if at:
            yield PageBreak()
        head = list(_head(sheet, letters=letters))
        yield from head
        above = sum(one.wrap(WIDTH, HEIGHT)[1] + one.getSpaceBefore() for one in head)
        rest = list(_rest(sheet, letters=letters))
        yield KeepInFrame(WIDTH, HEIGHT - above - SPARE, rest, mode="shrink")


def _head(sheet: UnitSheet, *, letters: _Letters) -> Iterator[Flowable]:
    yield Paragraph(typeset(sheet.body.upper()), letters.body)
    yield Paragraph(typeset(sheet.unit), letters.unit)


def _rest(sheet: UnitSheet, *, letters: _Letters) -> Iterator[Flowable]:
    for line in sheet.about:
        yield Paragraph(typeset(line), letters.about)
    if sheet.notice:
        yield Spacer(0, 4)
        yield _box([[Paragraph(typeset(sheet.notice), letters.text)]], letters=letters)
    if sheet.figures:
        yield Spacer(0, 6)
        yield _figures(sheet.figures, letters=letters)
    for part in sheet.parts:
        yield Paragraph(typeset(part.heading), letters.heading)
        yield from _blocks(part, letters=letters)
    if sheet.notes:
        yield Spacer(0, 6)
        yield from (Paragraph(typeset(note), letters.note) for note in sheet.notes)


def _blocks(part: SheetPart, *, letters: _Letters) -> Iterator[Flowable]:
    for block in part.blocks:
        if isinstance(block, Paragraphs):
            yield from (Paragraph(typeset(line), letters.text) for line in block.lines)
        elif isinstance(block, Figure):
            yield _AsWide(_drawing(block.chart, letters=letters))
            yield from (Paragraph(typeset(note), letters.note) for note in block.notes)
        else:
            yield from _table(block, letters=letters)


class _AsWide(Flowable):  # type: ignore[misc]  # the library ships no types
    """A table or a chart as wide as its room, which is wider than the page on a sheet that is made
    smaller: with the width of the page it would end before the margin.
    """

    def __init__(self, made: Callable[[float], Flowable]) -> None:
        super().__init__()
        self._made = made
        self._part = made(WIDTH)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As reportlab calls it."""
        self._part = self._made(width)
        self.width, self.height = self._part.wrapOn(self.canv, width, height)
        return self.width, self.height

    def draw(self) -> None:
        """As reportlab calls it."""
        self._part.drawOn(self.canv, 0, 0)

    def getSpaceBefore(self) -> float:  # noqa: N802 -- named by the library
        """As reportlab calls it."""
        return float(self._part.getSpaceBefore())


def _drawing(chart: Chart, *, letters: _Letters) -> Callable[[float], Flowable]:
    return lambda width: Drawing(chart, serif=letters.of.serif, width=width)


def _table(grid: Grid, *, letters: _Letters) -> Iterator[Flowable]:
    """The table and the notes below it. Its columns are measured once, its width is tried often."""
    columns = letters_of(grid, styles=letters.of)

    def made(width: float) -> Flowable:
        table, *_ = grid_of(grid, caption="", styles=letters.of, width=width, letters=columns)
        table.setStyle([("TOPPADDING", *ALL, 1), ("BOTTOMPADDING", *ALL, 2)])
        return table

    yield _AsWide(made)
    yield from grid_of(grid, caption="", styles=letters.of, letters=columns)[1:]


def _figures(figures: tuple[KeyFigure, ...], *, letters: _Letters) -> Flowable:
    room = WIDTH / len(figures) - 2 * BESIDE
    cells = [
        [
            Paragraph(typeset(one.name), letters.name),
            Paragraph(typeset(one.value), on_one_line(one.value, letters.value, width=room)),
            Paragraph(typeset(one.beside), letters.beside),
        ]
        for one in figures
    ]
    return _box([cells], letters=letters)


def _box(rows: Sequence[Sequence[object]], *, letters: _Letters) -> Flowable:
    style = [
        ("BOX", (0, 0), (-1, -1), 1, black),
        ("INNERGRID", (0, 0), (-1, -1), 0.5, grey),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("FONTNAME", (0, 0), (-1, -1), letters.of.serif.regular),
    ]
    columns = len(rows[0])
    return _AsWide(
        lambda width: Table(rows, colWidths=[width / columns] * columns, style=style, hAlign="LEFT")
    )

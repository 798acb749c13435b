"""Sets the sections of a report: headings, paragraphs, tables, figures, signatures."""

from collections.abc import Iterator, Sequence
from itertools import count, zip_longest

from reportlab.lib.colors import Color, HexColor, grey
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    PageBreak,
    Paragraph,
    Spacer,
    Table,
)

from field_export.cell_text import CellText
from field_export.report import (
    Block,
    Closing,
    Column,
    Facts,
    Figure,
    Grid,
    Paragraphs,
    Report,
    ReportSection,
    Signatures,
    Subheading,
)
from field_export.report_columns import PADDING, Letters, letters_of
from field_export.report_figures import Drawing, FigureParts
from field_export.report_signatures import closing_of, signatures_of
from field_export.report_styles import WIDTH, Styles, on_one_line, typeset

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
NAME_SHARE = 0.3
"""Of named values, the part of the width for the names."""
SHORT, ABOVE, SHORT_NOTES = 8, 8, 700
"""A table of so many rows is not split. Points of white above a table. Letters of notes that are
certain to fit on a page with a table's last rows.
"""
FEW_ROWS, ROW, CAPTION = 140, 16, 60
"""Points that the first rows of a long table take, one row, and what stands above the first."""
SHADE = Color(0.92, 0.92, 0.92)
LINES = (
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
    ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
)
FACT_LINES = (("GRID", (0, 0), (-1, -1), 0.5, grey), ("BACKGROUND", (0, 0), (0, -1), SHADE))


INNER = "abcdđeghiklmnopqrstuvxy"
"""Letters of the Vietnamese alphabet, as Nghị định 30/2020/NĐ-CP orders inner headings by."""


def sections_of(report: Report, *, styles: Styles) -> Iterator[Flowable]:
    """All sections, numbered I, II, III …; parts of a section 1, 2, 3 …; tables throughout, and
    figures too. Then the annexes, each from a new page on.

    Headings stay on the page of what follows them.
    """
    numbered = _Numbered(report, styles=styles)
    for at, section in enumerate(report.sections):
        heading = Paragraph(typeset(f"{ROMAN[at]}. {section.title}".upper()), styles.section)
        yield from numbered.blocks_of(section, under=[heading])
    for at, annex in enumerate(report.annexes):
        yield PageBreak()
        yield Paragraph(typeset(report.annex.format(number=ROMAN[at])), styles.annex)
        heading = Paragraph(typeset(annex.title.upper()), styles.annex_title)
        yield from numbered.blocks_of(annex, under=[heading])


class _Numbered:
    """Sets blocks one after the other, and counts what has a number."""

    def __init__(self, report: Report, *, styles: Styles) -> None:
        self._report, self._styles = report, styles
        self._tables, self._figures = count(1), count(1)
        self._parts, self._inner = count(1), iter(INNER)

    def blocks_of(self, section: ReportSection, *, under: Sequence[Flowable]) -> Iterator[Flowable]:
        """The blocks of a section; under: its own heading, on the page of the first of them."""
        self._parts = count(1)
        heads = list(under)
        for block, after in zip_longest(section.blocks, section.blocks[1:]):
            if isinstance(block, Subheading):
                heads.append(self._heading(block))
                continue
            flowables = list(self._set(block, heads=heads))
            # Nobody signs a page on which nothing stands.
            heads = [flowables.pop()] if isinstance(after, Closing) else []
            yield from flowables
        yield from heads

    def _heading(self, block: Subheading) -> Paragraph:
        if block.is_inner:
            return Paragraph(typeset(f"{next(self._inner)}) {block.words}"), self._styles.inner)
        self._inner = iter(INNER)
        return Paragraph(typeset(f"{next(self._parts)}. {block.words}"), self._styles.part)

    def _set(self, block: Block, *, heads: Sequence[Flowable]) -> Iterator[Flowable]:
        styles = self._styles
        if isinstance(block, Grid):
            caption = self._report.table.format(number=next(self._tables), caption=block.caption)
            set_grid = grid_of(block, caption=caption, styles=styles)
            yield from _under(heads, set_grid, rows=len(block.rows))
        elif isinstance(block, Figure):
            caption = self._report.figure.format(number=next(self._figures), caption=block.caption)
            yield FigureParts([*heads, *figure_of(block, caption=caption, styles=styles)])
        elif isinstance(block, Facts):
            yield from _under(heads, [_facts(block, styles=styles)], rows=len(block.facts))
        elif isinstance(block, Signatures):
            yield KeepTogether([*heads, *signatures_of(block, styles=styles)])
        elif isinstance(block, Closing):
            yield KeepTogether([*heads, *closing_of(block, styles=styles)])
        elif isinstance(block, Paragraphs):
            yield from (*heads, *_paragraphs(block, styles=styles))


def _under(
    heads: Sequence[Flowable], block: Sequence[Flowable], *, rows: int
) -> Iterator[Flowable]:
    """A table with the headings above it and the notes below; a long one may go on.

    It begins on this page where some of it fits, or all; the library would keep headings with the
    whole of it.
    """
    if rows <= SHORT:
        yield KeepTogether([*heads, *block])
        return
    above = 0.0
    for head in heads:
        head.keepWithNext = False
        above += head.wrap(WIDTH, 0)[1] + head.getSpaceBefore()
    yield CondPageBreak(above + min(FEW_ROWS, ROW * rows + CAPTION))
    yield from (*heads, *block)


def _paragraphs(block: Paragraphs, *, styles: Styles) -> Iterator[Flowable]:
    """A line that announces others stays on the page of the first of them."""
    mark = "- " if block.is_list else ""
    for line in block.lines:
        style = styles.announcing if line.endswith(":") else styles.body
        yield Paragraph(typeset(f"{mark}{line}"), style)


def _facts(block: Facts, *, styles: Styles) -> Table:
    widths = [WIDTH * NAME_SHARE, WIDTH * (1 - NAME_SHARE)]
    rows = []
    for fact in block.facts:
        style = styles.cell
        if fact.is_code:
            style = on_one_line(fact.value, style, width=widths[1] - 2 * PADDING - 1)
        rows.append(
            [Paragraph(typeset(fact.name), styles.cell), Paragraph(typeset(fact.value), style)]
        )
    return Table(
        rows, colWidths=widths, style=[*LINES, *FACT_LINES, _face(styles)], spaceBefore=ABOVE
    )


def grid_of(
    block: Grid,
    *,
    caption: str,
    styles: Styles,
    width: float = WIDTH,
    letters: Letters | None = None,
) -> list[Flowable]:
    """The caption and the heads stand again on every page that the table goes on to; a few notes
    stay on the page of the last rows. caption: "" for none. width: of the table, in points.
    letters: where they are known.
    """
    letters = letters or letters_of(block, styles=styles)
    empty = [""] * (len(block.columns) - 1)
    notes = [Paragraph(typeset(note), styles.note) for note in block.notes]
    heads = 1 if caption else 0
    is_beside = bool(notes) and sum(map(len, block.notes)) <= SHORT_NOTES
    rows = [
        *([[Paragraph(typeset(caption), styles.caption), *empty]] if caption else []),
        [Paragraph(typeset(column.title), letters.head) for column in block.columns],
        *(
            _row(row, block.columns, words=letters.cell, numbers=letters.number)
            for row in block.rows
        ),
    ]
    if block.last:
        bold = letters.bold
        rows.append(_row(block.last, block.columns, words=bold, numbers=letters.number_bold))
    if is_beside:
        rows.append([notes, *empty])
    table = Table(
        rows,
        colWidths=[one * width / WIDTH for one in letters.widths],
        repeatRows=2 if caption else 1,
        style=[
            *LINES,
            *_lines_of(len(block.rows), heads=heads, has_notes=is_beside),
            *_shades_of(block, first=heads + 1),
            _face(styles),
        ],
        spaceBefore=ABOVE,
        hAlign="LEFT",
    )
    return [table, *([] if is_beside else notes)]


def _face(styles: Styles) -> tuple[object, ...]:
    """Else the library names a font that is not in the file."""
    return ("FONTNAME", (0, 0), (-1, -1), styles.serif.regular)


def _lines_of(rows: int, *, heads: int, has_notes: bool) -> Iterator[tuple[object, ...]]:
    """Caption and notes are no cells, the heads are shaded; no row is alone on a page.

    heads: the row of the heads of columns.
    """
    last = -2 if has_notes else -1
    if heads:
        yield ("SPAN", (0, 0), (-1, 0))
        yield ("LEFTPADDING", (0, 0), (-1, 0), 0)
    yield ("GRID", (0, heads), (-1, last), 0.5, grey)
    yield ("BACKGROUND", (0, heads), (-1, heads), SHADE)
    yield ("VALIGN", (0, heads), (-1, heads), "MIDDLE")
    if has_notes:
        yield ("SPAN", (0, -1), (-1, -1))
        yield ("LEFTPADDING", (0, -1), (-1, -1), 0)
    if rows > SHORT:
        yield ("NOSPLIT", (0, heads + 1), (-1, heads + 2))
        yield ("NOSPLIT", (0, last - 1), (-1, -1))


def _shades_of(block: Grid, *, first: int) -> Iterator[tuple[object, ...]]:
    for at, row in enumerate(block.shades, start=first):
        for column, shade in enumerate(row):
            if shade:
                yield ("BACKGROUND", (column, at), (column, at), HexColor(shade))


def figure_of(block: Figure, *, caption: str, styles: Styles) -> Iterator[Flowable]:
    """The chart with its caption below, as official reports have it, and notes under that."""
    yield Spacer(0, ABOVE)
    yield Drawing(block.chart, serif=styles.serif)
    yield Paragraph(typeset(caption), styles.figure)
    for note in block.notes:
        yield Paragraph(typeset(note), styles.note)


def _row(
    cells: Sequence[str],
    columns: Sequence[Column],
    *,
    words: ParagraphStyle,
    numbers: ParagraphStyle,
) -> list[Paragraph]:
    return [
        CellText(typeset(cell), numbers if column.is_number else words)
        for cell, column in zip(cells, columns, strict=True)
    ]

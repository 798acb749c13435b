"""Sets the sections of a report: headings, paragraphs, named values, tables, signatures."""

from collections.abc import Iterator, Sequence
from itertools import count

from reportlab.lib.colors import Color, grey
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Table

from field_export.report import Column, Facts, Grid, Paragraphs, Report, Signatures, Subheading
from field_export.report_columns import PADDING, letters_of
from field_export.report_signatures import signatures_of
from field_export.report_styles import WIDTH, Styles, on_one_line, typeset

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
NAME_SHARE = 0.3
"""Of named values, the part of the width for the names."""
SHORT, ABOVE = 8, 8
"""A table of so many rows is not split. Points of white above a table."""
SHADE = Color(0.92, 0.92, 0.92)
LINES = (
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
    ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
)
FACT_LINES = (("GRID", (0, 0), (-1, -1), 0.5, grey), ("BACKGROUND", (0, 0), (0, -1), SHADE))


def sections_of(report: Report, *, styles: Styles) -> Iterator[Flowable]:
    """All sections, numbered I, II, III …; parts of a section 1, 2, 3 …; tables throughout.

    Headings stay on the page of what follows them.
    """
    tables = count(1)
    for at, section in enumerate(report.sections):
        heads = [Paragraph(typeset(f"{ROMAN[at]}. {section.title}".upper()), styles.section)]
        parts = count(1)
        for block in section.blocks:
            if isinstance(block, Subheading):
                heads.append(Paragraph(typeset(f"{next(parts)}. {block.words}"), styles.part))
                continue
            if isinstance(block, Grid):
                caption = report.table.format(number=next(tables), caption=block.caption)
                set_grid = _grid(block, caption=caption, styles=styles)
                yield from _under(heads, set_grid, rows=len(block.rows))
            elif isinstance(block, Facts):
                set_facts = _facts(block, styles=styles)
                yield from _under(heads, [set_facts], rows=len(block.facts))
            elif isinstance(block, Signatures):
                yield KeepTogether([*heads, *signatures_of(block, styles=styles)])
            else:
                yield from (*heads, *_paragraphs(block, styles=styles))
            heads = []
        yield from heads


def _under(
    heads: Sequence[Flowable], block: Sequence[Flowable], *, rows: int
) -> Iterator[Flowable]:
    """A table with the headings above it and the notes below; a long one may go on."""
    if rows <= SHORT:
        yield KeepTogether([*heads, *block])
        return
    yield from (*heads, *block)


def _paragraphs(block: Paragraphs, *, styles: Styles) -> Iterator[Flowable]:
    mark = "- " if block.is_list else ""
    for line in block.lines:
        yield Paragraph(typeset(f"{mark}{line}"), styles.body)


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


def _grid(block: Grid, *, caption: str, styles: Styles) -> list[Flowable]:
    """The caption and the heads stand again on every page that the table goes on to."""
    letters = letters_of(block, styles=styles)
    empty = [""] * (len(block.columns) - 1)
    rows = [
        [Paragraph(typeset(caption), styles.caption), *empty],
        [Paragraph(typeset(column.title), letters.head) for column in block.columns],
        *(
            _row(row, block.columns, words=letters.cell, numbers=letters.number)
            for row in block.rows
        ),
    ]
    if block.last:
        bold = letters.bold
        rows.append(_row(block.last, block.columns, words=bold, numbers=letters.number_bold))
    table = Table(
        rows,
        colWidths=letters.widths,
        repeatRows=2,
        style=[*LINES, *_lines_of(len(block.rows)), _face(styles)],
        spaceBefore=ABOVE,
    )
    return [table, *(Paragraph(typeset(note), styles.note) for note in block.notes)]


def _face(styles: Styles) -> tuple[object, ...]:
    """Else the library names a font that is not in the file."""
    return ("FONTNAME", (0, 0), (-1, -1), styles.serif.regular)


def _lines_of(rows: int) -> Iterator[tuple[object, ...]]:
    """The caption is no cell, the heads are shaded; neither the first nor the last row is alone."""
    yield ("SPAN", (0, 0), (-1, 0))
    yield ("LEFTPADDING", (0, 0), (-1, 0), 0)
    yield ("GRID", (0, 1), (-1, -1), 0.5, grey)
    yield ("BACKGROUND", (0, 1), (-1, 1), SHADE)
    yield ("VALIGN", (0, 1), (-1, 1), "MIDDLE")
    if rows > SHORT:
        yield ("NOSPLIT", (0, 2), (-1, 3))
        yield ("NOSPLIT", (0, -2), (-1, -1))


def _row(
    cells: Sequence[str],
    columns: Sequence[Column],
    *,
    words: ParagraphStyle,
    numbers: ParagraphStyle,
) -> list[Paragraph]:
    return [
        Paragraph(typeset(cell), numbers if column.is_number else words)
        for cell, column in zip(cells, columns, strict=True)
    ]

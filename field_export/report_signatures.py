"""Sets the end of a report: where people sign, and beside it who gets a copy."""

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table

from field_export.report import Closing, Signatory, Signatures
from field_export.report_styles import WIDTH, Styles, typeset

ABOVE, HAND, PADDING = 16, 24 * mm, 4
"""Points of white above, for the hand and the seal, and beside each."""


def signatures_of(block: Signatures, *, styles: Styles) -> Iterator[Flowable]:
    """Offices, what to do and names, each in a line with those of the others, on one page."""
    columns = [_lines(one, styles=styles) for one in block.signatories]
    share = WIDTH / len(columns)
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
        ("FONTNAME", (0, 0), (-1, -1), styles.serif.regular),
    ]
    rows = [list(row) for row in zip(*columns, strict=True)]
    yield Spacer(0, ABOVE)
    yield Table(
        rows, colWidths=[share] * len(columns), style=[*style, ("NOSPLIT", (0, 0), (-1, -1))]
    )


def closing_of(block: Closing, *, styles: Styles) -> Iterator[Flowable]:
    """Copies at the left, the signatory at the right, as Nghị định 30/2020/NĐ-CP has them."""
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
        ("FONTNAME", (0, 0), (-1, -1), styles.serif.regular),
    ]
    copies = [
        Paragraph(typeset(block.title), styles.copies_title),
        *(Paragraph(typeset(line), styles.copies) for line in block.copies),
    ]
    cells = [[copies, [*_lines(block.signatory, styles=styles)]]]
    yield Spacer(0, ABOVE)
    yield Table(cells, colWidths=[WIDTH / 2, WIDTH / 2], style=style)


def _lines(one: Signatory, *, styles: Styles) -> tuple[Flowable, ...]:
    return (
        Paragraph(typeset(one.office.upper()), styles.head_top),
        Paragraph(typeset(one.how), styles.head_italic),
        Spacer(0, HAND),
        Paragraph(typeset(one.name), styles.head_bold),
    )

"""How wide the columns of a table are, and how large its letters: so that no word is cut."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth

from field_export.report import Grid
from field_export.report_styles import WIDTH, Styles

PADDING = 3
SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
"""Of letters, from the usual to the smallest that is still read with ease."""
SMALL_ENOUGH, MOST_LINES = 8.0, 2.2
"""So many lines of a cell may be; to have fewer, letters become no smaller than that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """widths: of the columns, in points, together those of the page. The styles have one size."""

    widths: Sequence[float]
    head: ParagraphStyle
    cell: ParagraphStyle
    bold: ParagraphStyle
    number: ParagraphStyle
    number_bold: ParagraphStyle


def letters_of(block: Grid, *, styles: Styles) -> Letters:
    """The largest letters with which every word and every number stays on one line.

    What is left of the width then goes to the columns by their shares. Where even the smallest
    letters need more, the widths shrink alike, and long words are broken. Texts that would take
    many lines get smaller letters too, as long as these are read with ease.
    """
    for size in SIZES:
        needed = [
            max(_widest(texts, styles=styles, size=size)) + 2 * PADDING + 1
            for texts in _by_column(block)
        ]
        widths = _widths(needed, block)
        is_small = size <= SMALL_ENOUGH
        if sum(needed) <= WIDTH and (is_small or _lines(block, widths, styles, size) <= MOST_LINES):
            break
    return Letters(
        widths=widths,
        head=_sized(styles.cell_head, size),
        cell=_sized(styles.cell, size),
        bold=_sized(styles.cell_bold, size),
        number=_sized(styles.number, size),
        number_bold=_sized(styles.number_bold, size),
    )


def _widths(needed: Sequence[float], block: Grid) -> list[float]:
    left = WIDTH - sum(needed)
    shares: Sequence[float] = [column.share for column in block.columns]
    if left < 0:
        shares = needed
    return [need + left * share / sum(shares) for need, share in zip(needed, shares, strict=True)]


def _lines(block: Grid, widths: Sequence[float], styles: Styles, size: float) -> float:
    """About how many lines the longest text of a cell takes."""
    return max(
        (
            float(stringWidth(cell, styles.serif.regular, size)) / (width - 2 * PADDING)
            for row in block.rows
            for cell, width, column in zip(row, widths, block.columns, strict=True)
            if not column.is_number
        ),
        default=0.0,
    )


def _by_column(block: Grid) -> Iterator[list[str]]:
    """What must not be broken in each column: the words, of numbers all."""
    rows = [*block.rows, *([block.last] if block.last else [])]
    for at, column in enumerate(block.columns):
        cells = [row[at] for row in rows]
        unbroken = cells if column.is_number else [word for cell in cells for word in cell.split()]
        yield [*column.title.split(), *unbroken, ""]


def _widest(texts: Sequence[str], *, styles: Styles, size: float) -> Iterator[float]:
    """In bold, which is the wider face."""
    yield from (float(stringWidth(text, styles.serif.bold, size)) for text in texts)


def _sized(style: ParagraphStyle, size: float) -> ParagraphStyle:
    return ParagraphStyle(style.name, parent=style, fontSize=size, leading=size * 1.25)

"""How wide the columns of a table are, and how large its letters: so that no word is cut."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.styles import ParagraphStyle

from field_export.column_room import Room, fewest_lines, widths_by_lines
from field_export.column_texts import THOUSANDTH, ColumnTexts, texts_of
from field_export.report import Column, Grid
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

    What is left of the width then goes to the columns by their shares, and from one to another
    where rows take fewer lines by it. Where even the smallest letters need more, the widths shrink
    alike, and long words are broken. Texts that would take many lines get smaller letters too, as
    long as these are read with ease.
    """
    columns, texts = block.columns, texts_of(block, serif=styles.serif)
    for size in SIZES:
        needed = [THOUSANDTH * size * one.widest + 2 * PADDING + 1 for one in texts]
        widths = _widths(needed, columns)
        fits, is_small = sum(needed) <= WIDTH, size <= SMALL_ENOUGH
        if fits and (is_small or _lines(texts, widths, size=size) <= MOST_LINES):
            break
    if fits:
        rooms = zip(columns, widths, needed, texts, strict=True)
        widths = fewest_lines([_room(*one, size=size) for one in rooms])
    return Letters(
        widths=widths,
        head=_sized(styles.cell_head, size),
        cell=_sized(styles.cell, size),
        bold=_sized(styles.cell_bold, size),
        number=_sized(styles.number, size),
        number_bold=_sized(styles.number_bold, size),
    )


def _widths(needed: Sequence[float], columns: Sequence[Column]) -> list[float]:
    left = WIDTH - sum(needed)
    shares: Sequence[float] = [column.share for column in columns]
    if left < 0:
        shares = needed
    return [need + left * share / sum(shares) for need, share in zip(needed, shares, strict=True)]


def _lines(texts: Sequence[ColumnTexts], widths: Sequence[float], *, size: float) -> float:
    """About how many lines the longest text of a cell takes."""
    return max(
        THOUSANDTH * size * one.longest / (width - 2 * PADDING)
        for one, width in zip(texts, widths, strict=True)
    )


def _room(column: Column, width: float, least: float, texts: ColumnTexts, *, size: float) -> Room:
    return Room(
        width=width,
        least=least,
        cells=[
            [
                THOUSANDTH * size * line + 2 * PADDING
                for line in widths_by_lines(cell.words, space=cell.space)
            ]
            for cell in texts.cells
        ],
        is_number=column.is_number,
    )


def _sized(style: ParagraphStyle, size: float) -> ParagraphStyle:
    return ParagraphStyle(style.name, parent=style, fontSize=size, leading=size * 1.25)

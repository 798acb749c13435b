"""How wide the texts of a table are, measured once for letters of every size."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfbase.pdfmetrics import stringWidth

from field_export.fonts import Serif
from field_export.report import Column, Grid
from field_export.report_styles import unbroken

THOUSANDTH = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """words: the widths of what must not be broken; of a number it is all. space: between them."""

    words: tuple[float, ...]
    space: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnTexts:
    """The cells of a column: its head, the rows, the last row. All widths are thousandths of the
    size of letters.

    widest: of all words, were they in bold, which is the wider face. longest: of all texts of the
    rows, were they on one line; 0 for numbers.
    """

    cells: tuple[Cell, ...]
    widest: float
    longest: float


def texts_of(block: Grid, *, serif: Serif) -> list[ColumnTexts]:
    """Those of every column."""
    return [
        _texts(column, [row[at] for row in block.rows], block.last[at : at + 1], serif=serif)
        for at, column in enumerate(block.columns)
    ]


def _texts(
    column: Column, rows: Sequence[str], last: Sequence[str], *, serif: Serif
) -> ColumnTexts:
    head = _words(column.title)
    cells = [[text] if column.is_number else _words(text) for text in (*rows, *last)]
    faces = [serif.regular] * len(rows) + [serif.bold] * len(last)
    return ColumnTexts(
        cells=(
            _cell(head, face=serif.bold),
            *(_cell(words, face=face) for words, face in zip(cells, faces, strict=True)),
        ),
        widest=max(_width(word, serif.bold) for word in {"", *head}.union(*cells)),
        longest=0.0
        if column.is_number
        else max(_width(text, serif.regular) for text in ("", *rows)),
    )


def _words(text: str) -> list[str]:
    """As a paragraph is broken: at spaces, and at no others."""
    return [word for word in unbroken(text).split(" ") if word]


def _cell(words: Sequence[str], *, face: str) -> Cell:
    return Cell(words=tuple(_width(word, face) for word in words), space=_width(" ", face))


def _width(text: str, face: str) -> float:
    return float(stringWidth(text, face, 1 / THOUSANDTH))

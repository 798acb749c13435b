"""Cells of tables are broken into lines as paragraphs are, for each width once."""

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from field_export.cell_text import CellText

STYLE = ParagraphStyle("cell", fontName="Helvetica", fontSize=10, leading=12)
WORDS = "so many words that they take several lines of a narrow cell"


def test_cell_text__one_width_after_another__is_as_large_as_a_paragraph_every_time():
    cell = CellText(WORDS, STYLE)

    for width in (60, 60, 200, 60, 200):
        paragraph = Paragraph(WORDS, STYLE)
        assert cell.wrap(width, 500) == paragraph.wrap(width, 500)
        assert len(cell.blPara.lines) == len(paragraph.blPara.lines)


def test_cell_text__width_of_before__is_not_broken_anew():
    cell = CellText(WORDS, STYLE)
    cell.wrap(60, 500)
    lines = cell.blPara

    cell.wrap(60, 100)

    assert cell.blPara is lines

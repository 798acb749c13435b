"""How sheets of units stand on paper: one page each, and as wide as the page."""

from datetime import UTC, datetime

import pytest
from reportlab.platypus import Table

from field_export.report import Column, Grid
from field_export.report_styles import WIDTH
from field_export.unit_sheets import KeyFigure, SheetPart, UnitSheet, UnitSheets
from field_export.unit_sheets_pdf import unit_sheets_pdf
from tests.fonts import needs_font
from tests.pdf_text import pages_of

pytestmark = needs_font
COLUMNS = (Column(title="Tiêu chí", share=1), Column(title="Tỷ lệ", share=0, is_number=True))


def sheets_of(rows):
    """A file of one sheet with a table of so many rows."""
    grid = Grid(caption="", columns=COLUMNS, rows=(("Nơi ngồi chờ", "50,0"),) * rows)
    sheet = UnitSheet(
        body="Sở Nội vụ",
        unit="Sở Xây dựng",
        about=("Đợt thử 2022",),
        notice="",
        figures=(KeyFigure(name="Điểm", value="9,55"), KeyFigure(name="Số người", value="60")),
        parts=(SheetPart(heading="Tiêu chí", blocks=(grid,)),),
        notes=("Cách đọc",),
    )
    return UnitSheets(
        language="vi",
        title="Kết quả",
        made_at=datetime(2022, 10, 3, tzinfo=UTC),
        sheets=(sheet,),
        foot="Đợt thử 2022",
        sheet="{sheet}/{sheets}",
    )


@pytest.fixture
def drawn(monkeypatch):
    """The widths of tables on the paper, in points, and how much smaller each is made."""
    found, draw = [], Table.draw

    def noted(table):
        smaller = table.canv._currentMatrix[0]
        found.append((table._width * smaller, smaller))
        draw(table)

    monkeypatch.setattr(Table, "draw", noted)
    return found


@pytest.mark.parametrize(("rows", "is_smaller"), [(5, False), (90, True)])
def test_sheet__however_much_stands_on_it__is_one_page_as_wide_as_the_page(drawn, rows, is_smaller):
    pdf = unit_sheets_pdf(sheets_of(rows))

    assert len(pages_of(pdf)) == 1
    assert pages_of(pdf)[0].count("Nơi ngồi chờ") == rows
    assert len(drawn) == 2
    for width, smaller in drawn:
        assert width == pytest.approx(WIDTH, rel=1e-6)
        assert (smaller < 0.9) == is_smaller

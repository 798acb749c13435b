"""How sheets of units stand on paper: one page each, and as wide as the page."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from reportlab.platypus import Paragraph, Table

from field_export.charts.shapes import Chart, Line
from field_export.report import Column, Figure, Grid
from field_export.report_figures import Drawing
from field_export.report_styles import WIDTH
from field_export.unit_sheets import KeyFigure, SheetPart, UnitSheet, UnitSheets
from field_export.unit_sheets_pdf import unit_sheets_pdf
from tests.fonts import needs_font
from tests.pdf_text import pages_of

pytestmark = needs_font
CHART = Chart(
    name="chart",
    title="",
    sentence="",
    width=660,
    height=100,
    lines=(Line(x1=0, x2=660, y1=50, y2=50),),
)
COLUMNS = (Column(title="Tiêu chí", share=1), Column(title="Tỷ lệ", share=0, is_number=True))


def sheets_of(rows, *, value="9,55"):
    """A file of one sheet with a table of so many rows."""
    grid = Grid(caption="", columns=COLUMNS, rows=(("Nơi ngồi chờ", "50,0"),) * rows)
    sheet = UnitSheet(
        body="Sở Nội vụ",
        unit="Sở Xây dựng",
        about=("Đợt thử 2022",),
        notice="",
        figures=(KeyFigure(name="Điểm", value=value), KeyFigure(name="Số người", value="60")),
        parts=(SheetPart(heading="Tiêu chí", blocks=(Figure(caption="", chart=CHART), grid)),),
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
    """The widths of tables and charts on the paper, in points, and how much smaller each is."""
    found = []

    def noting(kind, width_of):
        draw = kind.draw

        def noted(part):
            smaller = part.canv._currentMatrix[0]
            found.append((width_of(part) * smaller, smaller))
            draw(part)

        monkeypatch.setattr(kind, "draw", noted)

    noting(Table, lambda table: table._width)
    noting(Drawing, lambda drawing: drawing.width)
    return found


@pytest.mark.parametrize(("rows", "is_smaller"), [(5, False), (90, True)])
def test_sheet__however_much_stands_on_it__is_one_page_as_wide_as_the_page(drawn, rows, is_smaller):
    pdf = unit_sheets_pdf(sheets_of(rows))

    assert len(pages_of(pdf)) == 1
    assert pages_of(pdf)[0].count("Nơi ngồi chờ") == rows
    assert len(drawn) == 3
    for width, smaller in drawn:
        assert width == pytest.approx(WIDTH, rel=1e-6)
        assert (smaller < 0.9) == is_smaller


def test_outline__of_several_sheets__leads_to_the_page_of_each_unit(outline, tmp_path):
    one = sheets_of(5)
    units = ["Sở Xây dựng", "Sở Tư pháp", "Thanh tra tỉnh"]
    several = replace(one, sheets=tuple(replace(one.sheets[0], unit=unit) for unit in units))
    file = tmp_path / "ket-qua-don-vi.pdf"
    file.write_bytes(unit_sheets_pdf(several))

    entries = outline(file)

    assert entries == [(0, unit, page) for page, unit in enumerate(units, start=1)]


def test_key_figure__longer_than_its_place__stays_on_one_line(monkeypatch):
    rank, found, draw = "119 (đồng hạng với ba đơn vị)", {}, Paragraph.draw

    def noted(paragraph):
        found[paragraph.getPlainText()] = len(paragraph.blPara.lines)
        draw(paragraph)

    monkeypatch.setattr(Paragraph, "draw", noted)

    unit_sheets_pdf(sheets_of(5, value=rank))

    assert found[rank] == found["60"] == 1

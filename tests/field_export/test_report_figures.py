"""Charts, shades, annexes and the end of an official document, as they stand on paper."""

import re
import zlib
from base64 import a85decode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from field_export.charts import levels
from field_export.charts.heat import DARK, LIGHT, shades
from field_export.charts.levels import LevelBar, LevelWords, level_chart
from field_export.charts.ranking import (
    PRINT,
    RankingWords,
    UnitDot,
    ranking_chart,
    with_room_for,
)
from field_export.charts.shapes import Box, Chart, Dot, Line, Words
from field_export.fonts import serif_for
from field_export.report import Closing, Figure, ReportSection, Signatory, Subheading
from field_export.report_figures import LEAST_POINTS, MORE, TALLEST, Drawing, fitted
from field_export.report_pdf import report_pdf
from field_export.report_styles import WIDTH
from tests.field_export.test_report_pdf import grid, lines, report
from tests.fonts import needs_font
from tests.pdf_text import pages_of, text_of

pytestmark = needs_font
NAME = "Ủy ban nhân dân phường Nguyễn Văn Trỗi – Lương Khánh Thiện"
CHART = Chart(
    name="chart",
    title="Điểm",
    sentence="Điểm của các đơn vị.",
    width=660,
    height=100,
    boxes=(Box(x=0, y=0, width=10, height=10),),
    lines=(Line(x1=0, x2=660, y1=50, y2=50, is_dashed=True),),
    dots=(Dot(x=300, y=50),),
    words=(
        Words(x=0, y=50, text=NAME, room=160, rows=3),
        Words(x=660, y=50, text="9,55", anchor="end"),
        Words(x=330, y=90, text="trục", anchor="middle"),
    ),
)
END = Closing(
    title="Nơi nhận:",
    copies=("- UBND tỉnh;", "- Lưu: VT."),
    signatory=Signatory(office="Giám đốc", how="", name="Người Ký"),
)


def figures(*blocks, **changed):
    values = {
        "figure": "Biểu đồ {number}: {caption}",
        "annex": "Phụ lục {number}",
        "sheet": "tờ {sheet}/{sheets}",
        "page": "{page}",
    }
    return report(*blocks, **{**values, **changed})


def test_figure__words_of_a_chart__are_text_and_figures_are_numbered():
    figure = Figure(caption="Điểm", chart=CHART, notes=("Một ghi chú.",))

    text = text_of(report_pdf(figures(figure, figure)))

    assert text.count(NAME) == 2
    assert text.index("Biểu đồ 1: Điểm Một ghi chú.") < text.index("Biểu đồ 2: Điểm")
    assert "9,55" in text


def test_figure__after_any_number_of_lines__is_on_one_page_with_its_caption_and_heading():
    figure = Figure(caption="Điểm", chart=CHART)
    for before in range(28, 40):
        blocks = (lines(before), Subheading(words="Đề mục"), figure)

        pages = pages_of(report_pdf(figures(*blocks)))

        page = next(page for page in pages if "Biểu đồ 1" in page)
        assert "1. Đề mục" in page, before
        assert NAME in page, before


def test_drawing__chart_taller_than_a_page__is_made_smaller():
    serif = serif_for([NAME])

    usual, tall = (
        Drawing(Chart(name="c", title="", sentence="", width=660, height=height), serif=serif)
        for height in (100, 5000)
    )

    assert usual.height == pytest.approx(100 * WIDTH / 660)
    assert tall.height == pytest.approx(TALLEST)


def test_figure__a_little_too_high_for_what_is_left__stays_on_the_page_and_no_half_of_it_is_white():
    high = Chart(name="c", title="", sentence="", width=660, height=500, words=CHART.words)
    figure = Figure(caption="Điểm", chart=high)
    found = []
    for before in range(1, 14):
        pages = pages_of(report_pdf(figures(lines(before), figure)))

        found.append("Biểu đồ 1" in pages[0])
        assert len(pages) == (1 if found[-1] else 2)
    # Eight lines below the head of a report are more than half a page.
    assert found[:9] == [True] * 9
    assert not found[-1]


FACTORS = (
    "Tiếp cận dịch vụ hành chính công của cơ quan hành chính nhà nước",
    "Thủ tục hành chính",
    "Kết quả cung ứng dịch vụ hành chính công của cơ quan, đơn vị",
    "Tiếp nhận, giải quyết góp ý, phản ánh, kiến nghị của tổ chức",
)


LONG = "Ban Quản lý Khu kinh tế cửa khẩu quốc tế và các khu công nghiệp tỉnh Hà Nam – cơ sở hai"
LONGEST = ", ".join([LONG, LONG, LONG])
SHORT = "Sở Nội vụ"


def dots_of(names):
    return [
        UnitDot(name=name, score=9 - at / 10, low=None, high=None, is_hollow=False, said="9,00")
        for at, name in enumerate(names)
    ]


def ranking(names, **changed):
    dots = dots_of(names)
    words = RankingWords(title="Điểm", sentence="", axis=lambda *_ends: "trục", written=str)
    return ranking_chart("chart", dots, levels=[], words=words, **{"layout": PRINT, **changed})


@pytest.fixture
def set_at_left(monkeypatch):
    """What is set at the left edge of a chart: the height, the size of letters and the words."""
    found, draw = [], Canvas.drawString

    def noted(canvas, x, y, text, **kwargs):
        if x == 0:
            found.append((y, canvas._fontsize, text))
        draw(canvas, x, y, text, **kwargs)

    monkeypatch.setattr(Canvas, "drawString", noted)
    return found


def test_drawing__names_of_two_lines_below_each_other__are_apart(set_at_left):
    chart = ranking(FACTORS, layout=with_room_for(dots_of(FACTORS)))

    report_pdf(figures(Figure(caption="Điểm", chart=chart)))

    starts = [
        next(at for at, line in enumerate(set_at_left) if name.startswith(line[2]))
        for name in FACTORS
    ]
    assert len(set_at_left) > len(FACTORS)
    for start in starts[1:]:
        above, below = set_at_left[start - 1], set_at_left[start]
        assert above[0] - below[0] > 1.25 * below[1]


def test_drawing__one_name_takes_two_lines__all_names_of_its_column_have_letters_of_one_size(
    set_at_left,
):
    report_pdf(figures(Figure(caption="Điểm", chart=ranking(FACTORS))))

    assert len({round(size, 3) for _y, size, _text in set_at_left}) == 1


def marks_of(chart):
    return [words.text for words in chart.words if words.anchor == "middle"]


def test_ranking_chart__units_of_one_group_in_two_charts__have_one_axis():
    first, second, both = (ranking(names) for names in (FACTORS[:1], FACTORS[3:], FACTORS))
    among = [
        UnitDot(name="", score=9 - at / 10, low=None, high=None, is_hollow=False, said="")
        for at in range(4)
    ]

    parts = [ranking(names, among=among) for names in (FACTORS[:1], FACTORS[3:])]

    assert marks_of(first) == marks_of(second) != marks_of(both)
    assert [marks_of(part) for part in parts] == [marks_of(both)] * 2


def test_level_chart__criteria_of_one_form_in_two_charts__have_one_scale():
    words = LevelWords(title="", sentence="", levels=("1", "2", "3"), written=str)
    bars = [
        LevelBar(name="a", counts=(9, 1, 0), said=""),
        LevelBar(name="b", counts=(0, 1, 9), said=""),
    ]

    both = level_chart("c", bars, words=words)
    parts = [level_chart("c", [bar], words=words, among=bars) for bar in bars]

    middles = {chart.lines[0].x1 for chart in (both, *parts)}
    assert len(middles) == 1
    assert level_chart("c", bars[:1], words=words).lines[0].x1 not in middles


@pytest.fixture
def names_set(set_at_left):
    """Draws a chart and gives, by name, the size of its letters and its lines."""

    def drawn(chart, *names, height=None):
        set_at_left.clear()
        drawing = Drawing(chart, serif=serif_for([*names, MORE]))
        if height is not None:
            drawing.squeeze(height)
        drawing.drawOn(Canvas("unused.pdf"), 0, 0)
        left = list(set_at_left)
        found = {}
        for name in names:
            lines = []
            while left and name.startswith((f"{' '.join(lines)} " if lines else "") + _bare(left)):
                _y, size, text = left.pop(0)
                lines.append(text)
            found[name] = (size, lines)
        return found

    def _bare(left):
        return left[0][2].removesuffix(MORE)

    return drawn


@pytest.mark.parametrize("long", [LONG, LONGEST])
def test_drawing__name_of_a_unit_of_any_length__takes_three_lines_and_letters_stay_legible(
    names_set, long
):
    names = (SHORT, long, "Sở Y tế")
    layout = with_room_for(dots_of(names))

    found = names_set(ranking(names, layout=layout), *names)

    [size] = {size for size, _lines in found.values()}
    assert size == pytest.approx(13 * 0.85 * WIDTH / 660)
    assert size > LEAST_POINTS
    assert [len(lines) for _size, lines in found.values()] == [1, 3, 1]
    assert found[long][1][-1].endswith(MORE) == (long == LONGEST)
    assert 3 * size * 1.12 < layout.row * WIDTH / 660


def test_drawing__criterion_of_any_length__takes_three_lines_and_letters_stay_legible(names_set):
    names = (SHORT, LONGEST)
    bars = [LevelBar(name=name, counts=(1, 2, 3), said="") for name in names]
    words = LevelWords(title="", sentence="", levels=(), written=str)
    low = replace(levels.PRINT, row=30, bar=15, left=232)

    for layout in (levels.PRINT, low):
        chart = level_chart("c", bars, words=words, layout=levels.with_room_for(bars, layout))
        found = names_set(chart, *names)

        assert all(size >= LEAST_POINTS for size, _lines in found.values())
        assert [len(lines) for _size, lines in found.values()] == [1, 3]


def test_rows__names_short__are_as_low_as_ever():
    bars = [LevelBar(name=SHORT, counts=(1,), said="")]
    low = replace(levels.PRINT, row=30, bar=15)

    assert with_room_for(dots_of([SHORT])) == PRINT
    assert with_room_for(dots_of(FACTORS)).row == PRINT.row + 8
    assert levels.with_room_for(bars, low) == low


def test_rows__reason_in_the_place_of_a_dot_is_long__are_as_high_as_of_a_long_name():
    hidden = replace(dots_of([SHORT])[0], score=None, said=LONGEST)

    assert with_room_for([hidden]) == with_room_for(dots_of([LONGEST]))


def test_drawing__made_as_low_as_it_can_be__has_names_that_can_be_read(names_set):
    names = (SHORT, LONG)
    chart = ranking(names, layout=with_room_for(dots_of(names)))
    drawing = Drawing(chart, serif=serif_for(names))

    found = names_set(chart, *names, height=drawing.lowest)

    assert drawing.height * 0.8 < drawing.lowest < drawing.height
    assert all(size >= LEAST_POINTS - 0.001 for size, _lines in found.values())
    assert not found[LONG][1][-1].endswith(MORE)


@given(
    text=st.text("nghệÔ ", max_size=200),
    room=st.integers(40, 300),
    rows=st.integers(1, 3),
    height=st.sampled_from([0, 20, 40]),
)
def test_fitted__any_text__keeps_its_rows_and_says_where_it_is_cut(text, room, rows, height):
    font = serif_for(["nghệÔ", MORE]).regular
    words = Words(x=0, y=0, text=text, room=room, rows=rows, height=height)

    size, found = fitted(words, font=font, least=LEAST_POINTS)

    assert size >= LEAST_POINTS
    assert len(found) <= rows
    kept, whole = ("".join("".join(one).split()) for one in (found, text))
    assert kept == whole or (kept.endswith(MORE) and whole.startswith(kept.removesuffix(MORE)))


def test_shades__figures_of_a_table__are_darkest_for_the_lowest():
    found = shades([[50.0, None], [75.0, 100.0]])

    dark, light = ("#" + "".join(f"{part:02x}" for part in end) for end in (DARK, LIGHT))
    assert found[0] == (dark, "")
    assert dark < found[1][0] < light
    assert found[1][1] == light


@pytest.mark.parametrize("rows", [[], [[]], [[None]], [[9.0, 9.0]]])
def test_shades__nothing_to_tell_apart__shades_nothing(rows):
    assert not any(any(row) for row in shades(rows))


def test_grid__with_shades__fills_its_cells():
    shaded = grid(2, shades=(("", "#dfa05e"), ("", "")))

    pages = b"".join(_streams(report_pdf(figures(shaded))))

    assert b".87451 .627451 .368627 rg" in pages


def _streams(pdf):
    for found in re.finditer(rb"/ASCII85Decode.*?stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        raw = a85decode(found[1].strip().removesuffix(b"~>"))
        yield zlib.decompressobj().decompress(raw)


def test_report__annexes__begin_a_page_and_their_own_numbers():
    annexes = tuple(
        ReportSection(title=title, blocks=(lines(40),)) for title in ("Phương pháp", "Số liệu")
    )

    pages = pages_of(report_pdf(figures(lines(40), annexes=annexes)))

    assert [page for page in pages if page.startswith("Phụ lục I PHƯƠNG PHÁP")] == [pages[2]]
    assert pages[4].startswith("Phụ lục II SỐ LIỆU")
    for sheet, page in enumerate(pages, start=1):
        assert page.endswith(f"tờ {sheet}/6")
        assert (" 2 Đợt" in page) == (sheet % 2 == 0)


def test_closing__after_any_number_of_lines__is_on_one_page():
    for before in range(28, 40):
        pages = pages_of(report_pdf(figures(lines(before), END)))

        page = next(page for page in pages if "Nơi nhận:" in page)
        assert "- UBND tỉnh; - Lưu: VT. GIÁM ĐỐC" in page, before
        assert "Người Ký" in page, before


def test_subheading__inner_one__has_letters_of_the_vietnamese_alphabet_again_in_every_part():
    inner = [Subheading(words=f"Nhóm {number}", is_inner=True) for number in range(1, 24)]
    blocks = (Subheading(words="Một"), *inner, lines(1), Subheading(words="Hai"), inner[0])

    text = text_of(report_pdf(figures(*blocks)))

    assert "1. Một a) Nhóm 1 b) Nhóm 2 c) Nhóm 3 d) Nhóm 4 đ) Nhóm 5 e) Nhóm 6" in text
    assert "y) Nhóm 23 " in text
    assert "2. Hai a) Nhóm 1" in text

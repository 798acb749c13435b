"""How the columns of a table share its width: no word is cut, and rows take few lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph

from field_export.column_room import Room, fewest_lines, widths_by_lines
from field_export.fonts import serif_for
from field_export.report import Column, Grid
from field_export.report_columns import PADDING, letters_of
from field_export.report_styles import WIDTH, styles_of, typeset
from tests.fonts import needs_font

UNIT = Column(title="Đơn vị", share=1)
NUMBER = Column(title="Khoảng tin cậy", share=0, is_number=True)
NUMBERS = ("97,48–100,00",) * 4
MARK = "được xếp hạng, không đồng hạng"
LONG = "Chi nhánh Văn phòng Đăng ký đất đai huyện Thanh Liêm"
words = st.lists(st.floats(min_value=1, max_value=60), min_size=1, max_size=8)


def letters(block):
    return letters_of(block, styles=styles_of(serif_for([MARK, LONG])))


def lines(block):
    """Of each row, as its paragraphs are set."""
    found = letters(block)
    return [
        max(
            len(wrapped(cell, found.number if column.is_number else found.cell, width=width))
            for cell, column, width in zip(row, block.columns, found.widths, strict=True)
        )
        for row in block.rows
    ]


def wrapped(cell, style, *, width):
    paragraph = Paragraph(typeset(cell), style)
    paragraph.wrap(width - 2 * PADDING, WIDTH)
    return paragraph.blPara.lines


@needs_font
def test_columns__text_without_a_share__gets_what_short_names_can_do_without():
    columns = (UNIT, *(NUMBER,) * 4, Column(title="Sử dụng", share=0))
    rows = tuple((f"Sở {number}", *NUMBERS, MARK) for number in range(9))

    found = lines(Grid(caption="", columns=columns, rows=rows))

    assert found == [1] * 9


@needs_font
def test_columns__long_names_beside_long_marks__take_two_lines_each_and_none_three():
    columns = (UNIT, *(NUMBER,) * 3, Column(title="Sử dụng", share=2))
    rows = tuple((f"{LONG} {number}", *NUMBERS[1:], MARK) for number in range(9))

    found = lines(Grid(caption="", columns=columns, rows=rows))

    assert max(found) <= 2


@pytest.fixture(scope="module")
def cell_style():
    return styles_of(serif_for([LONG])).cell


@needs_font
@given(texts=st.lists(st.sampled_from(LONG.split()), min_size=1, max_size=9))
def test_columns__widths_by_lines__are_those_at_which_a_paragraph_breaks(cell_style, texts):
    face, size = cell_style.fontName, cell_style.fontSize
    space, *widths = (stringWidth(text, face, size) for text in (" ", *texts))
    squeezed = cell_style.spaceShrinkage * space * len(texts) + 0.01

    found = widths_by_lines(widths, space=space)

    for number, width in enumerate(found, start=1):
        wide, narrow = (
            len(wrapped(" ".join(texts), cell_style, width=2 * PADDING + one))
            for one in (width + 0.01, width - squeezed)
        )
        assert wide <= number
        assert narrow > number or width in (*found[number:], max(widths))


@st.composite
def rooms(draw):
    rows = draw(st.integers(min_value=1, max_value=4))
    return [draw(room(rows=rows)) for _ in range(draw(st.integers(min_value=1, max_value=4)))]


@st.composite
def room(draw, *, rows):
    is_number = draw(st.booleans())
    texts = [draw(words) for _ in range(rows)]
    cells = [[sum(one)] if is_number else widths_by_lines(one, space=3) for one in texts]
    least = max(cell[-1] for cell in cells)
    left = draw(st.floats(min_value=0, max_value=150))
    return Room(width=least + left, least=least, cells=cells, is_number=is_number)


def number_of_lines(columns, widths):
    def of_cell(cell, width):
        return next(at for at, least in enumerate(cell, start=1) if least <= width + 1e-6)

    of_columns = (
        [of_cell(cell, width) for cell in one.cells]
        for one, width in zip(columns, widths, strict=True)
    )
    return sum(map(max, zip(*of_columns, strict=True)))


@given(rooms())
def test_fewest_lines__any_columns__are_as_wide_together_and_never_need_more_lines(columns):
    before = [one.width for one in columns]

    found = fewest_lines(columns)

    assert sum(found) == pytest.approx(sum(before))
    assert all(width >= one.least - 1e-6 for one, width in zip(columns, found, strict=True))
    fewer = number_of_lines(columns, before) - number_of_lines(columns, found)
    assert fewer >= 0
    assert fewer or found == before


def test_fewest_lines__columns_of_numbers__give_alike():
    name = Room(width=100, least=60, cells=[[130, 70, 60]], is_number=False)
    numbers = [Room(width=80, least=30, cells=[[20]], is_number=True)] * 3

    first, *others = fewest_lines([name, *numbers])

    assert first == pytest.approx(130, abs=0.1)
    assert others == pytest.approx([70, 70, 70], abs=0.1)


def test_fewest_lines__no_column_has_enough__two_give():
    wide = [Room(width=80, least=60, cells=[[20]], is_number=False)] * 2
    name = Room(width=100, least=60, cells=[[130, 70, 60]], is_number=False)

    assert fewest_lines([*wide, name]) == pytest.approx([60, 70, 130], abs=0.1)

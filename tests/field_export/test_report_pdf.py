"""How a report stands on paper: what is numbered, what stays together, what is never cut."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from field_export.fonts import NoFont, serif_for
from field_export.report import (
    Column,
    Fact,
    Facts,
    Grid,
    Paragraphs,
    Report,
    ReportHead,
    ReportSection,
    Signatory,
    Signatures,
    Subheading,
)
from field_export.report_columns import PADDING, SIZES, letters_of
from field_export.report_pdf import report_pdf
from field_export.report_styles import WIDTH, styles_of, typeset
from tests.fonts import needs_font
from tests.pdf_text import pages_of, text_of

pytestmark = needs_font
HEAD = ReportHead(
    body="Sở Nội vụ tỉnh Hà Nam",
    number="Số: ……/BC-……",
    place_and_day="……, ngày 21 tháng 11 năm 2026",
    kind="BÁO CÁO",
    about="Kết quả",
)
AT = datetime(2026, 11, 21, 14, 5, tzinfo=timezone(timedelta(hours=7)))
HASH = "0123456789abcdef" * 4
COLUMNS = (Column(title="Đơn vị", share=1), Column(title="Điểm", share=0, is_number=True))


def grid(rows, **changed):
    rows = tuple((f"Đơn vị số {number}", "9,55") for number in range(1, rows + 1))
    return Grid(**{"caption": "Sở", "columns": COLUMNS, "rows": rows, **changed})


def report(*blocks, **changed):
    values = {
        "language": "vi",
        "title": "Báo cáo",
        "made_at": AT,
        "head": HEAD,
        "sections": (ReportSection(title="Kết quả", blocks=blocks),),
        "page": "Trang {page}/{pages}",
        "table": "Bảng {number}. {caption}",
        "foot": "Đợt thu-2026",
    }
    return Report(**{**values, **changed})


def lines(count):
    return Paragraphs(lines=("Một câu.",) * count)


def test_report__every_letter_and_sign__is_read_as_it_was_written():
    words = "Ưu điểm: đường sá, 95,5 % < 96 & “ổn”; (a\\b) ệ ỗ ự"
    facts = Facts(facts=(Fact(name="<b>", value="&"),))

    text = text_of(report_pdf(report(Paragraphs(lines=(words,)), facts)))

    assert words in text
    assert "<b> &" in text


def test_typeset__sign_of_percent__stays_beside_its_number():
    assert typeset("95,5 % < 96") == "95,5\N{NO-BREAK SPACE}% &lt; 96"


def test_report__same_content__gives_the_same_bytes_with_its_own_time():
    one, other = (report_pdf(report(grid(30))) for _time in range(2))

    assert one == other
    assert b"D:20261121140500+07'00'" in one
    assert report_pdf(report(grid(30), made_at=AT.astimezone(UTC))) != one


def test_report__file__says_its_title_and_language_and_has_its_letters_in_it():
    pdf = report_pdf(report(lines(1), title="Kết quả"))

    assert b"/Lang (vi)" in pdf
    assert b"/DisplayDocTitle true" in pdf
    title = re.search(rb"/Title \((.*?)\) /", pdf, re.DOTALL)[1]
    written = re.sub(rb"\\([0-7]{3})", lambda one: bytes([int(one[1], 8)]), title)
    assert written.decode("utf-16") == "Kết quả"
    fonts = re.findall(rb"/BaseFont /(\S+)", pdf)
    assert fonts
    assert all(b"+" in font for font in fonts)  # a part of a font that is in the file
    assert pdf.count(b"/FontFile2") == len(fonts)


def test_report__sections_parts_and_tables__are_numbered():
    blocks = (Subheading(words="Một"), grid(2), Subheading(words="Hai"), grid(2))
    two = (
        ReportSection(title="Đầu", blocks=blocks),
        ReportSection(title="Sau", blocks=(Subheading(words="Ba"), lines(1), grid(1))),
    )

    text = text_of(report_pdf(report(sections=two)))

    order = [
        "I. ĐẦU",
        "1. Một",
        "Bảng 1. Sở",
        "2. Hai",
        "Bảng 2. Sở",
        "II. SAU",
        "1. Ba",
        "Bảng 3. Sở",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_report__long_table__repeats_caption_and_heads_and_leaves_no_row_alone():
    for rows in range(34, 48):
        pages = pages_of(report_pdf(report(grid(rows, last=("Cả nhóm", "9,50")))))

        for page in pages:
            if "Đơn vị số" in page or "Cả nhóm" in page:
                assert "Bảng 1. Sở Đơn vị Điểm" in page
                assert page.count("9,5") >= 2, rows


def test_report__short_table__is_not_split():
    facts = Facts(facts=tuple(Fact(name=f"Mục {number}", value="1") for number in range(1, 8)))
    for before in range(20, 32):
        for block, name in ((facts, "Mục"), (grid(7), "Đơn vị số")):
            pages = pages_of(report_pdf(report(lines(before), block)))

            assert [page.count(name) for page in pages if name in page] == [7], before


def test_report__heading__stays_with_what_follows():
    facts = Facts(facts=(Fact(name="SHA-256", value=HASH, is_code=True),) * 4)
    for before in range(22, 32):
        for block in (facts, grid(20), lines(3)):
            pages = pages_of(report_pdf(report(lines(before), Subheading(words="Đề mục"), block)))

            page = next(page for page in pages if "Đề mục" in page)
            after = page.split("Đề mục", 1)[1]
            assert "SHA-256" in after or "9,55" in after or "Một câu" in after, before


def test_report__hash__is_never_broken():
    facts = Facts(facts=(Fact(name="SHA-256", value=HASH, is_code=True),))

    assert HASH in text_of(report_pdf(report(facts)))


@pytest.mark.parametrize("columns", [2, 9])
def test_columns__words_and_numbers__have_room_and_fill_the_page(columns):
    styles = styles_of(serif_for(["a"]))
    heads = tuple(
        Column(title="Khoảng tin cậy 95 %", share=1, is_number=number % 2 == 1)
        for number in range(columns)
    )
    row = tuple("97,48–100,00" if one.is_number else "Văn phòng" for one in heads)
    letters = letters_of(Grid(caption="", columns=heads, rows=(row,), last=row), styles=styles)

    assert sum(letters.widths) == pytest.approx(WIDTH)
    assert letters.cell.fontSize in SIZES
    assert letters.cell.fontSize == letters.number_bold.fontSize == letters.head.fontSize
    for cell, one, width in zip(row, heads, letters.widths, strict=True):
        unbroken = [cell] if one.is_number else cell.split()
        for word in (*unbroken, *one.title.split()):
            needed = stringWidth(word, styles.serif.bold, letters.cell.fontSize)
            assert needed + 2 * PADDING <= width


def test_columns__word_wider_than_the_page__still_fits_on_it():
    wide = Grid(caption="", columns=COLUMNS, rows=(("a" * 300, "1"),))

    letters = letters_of(wide, styles=styles_of(serif_for(["a"])))

    assert sum(letters.widths) == pytest.approx(WIDTH)
    assert letters.cell.fontSize == SIZES[-1]
    assert "Bảng 1." in text_of(report_pdf(report(wide)))


def test_report__signatures__stand_together_below_their_heading():
    three = Signatures(
        signatories=tuple(
            Signatory(office=f"Bên thứ {number}", how="(Ký)", name=f"Người {number}")
            for number in (1, 2, 3)
        )
    )
    for before in range(20, 34):
        pages = pages_of(report_pdf(report(lines(before), Subheading(words="Ký tên"), three)))

        page = next(page for page in pages if "Ký tên" in page)
        after = page.split("Ký tên", 1)[1]
        assert "BÊN THỨ 1 BÊN THỨ 2 BÊN THỨ 3 (Ký) (Ký) (Ký) Người 1 Người 2 Người 3" in after


def test_report__letters_that_no_font_has__are_refused():
    with pytest.raises(NoFont):
        report_pdf(report(lines(1), title="\U00020000"))

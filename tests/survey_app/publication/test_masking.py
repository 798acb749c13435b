"""What would tell who somebody is goes out of a comment: by example, and whatever it says."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_app.publication.comments.folded import composed, folded
from survey_app.publication.comments.masking import MARKS, found_in, masked, never_released

EXAMPLES = {
    "Gọi tôi 0912 345.678 nhé": "Gọi tôi [số] nhé",
    "+84 (912) 345-678": "+[số]",
    "SĐT: 3852123": "SĐT: [số]",
    "cccd 035185001234": "cccd [số]",
    "CMND cũ 168 123 456": "CMND cũ [số]",
    "không chín một hai ba bốn năm sáu bảy tám": "[số]",
    "viết cho lan.tt@example.vn, cảm ơn": "viết cho [thư], cảm ơn",
    "xem https://example.vn/a?b=1 hay www.example.com.": "xem [trang] hay [trang].",
    "mã hồ sơ 12345": "mã hồ sơ [hồ sơ]",
    "biên nhận số: A12": "biên nhận số: [hồ sơ]",
    "MP.00012.2022 chưa xong": "[hồ sơ] chưa xong",
    "hồ sơ 000.00.12.H42-230908-0003": "hồ sơ [hồ sơ]",
    "nộp ngày 12/03/2022 đến 5-4-22": "nộp [ngày] đến [ngày]",
    "ngày 2 tháng 9 năm 2022": "[ngày]",
    "tôi sinh năm 1985": "tôi sinh năm [ngày]",
    "ông Nguyễn Văn An rất nhiệt tình": "ông [tên] rất nhiệt tình",
    "ba Tran Thi Bich cham": "ba [tên] cham",
    "Đ/c. Hùng, đồng chí Lê Na": "Đ/c. [tên], đồng chí [tên]",
    "Cán bộ Lan hơi chậm, chị H. vui vẻ": "Cán bộ [tên] hơi chậm, chị [tên]. vui vẻ",
    "anh chị Hoa": "anh chị [tên]",
    "Tôi tên là Phạm Văn Cường": "Tôi tên là [tên]",
    "ANH NGUYỄN VĂN BÌNH KHÔNG NHẬN HỒ SƠ": "ANH [tên] KHÔNG NHẬN HỒ SƠ",
    "CÁN BỘ LAN HƯỚNG DẪN CHƯA RÕ": "CÁN BỘ [tên] HƯỚNG DẪN CHƯA RÕ",
    "CÔ THU HÀ RẤT NHIỆT TÌNH": "CÔ [tên] RẤT NHIỆT TÌNH",
    "CHI TRAN THI NHUNG": "CHI [tên]",
    "GẶP CHỊ NHUNG, ÔNG ĐƯƠNG": "GẶP CHỊ [tên], ÔNG [tên]",
    "Anh Bình Rất chậm": "Anh [tên] chậm",
}
LEFT_ALONE = (
    "Ông/Bà cán bộ nên cười nhiều hơn",
    "Cán bộ Sở Xây dựng làm tốt",
    "Có Giấy phép sau 15 ngày, phí 1.500.000 đồng",
    "theo Thông tư 02/2022/TT-BNV, mở cửa 07h30-11h30",
    "4/5 người, 3.5 điểm, tháng 10/2022, làm việc 24/7",
    "Rút ngắn thời gian, bớt giấy tờ",
    "ĐỀ NGHỊ CÁN BỘ HƯỚNG DẪN NGƯỜI DÂN ĐẦY ĐỦ",
    "CÁN BỘ RẤT NHIỆT TÌNH NHƯNG CHỜ LÂU",
    "CÔNG CHỨC CẦN NIỀM NỞ HƠN",
    "CHỊ HƯỚNG DẪN TẬN TÌNH, ANH  GIẢI THÍCH RÕ",
)
TEXTS = st.text(
    st.one_of(
        st.sampled_from("0123456789 .-/@[]\n,:AĂNaăn ôố\u0301\u0323"), st.characters(codec="utf-8")
    ),
    max_size=60,
)
PIECES = st.lists(
    st.sampled_from(
        [*EXAMPLES, *LEFT_ALONE, *MARKS.values(), "anh", "Lan", " ", "0", "9 ", "[", "]"]
    ),
    max_size=8,
).map(" ".join)
SAID = st.one_of(TEXTS, PIECES)
NUMBER = re.compile(r"\d(?:[\W_]{0,3}\d){8,}")


@pytest.mark.parametrize(("text", "left"), EXAMPLES.items())
def test_masked__what_tells__is_taken_out(text, left):
    assert masked(text) == left


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_masked__what_tells_nobody__stays(text):
    assert masked(text) == text


@pytest.mark.parametrize("text", EXAMPLES)
def test_masked__letters_and_marks_apart__is_the_same(text):
    assert masked(unicodedata.normalize("NFD", text)) == masked(text)


@pytest.mark.parametrize("text", EXAMPLES)
def test_found__in_what_is_left__is_nothing_that_is_never_released(text):
    assert never_released(masked(text)) == ()


def test_masked__known_name__goes_with_and_without_marks_whole_and_by_its_last_words():
    known = ("Đặng Thị Hồng Nhung", "MP-7")
    text = "Dang Thi Hong Nhung, hồng nhung, ĐẶNG THỊ HỒNG NHUNG; hồ sơ mp-7; bông hồng"

    assert masked(text, known=known) == "[tên], [tên], [tên]; hồ sơ [tên]; bông hồng"


@settings(max_examples=300, deadline=None)
@given(SAID)
def test_masked__whatever_was_written__leaves_no_long_number_and_no_mail(text):
    left = masked(text)

    assert not NUMBER.search(left)
    assert never_released(left) == ()


@settings(max_examples=300, deadline=None)
@given(SAID)
def test_masked__again__changes_nothing(text):
    assert masked(masked(text)) == masked(text)


@settings(max_examples=300, deadline=None)
@given(SAID)
def test_masked__text__grows_by_marks_alone(text):
    left = masked(text)

    bare = left
    for mark in set(MARKS.values()):
        bare = bare.replace(mark, "")
    whole = composed(text)
    letters = iter(whole)
    assert all(character in letters for character in bare)
    assert len(bare) <= len(whole)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_folded__every_text__has_as_many_characters(text):
    whole = composed(text)

    assert len(folded(whole)) == len(whole)
    assert all(0 <= one.start < one.end <= len(whole) for one in found_in(whole))

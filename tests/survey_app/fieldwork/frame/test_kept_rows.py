"""A reading is the same once packed and unpacked; that of a list with faults is not kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.fieldwork.frame import kept_rows
from survey_app.fieldwork.frame.fields import FrameUnit
from survey_app.fieldwork.frame.kept_rows import (
    packed_reading,
    units_fingerprint,
    unpacked_reading,
)
from survey_app.fieldwork.frame.reading import read_frame
from tests.survey_app.fieldwork.frame.conftest import UNITS, as_csv, table

CELLS = st.fixed_dictionaries(
    {},
    optional={
        "Đơn vị": st.sampled_from(["SXD", "Sở Tư pháp"]),
        "Tên thủ tục": st.sampled_from(["Cấp giấy phép", "Đăng ký biến động đất đai"]),
        "Số điện thoại": st.sampled_from(["", "0900 000 002", "gọi cơ quan"]),
        "Địa chỉ": st.sampled_from(["", "Thôn mô phỏng 2"]),
        "Ngày hẹn trả": st.sampled_from(["", "31/12/2022"]),
        "Ngày trả kết quả": st.sampled_from(["", "01/08/2022", "30/09/2022"]),
        "Hình thức nộp": st.sampled_from(["", "Trực tiếp", "Trực tuyến"]),
        "Người nhập": st.sampled_from(["", "Cán bộ"]),
    },
)


@given(rows=st.lists(CELLS, min_size=1, max_size=7), block=st.integers(1, 8))
def test_reading__packed_and_unpacked__is_the_same(rows, block):
    numbered = [{**row, "Mã hồ sơ": f"MP-{at:04d}"} for at, row in enumerate(rows)]
    reading = read_frame(as_csv(table(*numbered)), units=UNITS)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_rows, "BLOCK", block)
        packed = packed_reading(reading)

    assert len(reading.rows) == len(rows)
    assert unpacked_reading(packed, mapping=reading.mapping) == reading


def test_reading__with_faults__cannot_be_packed(read):
    reading = read({"Ngày trả kết quả": "hôm qua"})

    with pytest.raises(ValueError, match="faults"):
        packed_reading(reading)


def test_reading__cut_short__is_refused_and_not_taken_for_fewer_rows(read):
    packed = packed_reading(read({}, {"Mã hồ sơ": "MP-0002"}))

    with pytest.raises(EOFError):
        unpacked_reading(packed[:-12], mapping=None)


@pytest.mark.parametrize(
    "changed",
    [
        UNITS[:-1],
        (*UNITS[:-1], FrameUnit(code="TTRA", name="Thanh tra tỉnh", is_exempt=False)),
        (FrameUnit(code="SXD", name="Sở Xây dựng và Quy hoạch"), *UNITS[1:]),
    ],
)
def test_units__changed__have_another_fingerprint(changed):
    assert units_fingerprint(changed) != units_fingerprint(UNITS)
    assert units_fingerprint(UNITS) == units_fingerprint(tuple(UNITS))

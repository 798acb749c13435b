"""Lists as small as the behaviour allows; everybody in them is simulated."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from survey_app.fieldwork.frame.fields import FrameRow, FrameUnit
from survey_app.fieldwork.frame.reading import FrameReading, read_frame

UNITS = (
    FrameUnit(code="SXD", name="Sở Xây dựng"),
    FrameUnit(code="STP", name="Sở Tư pháp"),
    FrameUnit(code="TTRA", name="Thanh tra tỉnh", is_exempt=True),
)
GOOD = {
    "Mã hồ sơ": "MP-0001",
    "Đơn vị": "Sở Xây dựng",
    "Lĩnh vực": "Xây dựng",
    "Tên thủ tục": "Cấp giấy phép xây dựng",
    "Chủ hồ sơ": "Người mô phỏng 1",
    "Đối tượng": "Cá nhân",
    "Số điện thoại": "0900 000 001",
    "Địa chỉ": "Thôn mô phỏng 1",
    "Huyện": "Huyện mô phỏng",
    "Ngày tiếp nhận": "01/09/2022",
    "Ngày hẹn trả": "10/09/2022",
    "Ngày trả kết quả": "05/09/2022",
    "Hình thức nộp": "Trực tuyến",
    "Người nhập": "Cán bộ",
}
"""A row as it should be, by header."""


def table(*rows: dict[str, object]) -> list[list[object]]:
    """The header and these rows; what a row does not say is as in the good one."""
    return [list(GOOD), *([*{**GOOD, **row}.values()] for row in rows)]


def as_csv(rows: list[list[object]], *, separator: str = ";") -> bytes:
    """The rows in UTF-8."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode()


@pytest.fixture
def read() -> Callable[..., FrameReading]:
    """Reads rows that differ from the good one by these cells."""
    return lambda *rows, **how: read_frame(as_csv(table(*rows)), units=UNITS, **how)


def codes(reading: FrameReading) -> list[tuple[str, str]]:
    """Where something is wrong, and what."""
    return [(fault.where, fault.code) for fault in reading.faults]


CASE = FrameRow(
    number=2,
    unit_code="SXD",
    file_code="MP-0001",
    field="Xây dựng",
    procedure="Cấp giấy phép xây dựng",
    applicant="Người mô phỏng 1",
    applicant_kind="person",
    phone="0900000001",
    address="Thôn mô phỏng 1",
    district="Huyện mô phỏng",
    received_on=date(2022, 9, 1),
    due_on=date(2022, 9, 10),
    returned_on=date(2022, 9, 5),
    channel="online",
    keyed_by="civil_servant",
)


def cases(*differences: dict[str, object]) -> list[FrameRow]:
    """Rows of different people with different files, but for what is said of each."""
    return [
        replace(
            CASE,
            **{
                "number": number,
                "file_code": f"MP-{number:04d}",
                "applicant": f"Người mô phỏng {number}",
                "phone": f"09000{number:05d}",
                "address": f"Thôn mô phỏng {number}",
                **one,
            },
        )
        for number, one in enumerate(differences, start=2)
    ]

"""Lists of a one-stop system, made by chance from a seed: nobody in them exists."""

import csv
import io
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tests.workbooks import workbook

HEADERS = (
    "STT",
    "Mã hồ sơ",
    "Đơn vị giải quyết",
    "Lĩnh vực",
    "Tên thủ tục hành chính",
    "Chủ hồ sơ",
    "Đối tượng",
    "Số điện thoại",
    "Địa chỉ",
    "Xã/Phường",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày trả kết quả",
    "Hình thức nộp",
    "Người nhập",
)
TITLES = (("UBND TỈNH MÔ PHỎNG",), ("DANH SÁCH HỒ SƠ ĐÃ GIẢI QUYẾT (SỐ LIỆU MÔ PHỎNG)",), ())
FIRST_DAY = date(2022, 1, 1)


def rows(count: int, *, seed: int, units: Sequence[str]) -> Iterator[list[object]]:
    """Rows as a province's system gives them: repeated people and files, one flooding procedure."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        unit = units[int(chance.random() ** 2 * len(units))]
        procedure = 0 if chance.random() < 0.3 else chance.randrange(1, 400)
        person = chance.randrange(count)
        received = FIRST_DAY + timedelta(days=chance.randrange(280))
        due = received + timedelta(days=chance.randrange(3, 30))
        returned = received + timedelta(days=chance.randrange(1, 40))
        is_online = chance.random() < 0.4
        code = chance.randrange(number) if chance.random() < 0.01 else number
        yield [
            number,
            f"MP.{code:08d}.2022",
            unit,
            f"Lĩnh vực mô phỏng {procedure % 20}",
            f"Thủ tục mô phỏng số {procedure} về việc cấp, cấp lại giấy tờ thuộc thẩm quyền",
            f"Người mô phỏng {person}",
            "Tổ chức" if person % 9 == 0 else "Cá nhân",
            f"09{person:08d}" if chance.random() < 0.9 else "",
            f"Thôn mô phỏng {person % 97}, xã mô phỏng {person % 109}",
            f"Xã mô phỏng {person % 109}",
            received,
            due,
            None if chance.random() < 0.05 else returned,
            "Trực tuyến" if is_online else "Trực tiếp",
            ("Công dân" if chance.random() < 0.5 else "Cán bộ") if is_online else None,
        ]


def as_csv(made: Iterator[list[object]]) -> bytes:
    """With a byte-order mark and semicolons, as Excel saves it in Việt Nam."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([*TITLES, HEADERS])
    for row in made:
        writer.writerow(
            f"{one:%d/%m/%Y}" if isinstance(one, date) else "" if one is None else one
            for one in row
        )
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_workbook(made: Iterator[list[object]]) -> bytes:
    """With real dates."""

    def all_rows() -> Iterator[Sequence[object]]:
        yield from (*TITLES, HEADERS)
        yield from made

    return workbook({"Danh sách": all_rows()}, merged=("A1:O1", "A2:O2"))

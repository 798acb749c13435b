"""Lists of one-stop systems, as they really come."""

import codecs
import json
from datetime import date, datetime

import pytest

from survey_app.fieldwork.frame.fields import FrameField, FrameUnit
from survey_app.fieldwork.frame.mapping import FrameMapping, field_of_header, read_mapping
from survey_app.fieldwork.frame.reading import preview_frame, read_frame
from tests.survey_app.fieldwork.frame.conftest import CASE, GOOD, UNITS, as_csv, codes, table
from tests.workbooks import workbook


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_read_frame__csv_of_any_separator__gives_the_case(separator, mark):
    reading = read_frame(mark + as_csv(table({}), separator=separator), units=UNITS)

    assert codes(reading) == []
    assert reading.rows == (CASE,)


def test_read_frame__workbook_with_titles_and_numbered_columns__gives_the_case():
    titles = [["ỦY BAN NHÂN DÂN TỈNH"], ["Danh sách, từ 01/01; đến 30/09"], []]
    numbers = [f"({number})" for number in range(1, len(GOOD) + 1)]
    days = {"Ngày tiếp nhận": date(2022, 9, 1), "Ngày trả kết quả": datetime(2022, 9, 5, 16, 30)}  # noqa: DTZ001 -- as in a workbook
    header, row = table({**days, "Ngày hẹn trả": 44814, "Số điện thoại": 900000001})

    reading = read_frame(
        workbook({"Danh sách": [*titles, header, numbers, row]}, merged=["A1:N1", "A2:N2"]),
        units=UNITS,
    )

    assert codes(reading) == []
    (case,) = reading.rows
    assert case.number == 6
    assert (case.received_on, case.due_on, case.returned_on) == (
        date(2022, 9, 1),
        date(2022, 9, 10),
        date(2022, 9, 5),
    )
    assert case.phone == "0900000001"
    assert reading.mapping.sheet == "Danh sách"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("5/9/2022", date(2022, 9, 5)),
        ("05-09-2022", date(2022, 9, 5)),
        ("05.09.2022", date(2022, 9, 5)),
        ("2022-09-05", date(2022, 9, 5)),
        ("2022-09-05T16:30:00+07:00", date(2022, 9, 5)),
        ("2022-09-05 16:30:00.123", date(2022, 9, 5)),
        ("05/09/2022 16:30", date(2022, 9, 5)),
        ("05/09/2022 4:30:15 CH", date(2022, 9, 5)),
        ("16:30:15 05/09/2022", date(2022, 9, 5)),
        ("16h30, 05/09/2022", date(2022, 9, 5)),
        ("44809", date(2022, 9, 5)),
        ("44809,6875", date(2022, 9, 5)),
        ("", None),
        (" - ", None),
        ("NULL", None),
        ("Chưa trả", None),
        ("?", None),
    ],
)
def test_read_frame__date_as_systems_write_it__is_that_day(read, written, day):
    (case,) = read({"Ngày trả kết quả": written}).rows

    assert case.returned_on == day


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("31/02/2022", "not_a_date"),
        ("hôm qua", "not_a_date"),
        ("05/09", "not_a_date"),
        ("1,5", "not_a_date"),
        ("09/25/2022", "month_first"),
        ("05/09/22", "short_year"),
        ("05/09/0022", "unlikely_year"),
        ("2522-09-05", "unlikely_year"),
        ("#N/A", "error_cell"),
    ],
)
def test_read_frame__date_that_is_none__is_refused_with_row_and_column(read, written, code):
    reading = read({}, {"Mã hồ sơ": "MP-0002", "Ngày trả kết quả": written})

    assert codes(reading) == [("row 3, Ngày trả kết quả", code)]
    assert reading.rows == ()


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("0900000001", "0900000001"),
        ("0900.000.001", "0900000001"),
        ("+84 900 000 001", "0900000001"),
        ("84900000001", "0900000001"),
        ("0084900000001", "0900000001"),
        ("+84 (0)900 000 001", "0900000001"),
        ("900000001", "0900000001"),
        ("'0900000001", "0900000001"),
        ('="0900000001"', "0900000001"),
        ("(0226) 3852 001", "02263852001"),
        ("1234; 0900000001", "0900000001"),
        ("0900000001 - 0900000002", "0900000001"),
        ("", ""),
        ("không có", ""),
    ],
)
def test_read_frame__phone_as_people_write_it__is_its_digits(read, written, phone):
    reading = read({"Số điện thoại": written})

    assert [case.phone for case in reading.rows] == [phone]
    assert reading.warnings == ()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("0123", "phone_unlikely"),
        ("09000000011", "phone_unlikely"),
        ("0000000000", "phone_unlikely"),
        ("xin gọi sau", "phone_unlikely"),
        ("01234567890", "phone_of_old"),
    ],
)
def test_read_frame__phone_that_cannot_be_called__is_left_out_and_hinted_at(read, written, code):
    reading = read({"Số điện thoại": written})

    assert [case.phone for case in reading.rows] == [""]
    assert [(one.where, one.code) for one in reading.warnings] == [("row 2, Số điện thoại", code)]


def test_read_frame__neither_phone_nor_address__is_warned_of(read):
    reading = read({"Số điện thoại": "", "Địa chỉ": ""}, {"Địa chỉ": ""})

    assert [(one.where, one.code) for one in reading.warnings] == [("row 2", "no_way_to_reach")]
    assert reading.total_warnings == 1


def test_read_frame__returned_before_received__is_warned_of(read):
    reading = read({"Ngày trả kết quả": "31/08/2022"})

    assert [one.code for one in reading.warnings] == ["returned_before_received"]
    assert len(reading.rows) == 1


@pytest.mark.parametrize(
    ("written", "code"),
    [("0012", "0012"), ("'0012", "0012"), ('="0012"', "0012"), (" A\u00a01 ", "A 1")],
)
def test_read_frame__file_code__keeps_its_zeros(read, written, code):
    (case,) = read({"Mã hồ sơ": written}).rows

    assert case.file_code == code


@pytest.mark.parametrize("written", ["1.2E+11", "1,23457E+15", "2e12"])
def test_read_frame__code_shortened_by_a_spreadsheet__is_refused(read, written):
    assert codes(read({"Mã hồ sơ": written})) == [("row 2, Mã hồ sơ", "code_in_powers")]


def test_read_frame__codes_as_numbers_of_a_workbook__are_whole_or_refused():
    header, first, second = table({"Mã hồ sơ": 120000000001}, {"Mã hồ sơ": 1.2e17})

    good = read_frame(workbook({"A": [header, first]}), units=UNITS)
    bad = read_frame(workbook({"A": [header, first, second]}), units=UNITS)

    assert [case.file_code for case in good.rows] == ["120000000001"]
    assert codes(bad) == [("row 3, Mã hồ sơ", "code_in_powers")]


def test_read_frame__texts__are_composed_and_on_one_line(read):
    (case,) = read({"Chủ hồ sơ": "  Người\n mo\u0302 pho\u0309ng\u200b  1 "}).rows

    assert case.applicant == "Người mô phỏng 1"


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=1+1", "@SUM(A1)", "' OR 1=1 --"])
def test_read_frame__formula_or_markup__is_only_text(read, text):
    (case,) = read({"Chủ hồ sơ": text}).rows

    assert case.applicant == text


def test_read_frame__texts_that_the_database_cannot_keep__are_refused(read):
    reading = read(
        {"Chủ hồ sơ": "a" * 201}, {"Địa chỉ": "x\x07y"}, {"Chủ hồ sơ": ""}, {"Mã hồ sơ": " "}
    )

    assert codes(reading) == [
        ("row 2, Chủ hồ sơ", "text_too_long"),
        ("row 3, Địa chỉ", "unprintable"),
        ("row 4, Chủ hồ sơ", "blank_cell"),
        ("row 5, Mã hồ sơ", "blank_cell"),
    ]


@pytest.mark.parametrize("name", ["SXD", "sxd", "sở xây dựng", "SO XAY DUNG", " Sở  Xây dựng "])
def test_read_frame__unit_by_code_or_name__is_that_of_the_round(read, name):
    (case,) = read({"Đơn vị": name}).rows

    assert case.unit_code == "SXD"


def test_read_frame__unknown_words_and_units__are_said_once_and_all_counted(read):
    strange = {"Đơn vị": "Sở mô phỏng", "Hình thức nộp": "Bồ câu"}

    reading = read(strange, strange, {"Hình thức nộp": "Bồ câu"})

    assert codes(reading) == [
        ("row 2, Đơn vị", "unknown_unit"),
        ("row 2, Hình thức nộp", "unknown_word"),
    ]
    assert reading.total_faults == 5


def test_read_frame__words_of_the_mapping__say_what_is_meant(read):
    words = {FrameField.UNIT: {"so mo phong": "STP"}, FrameField.CHANNEL: {"bo cau": "post"}}

    (case,) = read(
        {"Đơn vị": "Sở mô phỏng", "Hình thức nộp": "Bồ câu"},
        mapping=FrameMapping(columns={}, words=words),
    ).rows

    assert (case.unit_code, case.channel) == ("STP", "post")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Công ty mô phỏng", "organisation"),
        ("CÔNG TY MÔ PHỎNG", "organisation"),
        ("UBND xã mô phỏng", "organisation"),
        ("Trường mô phỏng", "organisation"),
        ("Trương mô phỏng", "person"),
        ("Người mô phỏng", "person"),
    ],
)
def test_read_frame__kind_not_said__is_told_from_the_name(read, name, kind):
    (case,) = read({"Chủ hồ sơ": name, "Đối tượng": ""}).rows

    assert case.applicant_kind == kind


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("MÃ HỒ SƠ", FrameField.FILE_CODE),
        ("Ma ho so", FrameField.FILE_CODE),
        ("Số hồ sơ (mã TTHC)", FrameField.FILE_CODE),
        ("Ngày trả KQ", FrameField.RETURNED_ON),
        ("Ngày hẹn trả kết quả", FrameField.DUE_ON),
        ("Ngày nhận kết quả", FrameField.RETURNED_ON),
        ("Ngày nhận", FrameField.RECEIVED_ON),
        ("Điện  thoại:", FrameField.PHONE),
        ("Xã/Phường", FrameField.DISTRICT),
        ("Ghi chú", None),
    ],
)
def test_header__however_it_is_spelt__is_guessed(header, field):
    assert field_of_header(header) == field


def test_read_frame__given_columns__are_read_and_nothing_is_guessed():
    names = {
        FrameField.FILE_CODE: "A",
        FrameField.PROCEDURE: "B",
        FrameField.APPLICANT: "C",
        FrameField.RETURNED_ON: "Ngày hẹn trả",
    }
    rows = [["A", "B", "C", "Ngày hẹn trả", "Số điện thoại"]]
    rows.append(["1", "Thủ tục", "Người mô phỏng", "05/09/2022", "0900000001"])

    reading = read_frame(as_csv(rows), units=UNITS, mapping=FrameMapping(columns=names, unit="STP"))

    assert codes(reading) == []
    (case,) = reading.rows
    assert (case.file_code, case.unit_code, case.phone) == ("1", "STP", "")
    assert case.returned_on == date(2022, 9, 5)
    assert reading.mapping.columns == names


def test_read_frame__every_bad_row__is_counted_and_the_first_are_listed(read):
    reading = read(*({"Ngày trả kết quả": "ngày mai"} for _ in range(250)), {"Mã hồ sơ": ""})

    assert reading.total_faults == 251
    assert len(reading.faults) == 100
    assert reading.rows == ()


def test_read_frame__progress__ends_with_all_rows():
    told = []
    data = as_csv(table(*({"Mã hồ sơ": f"{number}"} for number in range(5_000))))

    read_frame(data, units=UNITS, progress=lambda done, total: told.append((done, total)))

    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[0][0] < told[-1][0] == told[-1][1]
    assert len(told) > 2


def test_preview__first_rows__show_what_was_read_and_what_it_became():
    rows = table({}, {"Ngày trả kết quả": "ngày mai"}, *[{}] * 20)

    preview = preview_frame(b"Danh s\xc3\xa1ch\n" + as_csv(rows), units=UNITS)

    assert (preview.header_row, preview.separator, preview.headers) == (2, ";", tuple(GOOD))
    assert preview.mapping.columns[FrameField.RETURNED_ON] == "Ngày trả kết quả"
    assert [row.number for row in preview.rows] == list(range(3, 13))
    assert preview.rows[0].cells[0] == "MP-0001"
    assert preview.rows[0].became.file_code == "MP-0001"
    assert preview.rows[1].became is None
    assert [fault.code for fault in preview.rows[1].faults] == ["not_a_date"]


def test_preview__header_that_lacks_a_column__still_shows_the_cells():
    rows = [["Mã hồ sơ", "Đơn vị", "Chủ hồ sơ", "Ngày trả"], ["1", "SXD", "Ai đó", "x\x00y"]]

    preview = preview_frame(workbook({"A": [rows[0], ["1", "SXD", "Ai đó", 5]]}), units=UNITS)

    assert [fault.code for fault in preview.faults] == ["field_missing"]
    assert preview.rows[0].cells == ("1", "SXD", "Ai đó", "5")
    assert preview.rows[0].became is None


def test_mapping_used__stored_and_read_again__is_the_same(read):
    used = read({}).mapping

    again = read_mapping(json.dumps(used.as_document()).encode())

    assert again.faults == ()
    assert again.mapping == used


def test_read_frame__units_without_rows__do_not_matter():
    many = (*UNITS, *(FrameUnit(code=f"X{n}", name=f"Xã mô phỏng {n}") for n in range(50)))

    reading = read_frame(as_csv(table({})), units=many)

    assert len(reading.rows) == 1

"""Files that are no list, or only nearly: each is refused with its place and a repair."""

import io
import json
import zipfile
from datetime import date

import pytest

from survey_app.fieldwork.frame.fields import FrameField
from survey_app.fieldwork.frame.mapping import FrameMapping, read_mapping
from survey_app.fieldwork.frame.reading import preview_frame, read_frame
from tests.survey_app.fieldwork.frame.conftest import GOOD, UNITS, as_csv, codes, table
from tests.workbooks import SpreadsheetError, workbook

LIST = table({})
BOOK = workbook({"A": LIST})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SPLIT_HEADER = [
    [*list(GOOD)[:9], "Ngày", "", "", *list(GOOD)[12:]],
    [*[""] * 9, "tiếp nhận", "hẹn trả", "trả kết quả", "", ""],
]
"""A header of two rows: the second one says what the days are of."""


def _archive(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>")
    return file.getvalue()


def _without(*names: str) -> list[list[object]]:
    places = [place for place, name in enumerate(GOOD) if name not in names]
    return [[row[place] for place in places] for row in LIST]


def _renamed(**new: str) -> list[list[object]]:
    header = [new.get(name.replace(" ", "_"), name) for name in GOOD]
    return [header, *LIST[1:]]


BAD = {
    "empty": (b"", [("line 1", "empty_file")]),
    "only a mark": (b"\xef\xbb\xbf", [("line 1", "empty_file")]),
    "only separators": (b";;;;\r\n;;;;\r\n", [("line 1", "empty_file")]),
    "header only": (as_csv(LIST[:1]), [("row 2", "no_rows")]),
    "header and blank rows": (as_csv([LIST[0], [], [" "]]), [("row 2", "no_rows")]),
    "wrong header": (as_csv([["a", "b", "c"], ["1", "2", "3"]]), [("row 1", "no_header")]),
    "prose": ("Kính gửi Sở Nội vụ,\nxin gửi danh sách.\n".encode(), [("row 1", "no_header")]),
    "column missing": (as_csv(_without("Ngày trả kết quả")), [("row 1", "field_missing")]),
    "columns missing": (
        as_csv(_without("Mã hồ sơ", "Tên thủ tục")),
        [("row 1", "field_missing"), ("row 1", "field_missing")],
    ),
    "column twice": (as_csv(_renamed(Lĩnh_vực="Chủ hồ sơ")), [("row 1", "column_twice")]),
    "field twice": (as_csv(_renamed(Lĩnh_vực="Người nộp")), [("row 1", "field_twice")]),
    "windows-1258": (
        as_csv(LIST).replace("Đ".encode(), b"\xd0"),
        [("line 1", "not_utf_8")],
    ),
    "utf-16": ("\ufeffMã hồ sơ\tĐơn vị\n".encode("utf-16-le"), [("line 1", "utf_16")]),
    "nul": (as_csv(LIST) + b"a\x00b;;\n", [("line 3", "nul_byte")]),
    "unclosed quote": (as_csv(LIST) + b'"MP-2;SXD\nMP-3;SXD\n', [("row 3, line 3", "malformed")]),
    "too few cells": (as_csv([*LIST, ["Tổng cộng", "1"]]), [("row 3", "other_number_of_cells")]),
    "too many cells": (
        as_csv([*LIST, [*LIST[1], "x"]]),
        [("row 3", "other_number_of_cells")],
    ),
    "endless line": (as_csv(LIST) + b"a" * (1 << 21), [("line 3", "line_too_long")]),
    "huge cell": (
        as_csv([*LIST, ["a" * 500_000, *LIST[1][1:]]]),
        [("row 3, line 3", "malformed")],
    ),
    "many columns": (
        as_csv([[*GOOD, *(f"c{n}" for n in range(100_000))], ["1"] * 100_014]),
        [("row 1", "too_many_columns")],
    ),
    "old workbook": (OLE + bytes(3000), [("file", "old_workbook")]),
    "workbook with password": (
        OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600),
        [("file", "with_password")],
    ),
    "web page called .xls": (
        "\ufeff\r\n<!DOCTYPE html><table><tr><td>Mã hồ sơ</td></tr></table>".encode(),
        [("file", "web_page")],
    ),
    "web page in one file": (b"MIME-Version: 1.0\r\n\r\n<html>", [("file", "web_page")]),
    "workbook as XML": (
        b'<?xml version="1.0"?><Workbook></Workbook>',
        [("file", "other_document")],
    ),
    "pdf": (b"%PDF-1.4\n%\xe2\xe3", [("file", "other_document")]),
    "letter": (_archive("word/document.xml"), [("file", "other_document")]),
    "opendocument": (_archive("mimetype", "content.xml"), [("file", "other_document")]),
    "binary workbook": (_archive("xl/workbook.bin"), [("file", "other_document")]),
    "csv in an archive": (_archive("ho-so.csv"), [("file", "other_document")]),
    "utf-16, the other way round": (
        b"\xfe\xff" + as_csv(LIST).decode().encode("utf-16-be"),
        [("line 1", "utf_16")],
    ),
    "total below": (
        as_csv([*LIST, ["Tổng cộng: 1 hồ sơ", *[""] * 13]]),
        [("row 3", "not_a_file")],
    ),
    "heading, total and signature in a workbook": (
        workbook({"A": [LIST[0], ["I. Đất đai"], LIST[1], ["Tổng", 1], [], ["Người lập biểu"]]}),
        [("row 2", "not_a_file"), ("row 4", "not_a_file"), ("row 6", "not_a_file")],
    ),
    "header on every printed page": (
        as_csv([*LIST, LIST[0], *table({"Mã hồ sơ": "MP-0002"})[1:]]),
        [("row 3", "header_again")],
    ),
    "header of two rows": (
        workbook({"A": [*SPLIT_HEADER, LIST[1]]}, merged=["A1:A2", "J1:L1"]),
        [("row 1", "field_missing")],
    ),
    "unit written once for three rows": (
        workbook(
            {"A": table({}, *({"Mã hồ sơ": f"MP-{n}", "Đơn vị": ""} for n in (2, 3)))},
            merged=["B2:B4"],
        ),
        [
            ("row 2, Đơn vị", "merged_cells"),
            ("row 3, Đơn vị", "blank_cell"),
            ("row 4, Đơn vị", "blank_cell"),
        ],
    ),
    "day of the result written once for two rows": (
        workbook(
            {"A": table({}, {"Mã hồ sơ": "MP-0002", "Ngày trả kết quả": None})},
            merged=["L2:L3"],
        ),
        [("row 2, Ngày trả kết quả", "merged_cells")],
    ),
    "days as an American writes them": (
        as_csv(table({"Ngày trả kết quả": "09/25/2022"}, {"Ngày tiếp nhận": "08/31/2022"})),
        [("row 2, Ngày trả kết quả", "month_first"), ("row 3, Ngày tiếp nhận", "month_first")],
    ),
    "days that are none": (
        as_csv(
            table(
                {"Ngày trả kết quả": "29/02/2022"},
                {"Ngày trả kết quả": "05/09/22"},
                {"Ngày trả kết quả": "tháng 9"},
            )
        ),
        [
            ("row 2, Ngày trả kết quả", "not_a_date"),
            ("row 3, Ngày trả kết quả", "short_year"),
            ("row 4, Ngày trả kết quả", "not_a_date"),
        ],
    ),
    "very long texts": (
        as_csv(table({"Tên thủ tục": "x" * 40_000, "Chủ hồ sơ": "x" * 201})),
        [("row 2, Chủ hồ sơ", "text_too_long"), ("row 2, Tên thủ tục", "text_too_long")],
    ),
    "a bell in a name": (
        as_csv(table({"Chủ hồ sơ": "A\x07B"})),
        [("row 2, Chủ hồ sơ", "unprintable")],
    ),
    "list on a hidden sheet": (
        workbook({"Bìa": [["Danh sách"]], "A": LIST}, hidden=["A"]),
        [("row 1", "no_header")],
    ),
    "archive of something else": (b"PK\x03\x04" + bytes(200), [("file", "broken_workbook")]),
    "workbook cut in half": (BOOK[: len(BOOK) // 2], [("file", "broken_workbook")]),
    "workbook with nothing": (workbook({"A": []}), [("row 1", "no_header")]),
    "workbook with header only": (workbook({"A": LIST[:1]}), [("row 2", "no_rows")]),
    "workbook with two lists": (workbook({"A": LIST, "B": LIST}), [("file", "several_sheets")]),
    "workbook with 300 columns": (
        workbook({"A": [[*GOOD, *(f"c{n}" for n in range(300))]]}),
        [("sheet A", "too_many_columns")],
    ),
    "workbook with hidden sheets only": (
        workbook({"A": LIST}, hidden=["A"]),
        [("file", "no_sheet")],
    ),
    "error in a cell": (
        workbook({"A": table({"Ngày trả kết quả": SpreadsheetError("#N/A")})}),
        [("row 2, Ngày trả kết quả", "error_cell")],
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_read_frame__bad_file__says_what_where_and_imports_nothing(name):
    data, expected = BAD[name]

    reading = read_frame(data, units=UNITS)

    assert codes(reading) == expected
    assert reading.total_faults == len(expected)
    assert reading.rows == ()
    assert all(fault.message_text and fault.repair_text for fault in reading.faults)


@pytest.mark.parametrize("name", BAD)
def test_preview__bad_file__does_not_fail(name):
    preview = preview_frame(BAD[name][0], units=UNITS)

    assert all(row.cells for row in preview.rows)


def test_read_frame__one_cell_in_the_last_corner__is_refused_before_it_takes_memory():
    data = _with_part(lambda xml: xml.replace(b"</sheetData>", CORNER + b"</sheetData>"))

    reading = read_frame(data, units=UNITS)

    assert codes(reading) == [("sheet A", "too_many_cells")]


CORNER = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def test_read_frame__formatted_cells_far_below__do_not_matter():
    blank = b'<row r="1048576"><c r="XFD1048576" s="1"/></row>'

    data = _with_part(lambda xml: xml.replace(b"</sheetData>", blank + b"</sheetData>"))

    assert len(read_frame(data, units=UNITS).rows) == 1


def _with_part(change):
    """The workbook with its sheet changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part.endswith("sheet1.xml") else content)
    return file.getvalue()


def test_read_frame__part_that_unpacks_without_end__is_refused():
    file = io.BytesIO(BOOK)
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/sharedStrings.xml", "w") as part,
    ):
        for _ in range(257):
            part.write(bytes(1 << 20))

    reading = read_frame(file.getvalue(), units=UNITS)

    assert codes(reading) == [("xl/sharedStrings.xml", "unpacks_too_large")]


def test_read_frame__what_offices_do_to_lists__is_read_all_the_same():
    """Serial days, titles over merged cells, telephone numbers as numbers, formulas as text."""
    days = {"Ngày tiếp nhận": 44805, "Ngày trả kết quả": 44809}
    row = table({**days, "Số điện thoại": 900000001, "Mã hồ sơ": '="0001"'})
    as_serial = as_csv(table({"Ngày tiếp nhận": "44805", "Ngày trả kết quả": "44809"}))
    titles = [["DANH SÁCH HỒ SƠ"], []]

    book = read_frame(workbook({"A": [*titles, *row]}, merged=["A1:N1", "A3:A3"]), units=UNITS)
    text = read_frame(b"\xef\xbb\xbf" + as_serial, units=UNITS)

    (from_book,), (from_text,) = book.rows, text.rows
    assert (from_book.number, from_book.file_code, from_book.phone) == (4, "0001", "0900000001")
    for found in (from_book, from_text):
        assert (found.received_on, found.returned_on) == (date(2022, 9, 1), date(2022, 9, 5))


def test_read_frame__cells_that_a_spreadsheet_would_run__are_kept_as_text():
    name = "=cmd|' /C calc'!A0"

    reading = read_frame(as_csv(table({"Chủ hồ sơ": name, "Địa chỉ": "@SUM(1)"})), units=UNITS)

    assert [(row.applicant, row.address) for row in reading.rows] == [(name, "@SUM(1)")]


def test_read_frame__workbook_with_broken_xml__is_refused():
    reading = read_frame(_with_part(lambda xml: xml[:-40]), units=UNITS)

    assert [code for _, code in codes(reading)] == ["broken_workbook"]


def test_read_frame__other_sheets_without_a_list__are_named():
    reading = read_frame(workbook({"Bìa": [["Bìa"]], "A": LIST, "Ghi chú": [["x"]]}), units=UNITS)

    assert len(reading.rows) == 1
    assert [warning.code for warning in reading.warnings] == ["other_sheets"]
    assert "Bìa, Ghi chú" in str(reading.warnings[0])


def test_read_frame__sheet_named_in_the_mapping__is_the_one_read():
    other = table({"Mã hồ sơ": "MP-0002"})
    book = workbook({"A": LIST, "B": other})

    named = read_frame(book, units=UNITS, mapping=FrameMapping(columns={}, sheet="B"))
    wrong = read_frame(book, units=UNITS, mapping=FrameMapping(columns={}, sheet="C"))

    assert [case.file_code for case in named.rows] == ["MP-0002"]
    assert codes(wrong) == [("file", "no_sheet")]


def test_read_frame__mapping_of_a_column_that_is_not_there__is_refused():
    mapping = FrameMapping(columns={FrameField.FILE_CODE: "Mã", FrameField.UNIT: "Đơn vị"})

    reading = read_frame(as_csv(LIST), units=UNITS, mapping=mapping)

    assert ("row 1", "column_missing") in codes(reading)
    assert ("row 1", "field_missing") in codes(reading)


@pytest.mark.parametrize(
    ("document", "where"),
    [
        (b"", ["document"]),
        (b"[]", ["document"]),
        ({"columns": {"A": "file_code", "B": "file_code"}}, ["columns.B"]),
        ({"columns": {"A": "ma_ho_so"}}, ["columns.A"]),
        ({"column": {}}, ["column"]),
        ({"words": {"phone": {}}}, ["words.phone"]),
        ({"words": {"channel": {"a": "pigeon"}}}, ["words.channel.a"]),
        ({"columns": {"A": 1, "B": 2}}, ["columns.A", "columns.B"]),
    ],
)
def test_read_mapping__bad_document__names_the_place(document, where):
    content = document if isinstance(document, bytes) else json.dumps(document).encode()

    reading = read_mapping(content)

    assert reading.mapping is None
    assert [fault.where for fault in reading.faults] == where


def test_read_frame__faults_of_every_row_and_column__are_all_listed():
    rows = table(
        {"Ngày trả kết quả": "32/13/2022", "Mã hồ sơ": "1.2E+11", "Đơn vị": "Sở mô phỏng"},
        {},
        {"Ngày tiếp nhận": "ngày mai", "Đối tượng": "ma", "Chủ hồ sơ": ""},
    )

    assert codes(read_frame(as_csv(rows), units=UNITS)) == [
        ("row 2, Đơn vị", "unknown_unit"),
        ("row 2, Mã hồ sơ", "code_in_powers"),
        ("row 2, Ngày trả kết quả", "not_a_date"),
        ("row 4, Chủ hồ sơ", "blank_cell"),
        ("row 4, Đối tượng", "unknown_word"),
        ("row 4, Ngày tiếp nhận", "not_a_date"),
    ]

"""Reading lists of people, making user names, comparing with the accounts there are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.access.people import USERNAME
from survey_app.access.policy import Role
from survey_app.fieldwork.account_list.comparing import KnownAccount, compare_list
from survey_app.fieldwork.account_list.opening import MAX_FILE_BYTES
from survey_app.fieldwork.account_list.reading import ListUnit, read_list
from survey_app.fieldwork.account_list.usernames import username_base, username_candidates
from survey_app.table_files.problems import FaultLog
from tests.workbooks import SpreadsheetError, workbook

UNITS = (
    ListUnit(code="SXD", name="Sở Xây dựng"),
    ListUnit(code="STP", name="Sở Tư pháp"),
    ListUnit(code="X1", name="Xã Tân Sơn"),
    ListUnit(code="X2", name="Xã Tân Sơn"),
)
HEADER = (
    *("STT", "Họ và tên", "Tên đăng nhập", "Vai trò", "Cơ quan"),
    *("Địa bàn", "Đơn vị liên quan", "Đội"),
)
PERSON = {
    "number": "1",
    "full_name": "Người Mô Phỏng",
    "username": "",
    "role": "Điều tra viên",
    "organisation": "Bưu điện tỉnh",
    "areas": "",
    "ties": "",
    "teams": "",
}


def _row(**changes):
    return tuple({**PERSON, **changes}.values())


def _csv(*rows, header=HEADER):
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (header, *rows))
    return text.encode()


def _read(data):
    log = FaultLog()
    return read_list(data, units=UNITS, log=log), log


def _said(log):
    return [(fault.where, fault.code) for fault in log.faults]


def test_read__good_list__gives_everything_a_row_says():
    row = _row(
        username="Lan.MP",
        role="Giám sát viên",
        areas="Phủ Lý; Duy Tiên;phủ lý ;",
        ties="SXD; sở tư pháp",
        teams="Đội 1;đội 1; Tổ 3",
    )

    reading, log = _read(_csv(row))

    assert _said(log) == []
    (person,) = reading.people
    assert (person.number, person.full_name, person.username) == (2, "Người Mô Phỏng", "lan.mp")
    assert (person.role, person.organisation) == (Role.SUPERVISOR, "Bưu điện tỉnh")
    assert person.areas == ("Phủ Lý", "Duy Tiên")
    assert person.tied_unit_codes == {"SXD", "STP"}
    assert person.teams == ("Đội 1", "Tổ 3")


def test_read__areas_that_differ_by_an_accent__are_two():
    reading, _ = _read(_csv(_row(areas="Liêm Cần; Liêm Căn; Liêm Cần")))

    assert reading.people[0].areas == ("Liêm Cần", "Liêm Căn")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_read__any_separator_and_titles_above__finds_the_header(separator):
    header = separator.join(("Họ tên", "Vai trò", "Đơn vị công tác"))
    row = separator.join(("Người A", "DTV", "Bưu điện"))

    reading, log = _read(f"DANH SÁCH\n\n{header}\n{row}\n".encode())

    assert _said(log) == []
    assert [(one.number, one.organisation) for one in reading.people] == [(4, "Bưu điện")]


def test_read__workbook__is_read_like_a_csv_file():
    rows = [HEADER, _row(), [None] * 7, _row(full_name="Người Khác", username=12)]

    reading, log = _read(workbook({"Ghi chú": [["xem trang sau"]], "Danh sách": rows}))

    assert [(one.number, one.username) for one in reading.people] == [(2, ""), (4, "12")]
    assert [(one.where, one.code) for one in log.warnings] == [("sheet Danh sách", "other_sheets")]


def test_read__every_kind_of_fault__is_told_by_row_and_column():
    rows = [
        _row(full_name="", organisation="x" * 201),
        _row(role="vua", username="lan nguyễn"),
        _row(role="Quản trị viên"),
        _row(role="unit", full_name="Đơn Vị"),
        _row(username="trung"),
        _row(username="TRUNG", full_name="Người Khác"),
        _row(ties="SXD; Xã Tân Sơn; KHONG"),
        _row(areas="a" * 201),
        ("1", "thiếu ô"),
        _row(full_name="Hai Lần"),
        _row(full_name="Hai Lần"),
        _row(role=""),
    ]

    reading, log = _read(_csv(*rows))

    assert _said(log) == [
        ("row 2, Họ và tên", "blank_cell"),
        ("row 2, Cơ quan", "text_too_long"),
        ("row 3, Tên đăng nhập", "username_unfit"),
        ("row 3, Vai trò", "unknown_role"),
        ("row 4, Vai trò", "role_not_from_lists"),
        ("row 5, Vai trò", "role_not_from_lists"),
        ("row 7, Tên đăng nhập", "twice"),
        ("row 8, Đơn vị liên quan", "unknown_unit"),
        ("row 8, Đơn vị liên quan", "unknown_unit"),
        ("row 9, Địa bàn", "text_too_long"),
        ("row 10", "other_number_of_cells"),
        ("row 12", "same_person"),
        ("row 13, Vai trò", "blank_cell"),
    ]
    assert [one.number for one in reading.people] == [6, 11]
    assert all(fault.repair_text for fault in log.faults)


def test_read__cell_with_an_error_of_the_spreadsheet__is_a_fault():
    _, log = _read(workbook({"A": [HEADER, _row(organisation=SpreadsheetError("#N/A"))]}))

    assert _said(log) == [("row 2, Cơ quan", "error_cell")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf \n", "empty_file"),
        (b"x,y\n1,2\n", "no_header"),
        (_csv(), "no_rows"),
        (_csv(header=("Họ tên", "Địa bàn")), "columns_missing"),
        (_csv(header=("Họ tên", "Họ và tên", "Vai trò", "Cơ quan")), "column_twice"),
        (b"PK\x03\x04 not really", "broken_workbook"),
        (b"\xd0\xcf\x11\xe0 old", "old_workbook"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "with_password"),
        (b"<html><table><tr><td>Ho ten</td></tr></table>", "web_page"),
        (b"%PDF-1.7 list", "other_document"),
        ("Họ tên,Vai trò,Cơ quan\nĐ,".encode().replace("Đ".encode(), b"\xd0"), "not_utf_8"),
        (b"x" * (MAX_FILE_BYTES + 1), "file_too_large"),
        ("Họ tên,Vai trò,Cơ quan\nA\0,b,c".encode(), "nul_byte"),
        ("Họ tên,Vai trò,Cơ quan\nA".encode("utf-16"), "utf_16"),
        (workbook({"A": [HEADER, _row()], "B": [HEADER, _row()]}), "several_sheets"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)
def test_read__file_that_is_no_list__says_what_it_is(data, code):
    reading, log = _read(data)

    assert reading.people == ()
    assert [fault.code for fault in log.faults] == [code]


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode()))
def test_read__any_bytes_below_a_header__become_people_or_faults(data):
    for head in (b"", "Họ tên;Vai trò;Cơ quan;Địa bàn\n".encode(), b"PK\x03\x04"):
        reading, log = _read(head + data)

        assert reading.people or log.total
        assert all(fault.repair_text for fault in log.faults)


def test_read__other_columns__are_warned_of_but_not_the_numbers():
    header = ("STT", "Họ và tên", "Vai trò", "Cơ quan", "Điện thoại")

    _, log = _read(_csv(("1", "A", "DTV", "B", "09"), header=header))

    warned = [(one.code, one.details["column"]) for one in log.warnings]
    assert warned == [("unknown_column", "Điện thoại")]


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("Nguyễn Thị Lan", "lan.nguyen"),
        ("Đỗ Đức Đạt", "dat.do"),
        ("  Ưng   Ngọc ", "ngoc.ung"),
        ("Lan", "lan"),
        ("王", ""),
        ("Nguyễn 王", "nguyen"),
        ("Lê Đa\u0323t", "dat.le"),
        ("X" * 99 + " " + "y" * 99, "y" * 56),
    ],
)
def test_username__of_a_name__is_given_name_and_family_name(name, base):
    assert username_base(name) == base


@given(st.text(max_size=200))
def test_username__of_any_text__can_be_used_or_is_none(name):
    base = username_base(name)
    candidates = username_candidates(base)

    assert base == "" or all(USERNAME.fullmatch(next(candidates)) for _ in range(3))


def _known(**changes):
    values = {
        "username": "phong.nguoi",
        "full_name": "Người Mô Phỏng",
        "role": "enumerator",
        "organisation": "Bưu điện tỉnh",
        "areas": frozenset(),
        "tied_unit_codes": frozenset(),
        "is_active": True,
    }
    return KnownAccount(**{**values, **changes})


def _compared(*rows, known=()):
    reading, log = _read(_csv(*rows))
    assert reading.opened is not None
    assert _said(log) == []
    accounts = {one.username: one for one in known}
    compared = compare_list(reading.people, opened=reading.opened, known=accounts, log=log)
    new = [(one.person.number, one.username) for one in compared.new]
    return new, [one.username for one in compared.unchanged], log


def test_compare__names_alike__get_numbers_behind():
    rows = [
        _row(username="phong.nguoi2", full_name="Ai Đó"),
        _row(areas="A"),
        _row(areas="B"),
        _row(full_name="Người Nào Phòng"),
    ]

    new, _, log = _compared(*rows, known=[_known(full_name="Người Khác")])

    assert _said(log) == []
    numbers = enumerate(["phong.nguoi2", "phong.nguoi3", "phong.nguoi4", "phong.nguoi5"], start=2)
    assert new == list(numbers)


def test_compare__list_that_was_imported__is_all_there_in_any_order():
    rows = [_row(areas="A"), _row(areas="B; C", ties="SXD"), _row(username="toi", areas="D")]
    second = {"areas": frozenset({"c", "b"}), "tied_unit_codes": frozenset({"SXD"})}
    known = [
        _known(areas=frozenset({"A"})),
        _known(username="phong.nguoi2", **second),
        _known(username="toi", areas=frozenset({"D"})),
    ]

    forwards, backwards = _compared(*rows, known=known), _compared(*rows[::-1], known=known)

    assert forwards[:2] == ([], ["phong.nguoi", "phong.nguoi2", "toi"])
    assert backwards[:2] == ([], ["toi", "phong.nguoi2", "phong.nguoi"])


def test_compare__account_made_by_hand_under_another_name__is_the_same_person():
    new, unchanged, _ = _compared(_row(), known=[_known(username="mp")])

    assert (new, unchanged) == ([], ["mp"])


@pytest.mark.parametrize(
    "other", [{"organisation": "Hội Cựu chiến binh"}, {"full_name": "Người Mơ Phỏng"}]
)
def test_compare__same_name_elsewhere_or_another_accent__is_somebody_else(other):
    new, unchanged, _ = _compared(_row(), known=[_known(**other)])

    assert (new, unchanged) == ([(2, "phong.nguoi2")], [])


@pytest.mark.parametrize(
    ("account", "where", "there"),
    [
        ({"full_name": "Người Khác"}, "Họ và tên", "Người Khác"),
        ({"role": "supervisor"}, "Vai trò", "supervisor"),
        ({"role": "administrator"}, "Vai trò", "administrator"),
        ({"organisation": "Hội"}, "Cơ quan", "Hội"),
        ({"areas": frozenset({"B", "A"})}, "Địa bàn", "A; B"),
        ({"tied_unit_codes": frozenset({"STP"})}, "Đơn vị liên quan", "STP"),
        ({"teams": frozenset({"Đội 2"})}, "Đội", "Đội 2"),
    ],
)
def test_compare__account_with_other_data__is_listed_with_what_it_has(account, where, there):
    row = _row(username="phong.nguoi")

    new, unchanged, log = _compared(row, known=[_known(**account)])

    assert (new, unchanged) == ([], [])
    assert _said(log) == [(f"row 2, {where}", "account_differs")]
    assert log.faults[0].details["there"] == there


def test_compare__same_person_in_another_area__is_not_made_a_second_time():
    new, _, log = _compared(_row(areas="B"), known=[_known(areas=frozenset({"A"}))])

    assert new == []
    assert _said(log) == [("row 2, Địa bàn", "account_differs")]


def test_compare__closed_account__is_not_taken_up_again():
    _, unchanged, log = _compared(_row(), known=[_known(is_active=False)])

    assert unchanged == []
    assert [fault.code for fault in log.faults] == ["account_closed"]


def test_compare__name_without_latin_letters__asks_for_a_user_name():
    new, _, log = _compared(_row(full_name="王"), _row(username="vuong", full_name="王 小"))

    assert new == [(3, "vuong")]
    assert _said(log) == [("row 2, Họ và tên", "name_makes_no_username")]


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["Lê An", "Lê Ân", "Trần An", "Lê Văn An", "An"]),
        st.sampled_from(["A", "B", "A; B", ""]),
    ),
    min_size=1,
    max_size=8,
    unique=True,
)


@given(PEOPLE, st.randoms(use_true_random=False))
def test_compare__whatever_was_imported__is_unchanged_the_second_time(people, chance):
    rows = [_row(full_name=name, areas=areas) for name, areas in people]
    reading, log = _read(_csv(*rows))
    first = compare_list(reading.people, opened=reading.opened, known={}, log=log)
    made = {
        one.username: _known(
            username=one.username,
            full_name=one.person.full_name,
            areas=frozenset(one.person.areas),
        )
        for one in first.new
    }
    shuffled = chance.sample(reading.people, len(people))

    again = compare_list(shuffled, opened=reading.opened, known=made, log=log)

    assert len(made) == len(people)
    assert (again.new, len(again.unchanged), log.total) == ((), len(people), 0)

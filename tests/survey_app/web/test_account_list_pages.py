"""A list of people on a page: looked at, confirmed as it was seen, codes shown once."""

import csv
import io
import re

import pytest

from survey_app.access.first_sign_in import choose_password
from survey_app.db.engine import transaction
from survey_app.web.account_list import KILOBYTE, MOST_KILOBYTES
from tests.workbooks import workbook

HEADER = ("Họ và tên", "Tên đăng nhập", "Vai trò", "Cơ quan", "Địa bàn", "Có liên quan đến")
LAN = ("Mô Phỏng Lan", "", "Điều tra viên", "Bưu điện", "Phủ Lý; Duy Tiên", "STP")
HOA = ("Mô Phỏng Hoa", "hoa", "Giám sát viên", "Hội Cựu chiến binh", "", "")
PAGE = "/admin/list/"
COUNTS = (
    "SELECT (SELECT count(*) FROM account), (SELECT count(*) FROM account_area),"
    " (SELECT count(*) FROM account_tie), (SELECT count(*) FROM sign_in_code),"
    " (SELECT count(*) FROM audit_event)"
)
CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}")


@pytest.fixture
def look(quantri):
    """Brings a list of these rows."""

    def looked(*rows, data=None, name="list.csv"):
        text = "\n".join(",".join(row) for row in (HEADER, *rows))
        content = text.encode() if data is None else data
        return quantri.post(PAGE, {"file": (io.BytesIO(content), name)})

    return looked


@pytest.fixture
def store(quantri, read):
    """Confirms what a page shows."""

    def stored(page, **others):
        seen = {name: read(page).chosen(name)[0] for name in ("seen", "content")}
        return quantri.post(f"{PAGE}store", seen | others)

    return stored


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_list__looked_at_and_stored__makes_accounts_and_shows_codes_once(
    world, read, look, store, kind
):
    before = world.rows(COUNTS)
    data = workbook({"A": [HEADER, LAN, HOA]}) if kind == "xlsx" else None

    page = look(LAN, HOA, data=data, name=f"list.{kind}")
    after_look = world.rows(COUNTS)
    done = store(page)

    assert after_look == before
    assert read(page).row("lan.mo")[1:] == [
        "Mô Phỏng Lan",
        read(page).row("lan.mo")[2],
        "Bưu điện",
        "Phủ Lý; Duy Tiên",
        "STP",
        "–",
    ]
    codes = CODE.findall(done.text)
    assert len(set(codes)) == 2
    assert done.headers["Cache-Control"] == "no-store"
    assert world.rows("SELECT count(*) FROM account WHERE password_hash IS NULL") == [(2,)]
    with transaction(world.engine) as session:
        person = choose_password(
            session, username="lan.mo", code=codes[0], password="mat-khau-moi", at=world.clock.now
        )
    assert person is not None


def test_list__stored_as_a_file__gives_the_codes_in_it(look, store):
    answer = store(look(LAN, HOA), **{"as": "csv"})

    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["user_name"] for row in rows] == ["lan.mo", "hoa"]
    assert all(CODE.fullmatch(row["code"]) for row in rows)
    assert "attachment" in answer.headers["Content-Disposition"]


def test_list__of_accounts_with_other_data__shows_and_makes_the_changes(world, read, look, store):
    store(look(LAN))
    before = world.rows(COUNTS)
    moved = (*LAN[:4], "Thanh Liêm", "SXD")

    page = look(moved, HOA)
    same = world.rows(COUNTS)
    done = store(page)
    again = look(moved, HOA)

    assert same == before
    assert "Duy Tiên; Phủ Lý → Thanh Liêm" in read(page).row("lan.mo")[2]
    assert len(CODE.findall(done.text)) == 1
    assert world.rows("SELECT area FROM account_area") == [("Thanh Liêm",)]
    assert world.actions().count("account.changed") == 1
    assert not read(again).named("seen")


def test_list__without_a_column__leaves_what_it_would_say(world, look, store):
    store(look(LAN))
    data = "Họ và tên,Tên đăng nhập,Vai trò,Cơ quan\nMô Phỏng Lan,lan.mo,Giám sát viên,Hội\n"

    store(look(data=data.encode()))

    assert world.rows("SELECT role, organisation FROM account WHERE username = 'lan.mo'") == [
        ("supervisor", "Hội")
    ]
    assert len(world.rows("SELECT area FROM account_area")) == 2


def test_list__tie_to_a_unit_with_open_cases__is_told_before_it_is_stored(read, look):
    row = ("An", "an", "Điều tra viên", "Bưu điện tỉnh", "", "SXD")

    page = read(look(row))

    assert "thu-2022" in page.row("an")[2]


def test_list__that_would_change_what_lists_may_not__is_refused(world, read, look, store):
    before = world.rows(COUNTS)
    rows = (
        ("Quantri", "quantri", "Điều tra viên", "Sở Nội vụ", "", ""),
        ("An", "an", "Giám sát viên", "Bưu điện tỉnh", "", ""),
        ("", "Hoa", "vua", "Bưu điện", "", "KHONG"),
    )

    page = look(*rows)

    assert page.status_code == 422
    text = read(page).text
    for place in ("2, Vai trò", "3, Vai trò", "4, Họ và tên", "4, Vai trò", "4, Có liên quan"):
        assert place in text
    assert not read(page).named("seen")
    assert world.rows(COUNTS) == before


def test_list__confirmed_after_the_accounts_changed__is_shown_again(world, read, look, store):
    page = look(LAN, HOA)
    store(look(HOA))
    before = world.rows(COUNTS)

    answer = store(page)

    assert answer.status_code == 409
    assert "other" in read(answer).places
    assert world.rows(COUNTS) == before
    assert CODE.findall(store(answer).text)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_list__that_is_none_or_too_large__is_refused(world, quantri, look):
    answers = [
        quantri.post(PAGE),
        look(data=b"x" * (MOST_KILOBYTES * KILOBYTE + 1)),
        look(data=b"", name="empty.csv"),
        look(data=b"PK\x03\x04 no workbook", name="list.xlsx"),
    ]
    strange = [
        quantri.post(f"{PAGE}store").status_code,
        quantri.post(f"{PAGE}store", {"content": "??", "seen": "x"}).status_code,
    ]

    assert {one.status_code for one in answers} == {422}
    assert strange == [409, 400]
    assert world.one("SELECT count(*) FROM account") == 7

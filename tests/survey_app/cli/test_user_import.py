"""`hailong user import` and `hailong user code`: accounts from a list, all of them or none."""

import csv
import stat

import pytest

from survey_app.cli import user_import
from tests.workbooks import workbook

HEADER = ("Họ và tên", "Tên đăng nhập", "Vai trò", "Cơ quan", "Địa bàn", "Có liên quan đến")
LAN = ("Mô Phỏng Lan", "", "Điều tra viên", "Bưu điện", "Phủ Lý; Duy Tiên", "SXD; Sở Tư pháp")
HOA = ("Mô Phỏng Hoa", "hoa", "Giám sát viên", "Hội Cựu chiến binh", "", "")
BAD = ("", "Hoa", "vua", "Bưu điện", "", "KHONG")
COUNTS = (
    "SELECT (SELECT count(*) FROM account), (SELECT count(*) FROM account_area),"
    " (SELECT count(*) FROM account_tie), (SELECT count(*) FROM sign_in_code),"
    " (SELECT count(*) FROM audit_event)"
)
HASHES = "SELECT code_hash FROM sign_in_code ORDER BY account_id"
NEW = (
    "SELECT username, display_name, role, organisation, unit_id, password_hash, is_active,"
    " is_simulated FROM account WHERE password_hash IS NULL ORDER BY id"
)
ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def here(monkeypatch, world):
    """The small province is the database of the command."""
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    return world


@pytest.fixture
def write(folder):
    """Writes a list of these rows."""

    def written(*rows, name="list.csv"):
        cells = [HEADER, *rows]
        text = "\n".join(",".join(row) for row in cells)
        data = workbook({"A": cells}) if name.endswith(".xlsx") else text.encode()
        (folder / name).write_bytes(data)
        return name

    return written


@pytest.fixture
def imported(run, here):
    """Imports a list as the administrator."""
    return lambda name, *options: run("user", "import", name, "--by", "quantri", *options)


def _codes(folder):
    with (folder / "codes.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["user_name"]: row["code"] for row in csv.DictReader(file)}


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_import__good_list__makes_accounts_with_duties_and_codes(
    imported, write, here, folder, name
):
    result = imported(write(LAN, HOA, name=name), "-o", "codes.csv")

    assert result.exit_code == 0, result.output
    assert here.rows(NEW) == [
        ("lan.mo", "Mô Phỏng Lan", "enumerator", "Bưu điện", None, None, True, False),
        ("hoa", "Mô Phỏng Hoa", "supervisor", "Hội Cựu chiến binh", None, None, True, False),
    ]
    areas = here.rows("SELECT username, area FROM account_area JOIN account ON id = account_id")
    assert set(areas) == {("lan.mo", "Duy Tiên"), ("lan.mo", "Phủ Lý")}
    ties = here.rows(
        "SELECT username, unit.code FROM account_tie JOIN account ON account.id = account_id"
        " JOIN unit ON unit.id = account_tie.unit_id"
    )
    assert set(ties) == {("lan.mo", "SXD"), ("lan.mo", "STP")}
    assert here.actions()[-4:] == ["account.added"] * 2 + ["account.code_made"] * 2
    assert set(_codes(folder)) == {"lan.mo", "hoa"}
    assert stat.S_IMODE((folder / "codes.csv").stat().st_mode) == 0o600
    assert not any(code in result.output for code in _codes(folder).values())


def test_import__code_of_the_file__opens_the_first_sign_in(imported, write, here, folder):
    imported(write(LAN), "-o", "codes.csv")
    code = _codes(folder)["lan.mo"]

    answer = here.client().post(
        "/sign-in/code/password",
        {"username": "lan.mo", "code": code, "password": "mot-mat-khau", "again": "mot-mat-khau"},
    )

    assert answer.status_code == 303
    assert here.client().sign_in("lan.mo", "mot-mat-khau").status_code == 303


@ON_SQLITE
def test_import__without_a_file__shows_the_codes_once(imported, write, here):
    result = imported(write(LAN, HOA))

    lines = [line.split() for line in result.stdout.splitlines()[-2:]]
    assert [line[0] for line in lines] == ["lan.mo", "hoa"]
    assert all(len(line[1]) == 14 for line in lines)
    assert lines[0][1] not in str(here.rows("SELECT * FROM sign_in_code"))


def test_import__same_list_again__changes_nothing_and_says_so(imported, write, here, folder):
    name = write(LAN, HOA)
    imported(name)
    before = here.rows(COUNTS), here.rows(HASHES)

    result = imported(name, "-o", "codes.csv")

    assert result.exit_code == 0
    assert "All 2 accounts of the list are there already" in result.stdout
    assert (here.rows(COUNTS), here.rows(HASHES)) == before
    assert not (folder / "codes.csv").exists()


def test_import__longer_list__makes_only_the_new_ones(imported, write, folder):
    imported(write(LAN))

    result = imported(write(HOA, LAN), "-o", "codes.csv")

    assert "Accounts made: 1; there already, with the same data: 1." in result.stdout
    assert set(_codes(folder)) == {"hoa"}


def test_import__existing_account_with_other_data__is_listed_and_nothing_is_stored(
    imported, write, here, folder
):
    imported(write(LAN))
    before = here.rows(COUNTS)

    result = imported(write((*LAN[:4], "Thanh Liêm", ""), HOA), "-o", "codes.csv")

    assert result.exit_code == 1
    assert "row 2, Địa bàn" in result.stderr
    assert "Duy Tiên; Phủ Lý" in result.stderr
    assert "row 2, Có liên quan đến" in result.stderr
    assert "faults: 2" in result.stderr
    assert here.rows(COUNTS) == before
    assert not (folder / "codes.csv").exists()


def test_import__existing_account_with_other_data__is_changed_when_asked_to(
    imported, write, here, folder
):
    imported(write(LAN))
    moved = write((*LAN[:4], "Thanh Liêm", "SXD; STP"), HOA)
    before = here.rows(COUNTS)

    tried = imported(moved, "--change", "--dry-run")
    same = here.rows(COUNTS)
    done = imported(moved, "--change", "-o", "codes.csv")

    assert (tried.exit_code, done.exit_code) == (0, 0), done.output
    assert same == before
    assert "“Duy Tiên; Phủ Lý” becomes “Thanh Liêm”" in tried.stdout
    assert here.rows("SELECT area FROM account_area") == [("Thanh Liêm",)]
    assert set(_codes(folder)) == {"hoa"}
    assert here.actions().count("account.changed") == 1


def test_import__faults__are_all_listed_and_nothing_is_stored(imported, write, here, folder):
    before = here.rows(COUNTS)

    result = imported(write(LAN, HOA, BAD), "-o", "codes.csv")

    assert result.exit_code == 1
    for place in ("Họ và tên", "Tên đăng nhập", "Vai trò", "Có liên quan đến"):
        assert f"row 4, {place}" in result.stderr
    assert "faults: 4; nothing was written" in result.stderr
    assert here.rows(COUNTS) == before
    assert not (folder / "codes.csv").exists()


@ON_SQLITE
def test_import__dry_run__names_the_accounts_and_stores_nothing(imported, write, here, folder):
    before = here.rows(COUNTS)

    result = imported(write(LAN, HOA), "--dry-run", "-o", "codes.csv")

    assert result.exit_code == 0
    assert "lan.mo  Mô Phỏng Lan" in result.stdout
    assert here.rows(COUNTS) == before
    assert not (folder / "codes.csv").exists()


@pytest.mark.parametrize("who", ["quanly", "noivu", "an", "khong-co"])
@ON_SQLITE
def test_import__by_others_than_the_administrator__is_refused(run, write, here, who):
    before = here.rows(COUNTS)

    result = run("user", "import", write(LAN), "--by", who)

    assert result.exit_code == 1
    assert here.rows(COUNTS) == before


@pytest.mark.parametrize("kind", ["file", "link"])
@ON_SQLITE
def test_import__something_stands_where_codes_go__is_refused_and_it_stays(
    imported, write, here, folder, kind
):
    before = here.rows(COUNTS)
    codes = folder / "codes.csv"
    if kind == "file":
        codes.write_text("old", encoding="utf-8")
    else:
        codes.symlink_to(folder / "nowhere")

    result = imported(write(LAN), "-o", "codes.csv")

    assert result.exit_code == 2
    assert here.rows(COUNTS) == before
    assert not (folder / "nowhere").exists()
    assert kind == "link" or codes.read_text(encoding="utf-8") == "old"


@ON_SQLITE
def test_import__file_of_codes_came_meanwhile__stores_nothing_and_leaves_it(
    imported, write, here, folder, monkeypatch
):
    before = here.rows(COUNTS)
    store = user_import.store_list

    def slowly(*given, **named):
        (folder / "codes.csv").write_text("old", encoding="utf-8")
        return store(*given, **named)

    monkeypatch.setattr(user_import, "store_list", slowly)

    result = imported(write(LAN), "-o", "codes.csv")

    assert result.exit_code == 1
    assert "codes.csv" in result.stderr
    assert here.rows(COUNTS) == before
    assert (folder / "codes.csv").read_text(encoding="utf-8") == "old"


@ON_SQLITE
def test_import__disk_full__stores_nothing_and_leaves_no_codes(
    imported, write, here, folder, monkeypatch
):
    before = here.rows(COUNTS)

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(user_import.os, "fsync", full)

    result = imported(write(LAN), "-o", "codes.csv")

    assert result.exit_code == 1
    assert "No space left" in result.stderr
    assert here.rows(COUNTS) == before
    assert not (folder / "codes.csv").exists()


def test_code__new_one__is_told_alone_on_standard_output(run, here):
    first = run("user", "code", "binh", "--by", "quantri")
    second = run("user", "code", "BINH", "--by", "quantri")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert len(first.stdout.strip()) == 14
    assert first.stdout != second.stdout
    assert here.one("SELECT username FROM sign_in_code JOIN account ON id = account_id") == "binh"


@pytest.mark.parametrize(
    ("username", "by"), [("khong-co", "quantri"), ("binh", "quanly"), ("binh", "khong-co")]
)
@ON_SQLITE
def test_code__refused__makes_none(run, here, username, by):
    result = run("user", "code", username, "--by", by)

    assert result.exit_code == 1
    assert here.one("SELECT count(*) FROM sign_in_code") == 0


def test_import__column_of_teams__new_accounts_have_them_and_others_by_change(
    imported, here, folder
):
    header = "Họ và tên,Tên đăng nhập,Vai trò,Cơ quan,Đội"
    teams = "SELECT username, team FROM account_team JOIN account ON id = account_id"

    def brought(lan, *options):
        rows = f"{header}\nMô Phỏng Lan,lan.mo,Điều tra viên,Bưu điện,{lan}\n"
        (folder / "teams.csv").write_text(rows, encoding="utf-8")
        return imported("teams.csv", *options)

    assert brought("Đội 1; Đội 2").exit_code == 0
    first = set(here.rows(teams))
    refused = brought("Đội 3")
    changed = brought("Đội 3", "--change")

    assert first == {("lan.mo", "Đội 1"), ("lan.mo", "Đội 2")}
    assert (refused.exit_code, changed.exit_code) == (1, 0)
    assert here.rows(teams) == [("lan.mo", "Đội 3")]

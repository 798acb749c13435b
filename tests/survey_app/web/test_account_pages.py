"""Accounts on pages: found, changed, closed, opened again, given a new code."""

import re

import pytest

from survey_app.access.first_sign_in import choose_password
from survey_app.db.engine import transaction
from tests.survey_app.conftest import PASSWORD

AN = "/admin/accounts/an"
CONFIRMED = {"confirmed": "1"}
DUTIES = (
    "SELECT area FROM account_area JOIN account ON id = account_id WHERE username = 'an'"
    " ORDER BY area"
)
TIES = (
    "SELECT unit.code FROM account_tie JOIN unit ON unit.id = account_tie.unit_id JOIN account"
    " ON account.id = account_id WHERE username = 'an' ORDER BY unit.code"
)


@pytest.fixture
def form(quantri, read):
    """What the page of an account would send, with other values for these fields."""

    def filled(path=AN, **others):
        page = read(quantri.get(path))
        sent = {
            name: page.chosen(name)
            for name in ("full_name", "organisation", "areas", "teams", "tied", "seen")
        }
        role = [one["value"] for one in page.fields if one["tag"] == "option" and "selected" in one]
        return {name: one for name, one in ({**sent, "role": role} | others).items() if one}

    return filled


def test_account__changed__is_stored_and_written_down(world, read, quantri, form):
    sent = form(
        full_name="Mô Phỏng An",
        organisation="Hội Nông dân",
        areas="Phủ Lý\r\n duy tiên;Duy Tiên\r\n",
        teams="Đội 1\r\n",
        tied=["STP", "TTRA"],
    )

    answer = quantri.post(AN, sent)

    assert answer.location == AN
    assert world.rows("SELECT display_name, organisation FROM account WHERE username = 'an'") == [
        ("Mô Phỏng An", "Hội Nông dân")
    ]
    assert world.rows(DUTIES) == [("Duy Tiên",), ("Phủ Lý",)]
    assert world.rows(TIES) == [("STP",), ("TTRA",)]
    assert world.rows("SELECT team FROM account_team") == [("Đội 1",)]
    details = str(world.one("SELECT details FROM audit_event WHERE action = 'account.changed'"))
    assert "STP; TTRA" in details
    assert "STP; TTRA" in read(quantri.get(AN)).text


def test_account__sent_as_it_is__changes_nothing(world, quantri, form):
    before = world.actions()

    answer = quantri.post(AN, form())

    assert answer.status_code == 303
    assert world.actions() == before


def test_account__bad_values__are_all_said_and_nothing_is_stored(world, read, quantri, form):
    before = world.rows("SELECT * FROM account WHERE username = 'an'")
    sent = form(full_name=" ", organisation="x" * 201, areas="y" * 201, tied=["?"], role="unit")

    answer = quantri.post(AN, sent)

    page = read(answer)
    assert answer.status_code == 422
    assert "faults" in page.places
    assert page.chosen("areas") == ["y" * 201]
    assert page.text.count("200") >= 3
    assert world.rows("SELECT * FROM account WHERE username = 'an'") == before
    assert "account.changed" not in world.actions()


def test_account__changed_by_another_administrator_meanwhile__is_refused(world, quantri, form):
    mine, theirs = form(areas="Phủ Lý"), form(areas="Duy Tiên")
    quantri.post(AN, theirs)

    answer = quantri.post(AN, mine)

    assert answer.status_code == 422
    assert world.rows(DUTIES) == [("Duy Tiên",)]


def test_tie__to_a_unit_with_open_cases__is_told_with_how_to_move_them(read, quantri, form):
    quantri.post(AN, form(tied=["SXD"]))

    page = read(quantri.get(AN))

    assert page.row("thu-2022")[2] == "1"
    assert "--from an --unit SXD" in page.text


def test_role__of_somebody_with_open_cases__stays(world, quantri, form):
    answer = quantri.post(AN, form(role="supervisor"))
    free = quantri.post("/admin/accounts/binh", form("/admin/accounts/binh", role="supervisor"))

    assert answer.status_code == 422
    assert free.status_code == 303
    roles = "SELECT role FROM account WHERE username IN ('an', 'binh') ORDER BY username"
    assert world.rows(roles) == [("enumerator",), ("supervisor",)]


@pytest.mark.parametrize("who", ["noivu", "donvi", "quantri"])
def test_role__of_those_who_are_not_from_lists__stays(world, quantri, form, who):
    path = f"/admin/accounts/{who}"

    answer = quantri.post(path, form(path, role="enumerator"))

    assert answer.status_code == 422
    assert world.one("SELECT role FROM account WHERE username = :who", who=who) != "enumerator"


def test_account__closed_and_opened__signs_out_and_in(world, quantri):
    an = world.client()
    an.sign_in("an")

    closed = quantri.post(f"{AN}/close", CONFIRMED)
    during = an.get("/interviews/").status_code
    again = quantri.post(f"{AN}/close", CONFIRMED)
    opened = quantri.post(f"{AN}/open")
    signed_in = world.client().sign_in("an", PASSWORD)
    open_twice = quantri.post(f"{AN}/open")

    assert (closed.location, opened.location) == (AN, AN)
    assert (during, signed_in.status_code) == (302, 303)
    assert (again.status_code, open_twice.status_code) == (422, 422)
    assert {"account.disabled", "account.enabled"} <= set(world.actions())


def test_close__without_the_tick__is_refused_and_says_what_would_become(world, read, quantri):
    page = read(quantri.get(AN))

    answer = quantri.post(f"{AN}/close")

    assert "1 hồ sơ chưa xong vẫn ở người này" in page.text
    assert "đăng xuất" in page.text
    assert len(page.named("confirmed")) == 1
    assert answer.status_code == 422
    assert "Chưa ai xác nhận" in read(answer).text
    assert world.one("SELECT count(*) FROM account WHERE NOT is_active") == 0


def test_account__of_the_administrator__is_not_closed_by_themselves(world, quantri):
    answer = quantri.post("/admin/accounts/quantri/close", CONFIRMED)

    assert answer.status_code == 422
    assert world.one("SELECT count(*) FROM account WHERE NOT is_active") == 0


def test_code__new_one__is_shown_once_and_opens_the_first_sign_in(world, quantri):
    shown = quantri.post(f"{AN}/code")

    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", shown.text).group()
    with transaction(world.engine) as session:
        person = choose_password(
            session, username="an", code=code, password="mot-mat-khau-moi", at=world.clock.now
        )
    assert person is not None
    assert shown.headers["Cache-Control"] == "no-store"
    assert code not in quantri.get(AN).text


def test_code__for_a_closed_account__is_refused(world, quantri):
    quantri.post(f"{AN}/close", CONFIRMED)

    assert quantri.post(f"{AN}/code").status_code == 422
    assert world.one("SELECT count(*) FROM sign_in_code") == 0


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_list__of_many__is_paged_and_found_without_accents(world, read, quantri):
    world.change(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)"
        " INSERT INTO account (username, display_name, organisation, role, is_active,"
        " is_simulated, session_mark, created_at) SELECT 'mp' || i, 'Mô Phỏng Số ' || i, 'x',"
        " 'enumerator', true, true, 'x', created_at FROM n, account WHERE username = 'an'"
    )

    with world.statements() as sent:
        first = read(quantri.get("/admin/"))
    last = read(quantri.get("/admin/?page=99"))
    found = read(quantri.get("/admin/?q=mo+phong+so+77&role=enumerator"))
    nobody = read(quantri.get("/admin/?q=zzz&page=x"))

    assert len(first.rows) == 51
    assert len(last.rows) == 1 + 127 - 100
    assert [row[0] for row in found.rows[1:]] == ["mp77"]
    assert not nobody.rows
    assert len(sent) <= 4


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_account__unknown_or_strange_name__is_not_there(quantri):
    for name in ("nobody", "%00", "an%20"):
        assert quantri.get(f"/admin/accounts/{name}").status_code == 404
        assert quantri.post(f"/admin/accounts/{name}").status_code == 404

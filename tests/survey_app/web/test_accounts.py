"""The administrator's list of accounts."""

import pytest

from survey_app.access.first_sign_in import CODE_LIFE, choose_password, new_code
from survey_app.access.people import disable_account, person_named
from survey_app.db.engine import transaction

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def accounts(world, read):
    """Reads the page as the administrator."""
    return lambda: read(world.client("quantri").get("/admin/"))


def test_accounts__list__names_everyone_with_unit_or_organisation(accounts):
    page = accounts()

    listed = {row[0] for row in page.rows[1:]}
    assert listed == {"an", "binh", "quanly", "giamsat", "noivu", "donvi", "quantri"}
    assert page.classes.count("mark") == 7
    assert "Sở Xây dựng" in page.row("donvi")
    assert "Bưu điện tỉnh" in page.row("an")


def test_accounts__list__shows_no_password_and_no_mark(world):
    page = world.client("quantri").get("/admin/").text

    marks = [str(row[0]) for row in world.rows("SELECT session_mark FROM account")]
    assert "argon2" not in page
    assert not any(mark in page for mark in marks)


def test_accounts__closed_one__is_shown_as_closed(world, accounts):
    before = accounts().row("binh")
    with transaction(world.engine) as session:
        disable_account(session, username="binh", by=None, at=world.clock.now)

    after = accounts().row("binh")

    assert before[:-1] == after[:-1]
    assert before[-1] != after[-1] != ""


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "noivu", "donvi"])
def test_accounts__other_roles__are_denied(world, who):
    answer = world.client(who).get("/admin/")

    assert answer.status_code == 403
    assert "quantri" not in answer.text


def test_accounts__nobody__is_sent_to_the_sign_in(world):
    assert world.client().get("/admin/").location == "/sign-in?next=/admin/"


def _code(world, *usernames):
    """A code for each, who has no password; the last one is given back."""
    made = None
    with transaction(world.engine) as session:
        by = person_named(session, "quantri")
        for username in usernames:
            made = new_code(session, username=username, by=by, at=world.clock.now)
    return made.code


def test_accounts__not_signed_in_yet__says_so_and_until_when_the_code_is_valid(world, accounts):
    world.change("UPDATE account SET password_hash = NULL WHERE username IN ('an', 'binh')")
    code = _code(world, "binh")

    in_time = accounts()
    world.clock.move(CODE_LIFE)
    too_late = world.client()
    too_late.sign_in("quantri")
    after = too_late.get("/admin/").text

    states = {in_time.row(name)[-1] for name in ("an", "binh", "giamsat")}
    assert len(states) == 3
    assert "17/10/2022 08:00" in in_time.row("binh")[-1]
    assert in_time.row("binh")[-1] not in " ".join(after.split())
    assert code not in in_time.text


def test_accounts__password_chosen__is_active(world, accounts):
    before = accounts().row("binh")[-1]
    world.change("UPDATE account SET password_hash = NULL WHERE username = 'binh'")
    code = _code(world, "binh")
    waiting = accounts().row("binh")[-1]
    with transaction(world.engine) as session:
        chosen = "mot-mat-khau-moi"
        choose_password(session, username="binh", code=code, password=chosen, at=world.clock.now)

    after = accounts().row("binh")[-1]

    assert before == after != waiting


@pytest.mark.parametrize(
    ("how_many", "said"),
    [(0, None), (1, "1 of them has not signed in yet."), (3, "3 of them have not signed in yet.")],
)
def test_accounts__not_signed_in_yet__are_counted_but_not_the_closed(world, read, how_many, said):
    waiting = "UPDATE account SET password_hash = NULL"
    world.change(f"{waiting} WHERE id <= :most", most=how_many)
    world.change(f"{waiting}, is_active = false WHERE username = 'donvi'")
    client = world.client("quantri")
    client.post("/language", {"language": "en"})

    page = read(client.get("/admin/"))

    assert said in page.text if said else "signed in yet." not in page.text


def test_accounts__page__asks_as_many_questions_for_many_as_for_none(world):
    client = world.client("quantri")
    with world.statements() as few:
        client.get("/admin/")
    _code(world, "an", "binh", "giamsat")

    with world.statements() as many:
        client.get("/admin/")

    assert len(many) == len(few)

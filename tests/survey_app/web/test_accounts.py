"""The administrator's list of accounts."""

import pytest

from survey_app.access.people import disable_account
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

"""Accounts: made, given passwords, closed; and signing in."""

import pytest

from survey_app.access.people import (
    AccountRequest,
    add_account,
    change_password,
    disable_account,
    person_of_session,
    sign_in,
)
from survey_app.access.policy import Role
from survey_app.db.engine import transaction
from survey_app.problems import Code, Problem

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PASSWORD = "mot-mat-khau-dai"


def _request(**changes):
    values = {
        "username": "lan",
        "display_name": "Lan",
        "organisation": "Bưu điện tỉnh",
        "role": Role.ENUMERATOR,
        "unit_code": None,
    }
    return AccountRequest(**{**values, **changes})


def _add(world, **changes):
    with transaction(world.engine) as session:
        return add_account(
            session, _request(**changes), password=PASSWORD, by=None, at=world.clock.now
        )


def _sign_in(world, username, password=PASSWORD):
    with transaction(world.engine) as session:
        return sign_in(session, username=username, password=password, at=world.clock.now)


def test_add__account__can_sign_in_and_is_audited(world):
    number = _add(world, username=" LAN ")

    person = _sign_in(world, "lan")

    assert person is not None
    assert (person.account_id, person.username, person.role) == (number, "lan", Role.ENUMERATOR)
    assert world.actions()[-2:] == ["account.added", "account.signed_in"]


def test_add__account_of_a_unit__knows_its_unit(world):
    _add(world, username="stp", role=Role.UNIT, unit_code="STP")

    person = _sign_in(world, "stp")

    assert person is not None
    assert person.unit_name == "Sở Tư pháp"


@pytest.mark.parametrize("taken", ["an", "AN", " An "])
def test_add__taken_name__is_refused_and_nothing_changes(world, taken):
    before = world.rows("SELECT count(*) FROM account")

    with pytest.raises(Problem) as refused:
        _add(world, username=taken)

    assert refused.value.code is Code.USERNAME_TAKEN
    assert world.rows("SELECT count(*) FROM account") == before
    assert _sign_in(world, "an") is not None


@pytest.mark.parametrize(
    ("role", "unit", "code"),
    [
        (Role.UNIT, None, Code.ROLE_NEEDS_UNIT),
        (Role.ENUMERATOR, "SXD", Code.ROLE_NEEDS_UNIT),
        (Role.UNIT, "KHONG", Code.UNIT_UNKNOWN),
    ],
)
@ON_SQLITE
def test_add__unit_that_does_not_fit__is_refused(world, role, unit, code):
    with pytest.raises(Problem) as refused:
        _add(world, role=role, unit_code=unit)

    assert refused.value.code is code


@ON_SQLITE
def test_add__stored_password__is_a_hash(world):
    number = _add(world)

    stored = world.one("SELECT password_hash FROM account WHERE id = :number", number=number)
    assert str(stored).startswith("$argon2id$")


@ON_SQLITE
def test_change_password__unknown_name__is_refused(world):
    with transaction(world.engine) as session, pytest.raises(Problem) as refused:
        change_password(session, username="khong", password=PASSWORD, by=None, at=world.clock.now)

    assert refused.value.code is Code.USERNAME_UNKNOWN


@ON_SQLITE
def test_change_password__short_one__keeps_the_old(world):
    with transaction(world.engine) as session, pytest.raises(Problem):
        change_password(session, username="an", password="ngan", by=None, at=world.clock.now)

    assert _sign_in(world, "an") is not None


@ON_SQLITE
def test_disable__unknown_name__is_refused(world):
    with transaction(world.engine) as session, pytest.raises(Problem) as refused:
        disable_account(session, username="khong", by=None, at=world.clock.now)

    assert refused.value.code is Code.USERNAME_UNKNOWN


@ON_SQLITE
def test_disable__who_did_it__is_audited(world):
    with transaction(world.engine) as session:
        disable_account(session, username="an", by=7, at=world.clock.now)

    rows = world.rows(
        "SELECT account_id, object_id FROM audit_event WHERE action = 'account.disabled'"
    )
    assert rows == [(7, "1")]


def test_session__mark__is_what_counts(world):
    person = _sign_in(world, "an")
    assert person is not None
    number, mark = person.account_id, person.session_mark

    with transaction(world.engine) as session:
        assert person_of_session(session, account_id=number, mark=mark) == person
        assert person_of_session(session, account_id=number, mark="another") is None
        assert person_of_session(session, account_id=10_000, mark=mark) is None


def test_problem__printed__is_a_sentence_with_its_repair():
    problem = Problem(Code.USERNAME_TAKEN, {"username": "lan"})

    assert str(problem) == "The user name lan is taken. Choose another user name."


@pytest.mark.parametrize("code", list(Code))
def test_problem__every_code__has_a_status_a_message_and_a_repair(code):
    assert 400 <= code.value.status < 600
    assert code.value.message.endswith(".") or "%" in code.value.message
    assert code.value.repair

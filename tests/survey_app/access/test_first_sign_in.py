"""One-time codes: who may choose a password with one, and when."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from survey_app.access.first_sign_in import CODE_LIFE, choose_password, code_fits, new_code
from survey_app.access.people import (
    change_password,
    disable_account,
    person_named,
    person_of_session,
    sign_in,
)
from survey_app.db.engine import transaction
from survey_app.problems import Code, Problem

NEW = "mot-mat-khau-moi"
OLD = "mot-mat-khau-dai"


def _made(world, username="binh"):
    with transaction(world.engine) as session:
        by = person_named(session, "quantri")
        return new_code(session, username=username, by=by, at=world.clock.now).code


def _chosen(world, code, *, password=NEW):
    with transaction(world.engine) as session:
        return choose_password(
            session, username="binh", code=code, password=password, at=world.clock.now
        )


def _fits(world, code, username="binh"):
    with transaction(world.engine) as session:
        return code_fits(session, username=username, code=code, at=world.clock.now)


def _sign_in(world, password):
    with transaction(world.engine) as session:
        return sign_in(session, username="binh", password=password, at=world.clock.now)


def test_code__made__is_long_random_and_stored_as_a_hash_only(world):
    codes = {_made(world), _made(world)}

    assert len(codes) == 2
    for code in codes:
        assert re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4}", code)
    stored = str(world.rows("SELECT * FROM sign_in_code, audit_event"))
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)
    assert world.actions()[-2:] == ["account.code_made"] * 2


def test_password__chosen_with_the_code__signs_in_once(world):
    world.change("UPDATE account SET password_hash = NULL WHERE username = 'binh'")
    code = _made(world)

    person = _chosen(world, code)

    assert person is not None
    assert world.actions()[-2:] == ["account.password_chosen", "account.signed_in"]
    with transaction(world.engine) as session:
        mark = person.session_mark
        assert person_of_session(session, account_id=person.account_id, mark=mark) == person
    assert _chosen(world, code, password="mot-mat-khau-khac") is None
    assert _sign_in(world, NEW) is not None


@pytest.mark.parametrize(
    "engine", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_code__brought_by_a_second_while_the_first_is_served__is_used_once(world):
    code = _made(world)
    first, second = "mot-mat-khau-nay", "mot-mat-khau-kia"

    with ThreadPoolExecutor(1) as other:
        with transaction(world.engine) as session:
            at = world.clock.now
            choose_password(session, username="binh", code=code, password=first, at=at)
            coming = other.submit(_chosen, world, code, password=second)
            world.wait_until_it_waits(coming)

        assert coming.result() is None

    assert _sign_in(world, first) is not None


@pytest.mark.parametrize("typed", [str.lower, lambda code: f" {code.replace('-', ' ')} "])
def test_code__typed_in_another_way__fits(world, typed):
    assert _fits(world, typed(_made(world)))


def test_account__without_a_password__takes_none(world):
    world.change("UPDATE account SET password_hash = NULL WHERE username = 'binh'")

    assert _sign_in(world, "") is None
    assert _sign_in(world, OLD) is None


def test_code__of_another_account__does_not_fit(world):
    code = _made(world, "an")
    _made(world, "binh")

    assert not _fits(world, code, "binh")
    assert _fits(world, code, "an")


def test_code__newer_one_made__ends(world):
    first = _made(world)
    second = _made(world)

    assert not _fits(world, first)
    assert _fits(world, second)


def test_code__life_over__ends_to_the_second(world):
    code = _made(world)

    world.clock.move(CODE_LIFE - timedelta(seconds=1))
    assert _fits(world, code)
    world.clock.move(timedelta(seconds=1))
    assert not _fits(world, code)
    assert _chosen(world, code) is None


def test_code__old_password__stays_until_the_code_is_used(world):
    code = _made(world)

    assert _sign_in(world, OLD) is not None
    _chosen(world, code)
    assert _sign_in(world, OLD) is None


@pytest.mark.parametrize("end", ["closed", "password given"])
def test_code__account_closed_or_given_a_password__ends(world, end):
    code = _made(world)

    with transaction(world.engine) as session:
        if end == "closed":
            disable_account(session, username="binh", by=None, at=world.clock.now)
        else:
            change_password(session, username="binh", password=NEW, by=None, at=world.clock.now)

    assert not _fits(world, code)


@pytest.mark.parametrize("username", ["khong-co", "bi\0nh", ""])
def test_code__unknown_name__does_not_fit(world, username):
    assert not _fits(world, _made(world), username)


def test_code__refused__is_recorded_without_what_was_typed(world):
    _made(world)

    _fits(world, "AAAA-BBBB-CCCC")

    assert world.actions()[-1] == "account.code_refused"
    assert "AAAA" not in str(world.rows("SELECT * FROM audit_event"))


@pytest.mark.parametrize("password", ["ngan", "x" * 201])
def test_password__that_cannot_be_taken__leaves_the_code_unused(world, password):
    code = _made(world)

    with pytest.raises(Problem):
        _chosen(world, code, password=password)

    assert _fits(world, code)


@pytest.mark.parametrize(
    ("username", "wrong"), [("khong-co", Code.USERNAME_UNKNOWN), ("binh", Code.ACCOUNT_CLOSED)]
)
def test_new_code__unknown_or_closed_account__is_refused(world, username, wrong):
    with transaction(world.engine) as session:
        disable_account(session, username="binh", by=None, at=world.clock.now)

    with pytest.raises(Problem) as refused:
        _made(world, username)

    assert refused.value.code is wrong
    assert world.one("SELECT count(*) FROM sign_in_code") == 0

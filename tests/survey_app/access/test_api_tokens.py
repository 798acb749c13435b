"""Tokens of programs: made once, kept as a hash, ended with a reason."""

import hashlib
import logging
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from questionnaires.problems import Refused
from survey_app.access.api_tokens import (
    MOST_DAYS,
    PREFIX,
    TokenRequest,
    bearer_of,
    make_token,
    revoke_token,
)
from survey_app.access.people import person_named
from survey_app.access.token_scopes import Scope
from survey_app.db import migrate
from survey_app.db.engine import transaction
from tests.survey_app.api.reading.programs import ALL, Program, token_of

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def _refused(world, act):
    with transaction(world.engine) as session, pytest.raises(Refused) as refused:
        act(session, person_named(session, "noivu"))
    return {(fault.where, fault.code) for fault in refused.value.faults}


def test_token__made__is_kept_as_a_hash_and_written_down(world):
    secret = token_of(world, Scope.SCORES_UNPUBLISHED)

    [(kept, scopes)] = world.rows("SELECT token_sha256, scopes FROM api_token")
    assert secret.startswith(PREFIX)
    assert len(secret) == len(PREFIX) + 43  # 256 bits
    assert kept == hashlib.sha256(secret.encode()).hexdigest()
    assert scopes == "scores:read scores:read_unpublished"
    assert world.actions()[-1] == "token.made"
    assert secret not in str(world.rows("SELECT * FROM audit_event"))


def test_token__several_faults__are_all_said_and_nothing_is_kept(world):
    wanted = TokenRequest(name=" ", scopes=("scores:write", "x"), days=MOST_DAYS + 1)

    found = _refused(world, lambda session, by: make_token(session, by, wanted, at=world.clock()))

    assert found == {("name", "name_unfit"), ("scope", "scope_unknown"), ("days", "days_unfit")}
    assert world.one("SELECT count(*) FROM api_token") == 0


def test_token__brought__says_what_it_lets_read(world):
    secret = token_of(world, *ALL)

    with transaction(world.engine) as session:
        bearer = bearer_of(session, secret, at=world.clock())

    assert bearer.scopes == set(Scope)


@ON_SQLITE
def test_last_use__pulled_often__is_written_once_a_minute(world):
    reads = Program(world, token_of(world))
    used = []
    for _ in range(3):
        with world.statements() as sent:
            reads.get("/units")
        used.append(any("UPDATE api_token" in one for one in sent))
    world.clock.move(timedelta(minutes=1))

    reads.get("/units")

    assert used == [True, False, False]
    last = world.one("SELECT last_used_at FROM api_token")
    assert str(last)[:19] == f"{world.clock():%Y-%m-%d %H:%M:%S}"


def test_last_use__refused_request__counts_too(world):
    reads = Program(world, token_of(world))

    assert reads.get("/rounds/khong-co").status_code == 404

    assert world.one("SELECT last_used_at FROM api_token") is not None


def test_end__with_a_reason__holds_at_once_and_is_written_down(world):
    reads = Program(world, token_of(world))
    with transaction(world.engine) as session:
        by = person_named(session, "quantri")
        revoke_token(session, by, number=1, reason=" Mất máy ", at=world.clock())

    assert reads.get("/units").status_code == 401
    assert world.one("SELECT revoked_reason FROM api_token") == "Mất máy"
    assert world.actions()[-1] == "token.revoked"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501, "a\x00b"])
def test_end__without_a_reason_or_of_nothing__says_both(world, reason):
    found = _refused(
        world,
        lambda session, by: revoke_token(session, by, number=7, reason=reason, at=world.clock()),
    )

    assert found == {("reason", "reason_unfit"), ("token", "ended_already")}


def test_log__of_requests_with_a_token__has_its_number_and_never_the_secret(world, capsys, caplog):
    caplog.set_level(logging.DEBUG)
    secret = token_of(world)
    reads = Program(world, secret)
    for address in ("/units", "/rounds/khong-co", "/units?x=1", "/khong-co"):
        reads.get(address)
    Program(world, secret + "x").get("/units")
    world.client("noivu").get(f"/admin/tokens/?token={secret}")

    written = capsys.readouterr().err + caplog.text

    assert '"token": 1' in written
    assert secret[len(PREFIX) :] not in written
    assert hashlib.sha256(secret.encode()).hexdigest() not in written


KEPT = (
    "INSERT INTO api_token (name, token_sha256, scopes, made_by, made_at, expires_at, revoked_at,"
    " revoked_by, revoked_reason) VALUES ({name}, {sha256}, {scopes}, 1, '2022-10-03 01:00:00',"
    " {expires}, {at}, {by}, {reason})"
)
GOOD = {
    "name": "'a'",
    "sha256": f"'{'a' * 64}'",
    "scopes": "'scores:read'",
    "expires": "'2022-11-03 01:00:00'",
    "at": "NULL",
    "by": "NULL",
    "reason": "NULL",
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "''"},
        {"sha256": "'a'"},
        {"scopes": "''"},
        {"expires": "'2022-10-03 01:00:00'"},
        {"expires": "NULL"},
        {"at": "'2022-10-04 01:00:00'"},
        {"reason": "'x'"},
        {"at": "'2022-10-04 01:00:00'", "by": "1", "reason": "''"},
        {"at": "'2022-10-03 00:59:59'", "by": "1", "reason": "'x'"},
    ],
    ids=str,
)
def test_database__token_that_is_not_whole__is_refused(engine, wrong):
    with engine.begin() as connection:
        connection.execute(text(KEPT.format(**GOOD)))

    other = {**GOOD, "sha256": f"'{'b' * 64}'", **wrong}
    with engine.begin() as connection, pytest.raises(IntegrityError):
        connection.execute(text(KEPT.format(**other)))


def test_database__second_token_of_one_hash__is_refused(engine):
    with engine.begin() as connection:
        connection.execute(text(KEPT.format(**GOOD)))

    with engine.begin() as connection, pytest.raises(IntegrityError):
        connection.execute(text(KEPT.format(**GOOD)))


def test_downgrade__with_a_token__loses_it_and_keeps_the_rest(engine):
    with engine.begin() as connection:
        connection.execute(text(KEPT.format(**GOOD)))

    migrate.downgrade(engine, to=BEFORE)
    migrate.upgrade(engine)

    assert migrate.differences(engine) == ()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM api_token")).scalar_one() == 0
        assert connection.execute(text("SELECT count(*) FROM account")).scalar_one() == 7


BEFORE = "0032"

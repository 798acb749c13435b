"""`hailong user`."""

import shutil

import pytest
from sqlalchemy import text

from survey_app.access.passwords import password_matches
from survey_app.db import migrate
from survey_app.db.engine import connect

LAN = ("user", "add", "Lan", "--role", "enumerator", "--name", "Lan", "--organisation", "Bưu điện")
PASSWORD = ("--password", "mot-mat-khau-dai")


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A file with all tables and no row, to be copied."""
    file = tmp_path_factory.mktemp("empty") / "hailong.sqlite3"
    engine = connect(f"sqlite:///{file}", durable=False)
    migrate.upgrade(engine)
    engine.dispose()  # the last connection writes everything into the one file
    return file


@pytest.fixture
def database(empty, folder):
    """The database of the folder to stand in, without a row; asks it."""
    shutil.copy(empty, folder / "hailong.sqlite3")
    engine = connect(f"sqlite:///{folder}/hailong.sqlite3")

    def ask(statement):
        with engine.begin() as connection:
            found = connection.execute(text(statement))
            return [tuple(row) for row in found] if found.returns_rows else []

    yield ask
    engine.dispose()


def test_add__account__may_sign_in(run, database):
    result = run(*LAN, *PASSWORD)

    assert result.exit_code == 0, result.output
    [(name, role, stored, simulated)] = database(
        "SELECT username, role, password_hash, is_simulated FROM account"
    )
    assert (name, role, simulated) == ("lan", "enumerator", 0)
    assert password_matches("mot-mat-khau-dai", stored)
    assert database("SELECT action FROM audit_event") == [("account.added",)]
    assert "mot-mat-khau-dai" not in result.output


def test_add__password_asked_for__is_typed_twice_and_not_shown(run, database):
    result = run(*LAN, typed="mot-mat-khau-dai\nmot-mat-khau-dai\n")

    assert result.exit_code == 0
    assert "mot-mat-khau-dai" not in result.output
    assert database("SELECT count(*) FROM account") == [(1,)]


def test_add__account_of_a_unit__has_its_unit(run, database):
    database("INSERT INTO unit (code, name) VALUES ('SXD', 'Sở Xây dựng')")

    words = ("user", "add", "xd", "--role", "unit", "--unit", "SXD", "--name", "x")
    result = run(*words, "--organisation", "x", *PASSWORD)

    assert result.exit_code == 0, result.output
    assert database("SELECT unit_id FROM account") == [(1,)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*LAN, "--password", "ngan"), "8"),
        ((*LAN, "--unit", "SXD", *PASSWORD), "--unit"),
        (
            ("user", "add", "x", "--role", "unit", "--name", "x", "--organisation", "x", *PASSWORD),
            "--unit",
        ),
        (
            (*LAN[:3], "--role", "unit", *LAN[5:], "--unit", "KHONG", *PASSWORD),
            "KHONG",
        ),
        (("user", "passwd", "khong", *PASSWORD), "khong"),
        (("user", "disable", "khong"), "khong"),
    ],
)
def test_user__refused__says_why_and_changes_nothing(run, database, words, said):
    result = run(*words)

    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.output
    assert database("SELECT count(*) FROM account") == [(0,)]
    assert database("SELECT count(*) FROM audit_event") == [(0,)]


def test_add__taken_name__is_refused(run, database):
    run(*LAN, *PASSWORD)

    result = run(*LAN, "--password", "mot-mat-khau-khac")

    assert result.exit_code == 1
    assert "lan" in result.stderr
    assert database("SELECT count(*) FROM account") == [(1,)]


@pytest.mark.parametrize(
    "words",
    [
        ("user", "add", "lan"),
        ("user", "add", "lan", "--role", "king", "--name", "x", "--organisation", "x"),
        ("user", "passwd"),
        ("user", "forget", "lan"),
    ],
)
def test_user__bad_usage__is_exit_two(run, words):
    assert run(*words).exit_code == 2


def test_passwd__new_password__replaces_the_old(run, database):
    run(*LAN, *PASSWORD)
    before = database("SELECT session_mark FROM account")

    result = run("user", "passwd", "LAN", "--password", "mot-mat-khau-moi")

    assert result.exit_code == 0
    [(stored,)] = database("SELECT password_hash FROM account")
    assert password_matches("mot-mat-khau-moi", stored)
    assert database("SELECT session_mark FROM account") != before


def test_disable__account__is_closed(run, database):
    run(*LAN, *PASSWORD)

    result = run("user", "disable", "lan")

    assert result.exit_code == 0
    assert database("SELECT is_active FROM account") == [(0,)]


COMMANDS = [(*LAN, *PASSWORD), ("user", "disable", "lan"), ("index", "x")]


@pytest.mark.parametrize("words", COMMANDS)
def test_commands__database_not_migrated__say_what_to_run(run, words):
    result = run(*words)

    assert result.exit_code == 1
    assert "hailong db upgrade" in result.stderr


ON_POSTGRESQL = [pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("engine", ON_POSTGRESQL, indirect=True)
def test_commands__postgresql_not_migrated__say_so_too(run, monkeypatch, engine, words):
    migrate.downgrade(engine)
    monkeypatch.setenv("DATABASE_URL", engine.url.render_as_string(hide_password=False))

    result = run(*words)

    assert result.exit_code == 1
    assert "hailong db upgrade" in result.stderr


@pytest.mark.parametrize(
    ("username", "name", "said"),
    [
        ("lan nguyễn", "Lan", "user name"),
        ("", "Lan", "user name"),
        ("x" * 65, "Lan", "user name"),
        ("lan", " ", "200 characters"),
        ("lan", "L" * 201, "200 characters"),
        ("lan", "L\x07n", "200 characters"),
    ],
)
def test_add__names_that_cannot_be_used__are_refused(run, database, username, name, said):
    words = ("user", "add", username, "--role", "enumerator", "--name", name)

    result = run(*words, "--organisation", "Bưu điện", *PASSWORD)

    assert result.exit_code == 1
    assert said in result.stderr
    assert database("SELECT count(*) FROM account") == [(0,)]


def test_add__password_longer_than_the_page_takes__is_refused(run, database):
    result = run(*LAN, "--password", "x" * 201)

    assert result.exit_code == 1
    assert database("SELECT count(*) FROM account") == [(0,)]


def test_add__name_and_password_typed_in_parts__are_stored_whole(run, database):
    words = ("user", "add", "lan", "--role", "enumerator", "--name", "Đa\u0323t")

    run(*words, "--organisation", "Bưu điện", "--password", "mâ\u0323t khâ\u0309u")

    [(name, stored)] = database("SELECT display_name, password_hash FROM account")
    assert name == "Đạt"
    assert password_matches("mật khẩu", stored)

"""`hailong db`."""

import shutil

import pytest

from survey_app.db import migrate, schema_version
from survey_app.db.engine import connect


def test_upgrade__new_database__is_at_the_newest_version(run, folder):
    result = run("db", "upgrade")

    assert result.exit_code == 0
    assert schema_version.newest() in result.output
    engine = connect(f"sqlite:///{folder}/hailong.sqlite3")
    assert schema_version.is_current(engine)
    engine.dispose()


def test_upgrade__again__is_no_fault(run):
    run("db", "upgrade")

    assert run("db", "upgrade").exit_code == 0


def test_upgrade__postgresql__is_named_by_its_address(run, monkeypatch, engine):
    monkeypatch.setenv("DATABASE_URL", engine.url.render_as_string(hide_password=False))

    result = run("db", "upgrade")

    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    "url",
    [
        "mysql://root@localhost/x",
        "postgresql+asyncpg://x/y",
        "nonsense",
        "",
        "postgresql://localhost:port/x",
        "sqlite:////khong/co/thu/muc/x.sqlite3",
        "postgresql://postgres:mat-khau-bi-mat@127.0.0.1:9/x?connect_timeout=2",
    ],
)
def test_upgrade__address_that_leads_nowhere__is_refused_in_a_sentence(run, monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)

    result = run("db", "upgrade")

    assert result.exit_code == 1
    assert "DATABASE_URL" in result.stderr
    assert "mat-khau-bi-mat" not in result.output
    assert "Traceback" not in result.output


def test_upgrade__file_that_is_no_database__is_refused_in_a_sentence(run, folder):
    (folder / "hailong.sqlite3").write_bytes(b"not a database at all" * 100)

    result = run("db", "upgrade")

    assert result.exit_code == 1
    assert result.stderr.strip() != ""
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_check__migrations_and_tables__agree(run):
    result = run("db", "check")

    assert result.exit_code == 0, result.output


def test_check__head_file_of_another_branch__is_refused(run, monkeypatch):
    monkeypatch.setattr(migrate, "newest_script", lambda: "9999")

    result = run("db", "check")

    assert result.exit_code == 1
    assert "9999" in result.stderr


def test_check__table_without_migration__is_named(run, monkeypatch):
    monkeypatch.setattr(migrate, "differences", lambda _engine: ("add_table lot",))

    result = run("db", "check")

    assert result.exit_code == 1
    assert "add_table lot" in result.stderr


def test_migration__without_number__is_bad_usage(run):
    assert run("db", "migration", "Lots").exit_code == 2


def test_migration__message_and_number__become_a_file_and_the_head(run, folder, monkeypatch):
    own = folder / "migrations"
    shutil.copytree(schema_version.FOLDER, own, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema_version, "FOLDER", own)

    result = run("db", "migration", "Lots of re-checks", "--number", "9999")

    assert result.exit_code == 0, result.output
    [written] = own.glob("versions/9999*.py")
    assert (own / "HEAD").read_text(encoding="utf-8") == "9999\n"
    assert 'revision = "9999"' in written.read_text(encoding="utf-8").replace("'", '"')
    assert run("db", "check").exit_code == 0

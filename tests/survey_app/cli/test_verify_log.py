"""`hailong db verify` and the log of changes: what somebody changed past the program is named."""

import sqlite3
from contextlib import closing

import pytest

from survey_app.audit_log.sealing import seal_log
from survey_app.db import migrate
from survey_app.db.engine import transaction
from survey_app.db.tables import AuditEvent
from tests.conftest import ROOT

GUARDS_OFF = {
    "postgresql": (
        "ALTER TABLE audit_event DISABLE TRIGGER USER",
        "ALTER TABLE audit_seal DISABLE TRIGGER USER",
    ),
    "sqlite": tuple(
        f"DROP TRIGGER {table}_not_{done}"
        for table in ("audit_event", "audit_seal")
        for done in ("changed", "deleted")
    ),
}
GUARDS_ON = {
    "postgresql": (
        "ALTER TABLE audit_event ENABLE TRIGGER USER",
        "ALTER TABLE audit_seal ENABLE TRIGGER USER",
    ),
}


def note(world, *numbers):
    """Events with such ids, as the program stores them, which gives ids by itself (None)."""
    with transaction(world.engine) as session:
        for number in numbers:
            session.add(
                AuditEvent(
                    id=number,
                    at=world.clock(),
                    account_id=1,
                    action="round.closed",
                    object_kind="round",
                    object_id=str(number),
                    details={"reason": f"lý do {number}"},
                )
            )


@pytest.fixture
def sealed(world, hailong, monkeypatch):
    """Three blocks: events 10, 20, 30 · 40, 50 · 60; whoever changes them has taken off guards."""
    for numbers in ((10, 20, 30), (40, 50), (60,)):
        note(world, *numbers)
        seal_log(world.engine, now=world.clock)
    for statement in GUARDS_OFF[world.engine.dialect.name]:
        world.change(statement)
    return world


def faults(result):
    """What was found, without the guards that the test itself has taken off."""
    return [line for line in result.stderr.splitlines() if "trigger" not in line]


def test_verify__log_as_it_was_sealed__says_so_with_its_newest_block(world, hailong):
    note(world, 10, 20)

    said = hailong("db", "verify").output

    newest = world.rows("SELECT number, sha256 FROM audit_seal")
    assert "log of changes: 2 events in 1 blocks, as it was sealed" in said
    assert [f"newest block {number}:{sha256}" in said for number, sha256 in newest] == [True]


OTHER_HASH = "UPDATE audit_seal SET sha256 = 'A' || substr(sha256, 2) WHERE number = 2"
OTHER_MARKS = (
    "UPDATE audit_seal SET events = 1, marks ="
    " (SELECT marks FROM audit_seal AS other WHERE other.number = 3) WHERE number = 2"
)
SWAPPED = (
    "UPDATE audit_event SET id = 99 WHERE id = 20",
    "UPDATE audit_event SET id = 20 WHERE id = 30",
    "UPDATE audit_event SET id = 30 WHERE id = 99",
)
ADDED = (
    "INSERT INTO audit_event (id, at, action, object_kind, object_id, details)"
    " VALUES (45, '2022-10-03 01:00:00', 'x.done', 'x', '7', '{}')"
)


@pytest.mark.parametrize(
    ("done", "found"),
    [
        (
            """UPDATE audit_event SET details = '{"reason":"khác"}' WHERE id = 20""",
            ["event 20 of block 1 was changed"],
        ),
        (
            "UPDATE audit_event SET at = '2021-01-01 00:00:00' WHERE id = 50",
            ["event 50 of block 2 was changed"],
        ),
        ("UPDATE audit_event SET account_id = NULL WHERE id = 60", ["event 60 of block 3"]),
        ("DELETE FROM audit_event WHERE id = 60", ["event 60 of block 3 was deleted"]),
        ("DELETE FROM audit_event WHERE id = 20", ["event 20 of block 1 was deleted"]),
        (SWAPPED, ["event 20 of block 1 was changed", "event 30 of block 1 was changed"]),
        (ADDED, ["event 45 was added after block 2 had been sealed; it says 45: 2022-10-03"]),
        (
            "UPDATE audit_seal SET sha256 = 'A' || substr(sha256, 2) WHERE number = 2",
            ["block 2 is"],
        ),
        ("DELETE FROM audit_seal WHERE number = 2", ["blocks were deleted: 2–2"]),
        (
            "UPDATE audit_seal SET is_found = NOT is_found WHERE number = 1",
            ["block 1 is not the one that was sealed"],
        ),
        (
            OTHER_MARKS,
            [
                "block 2 is not the one that was sealed",
                *(f"event {number} was added after block 2" for number in (40, 50)),
                "event 60 of block 3 was deleted",
            ],
        ),
    ],
)
def test_verify__changed_past_the_program__names_the_event_and_what_was_done(
    sealed, hailong, done, found
):
    for statement in (done,) if isinstance(done, str) else done:
        sealed.change(statement)

    result = hailong("db", "verify", exits=1)

    said = faults(result)
    assert len(said) == len(found)
    assert all(line.startswith(wanted) for wanted, line in zip(found, said, strict=True)), said
    assert "FAULTS" in result.output


def test_verify__tail_of_both_tables_cut__is_found_against_a_block_that_was_written_down(
    sealed, hailong
):
    (sha256,) = sealed.rows("SELECT sha256 FROM audit_seal WHERE number = 3")[0]
    sealed.change("DELETE FROM audit_seal WHERE number > 2")
    sealed.change("DELETE FROM audit_event WHERE id > 50")

    alone = hailong("db", "verify", exits=1)  # for the guards alone
    against = hailong("db", "verify", "--block", f"3:{sha256}", exits=1)

    assert faults(alone) == []
    said = f"block 3 is not the one that was made known: {sha256} given with --block"
    assert faults(against) == [said]


def test_verify__guards_taken_off__are_missed(sealed, hailong):
    result = hailong("db", "verify", exits=1)

    assert result.stderr.count("trigger audit_") == len(result.stderr.splitlines()) > 1
    assert "as it was sealed" not in result.output


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@pytest.mark.postgres
def test_verify__guards_put_back__are_not_missed(sealed, hailong):
    for statement in GUARDS_ON["postgresql"]:
        sealed.change(statement)

    assert "as it was sealed" in hailong("db", "verify").output


def test_verify__event_dated_back_behind_the_last_block__is_named_and_no_fault(world, hailong):
    note(world, 10)
    hailong("db", "verify")
    world.change(ADDED.replace("2022", "2012"))

    result = hailong("db", "verify")

    assert "1 say a time long before they were sealed, the first: 45: 2012-10-03" in result.output


def test_verify__block_that_cannot_be_one__is_refused(hailong):
    assert "is not NUMBER:SHA256" in hailong("db", "verify", "--block", "3:abc", exits=2).output


def test_command__that_writes__leaves_nothing_unsealed(world, hailong):
    hailong("user", "disable", "binh")

    newest = world.one("SELECT max(id) FROM audit_event")
    assert world.rows("SELECT last_id, is_found FROM audit_seal") == [(newest, False)]


def test_upgrade__events_of_before_the_log_was_sealed__are_sealed_as_found(world, hailong):
    migrate.downgrade(world.engine, to="0027")
    note(world, None, None)

    upgraded = hailong("db", "upgrade")
    hailong("user", "disable", "binh")
    verified = hailong("db", "verify")

    assert "sealed in 1 blocks" in upgraded.output
    assert world.rows("SELECT events, is_found FROM audit_seal ORDER BY number") == [
        (2, True),
        (1, False),
    ]
    assert "2 of them are from before the log was sealed" in verified.output


@pytest.mark.parametrize("table", ["audit_event", "audit_seal"])
@pytest.mark.parametrize("change", ["UPDATE {} SET first = 1", "DELETE FROM {}"])
def test_database__asked_to_change_the_log__refuses(world, table, change):
    note(world, 10)
    seal_log(world.engine, now=world.clock)
    column = {"audit_event": "account_id", "audit_seal": "events"}[table]

    with pytest.raises(Exception, match="only ever added to"):
        world.change(change.format(table).replace("first", column))


def test_script_in_the_docs__recomputes_the_newest_block(sealed):
    page = (ROOT / "docs/log.md").read_text(encoding="utf-8")
    script = page.split("```python\n")[1].split("```")[0]
    known: dict[str, object] = {}
    exec(script, known)  # noqa: S102 -- our own page

    with sealed.engine.connect() as connection:
        computed = known["check"](connection.connection.driver_connection)
    sealed.change("UPDATE audit_event SET object_id = '7' WHERE id = 40")

    assert computed == sealed.one("SELECT sha256 FROM audit_seal WHERE number = 3")
    with sealed.engine.connect() as connection, pytest.raises(SystemExit, match="block 2 differs"):
        known["check"](connection.connection.driver_connection)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_backup_of_the_file__restored__verifies(sealed, run, tmp_path, monkeypatch):
    copy = tmp_path / "restored.sqlite3"
    with sealed.engine.connect() as connection, closing(sqlite3.connect(copy)) as restored:
        connection.connection.driver_connection.backup(restored)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{copy}")

    result = run("db", "verify")

    assert faults(result) == []
    assert "6 events in 3 blocks" in result.output


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_command__log_cannot_be_sealed__is_done_and_says_so(world, hailong):
    note(world, 10)
    world.change("ALTER TABLE audit_seal RENAME TO lost")

    done = hailong("user", "disable", "an")

    assert "could not be sealed now (OperationalError)" in done.stderr

"""What the database forbids in lots and draws of re-checks."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from survey_app.db import migrate

HASH = f"'{'a' * 64}'"
TWICE = "(?i)unique constraint"
"""What both databases say, and the statement, which is told along with it, does not."""
PLAN = (
    "INSERT INTO plan_version (id, kind, content, kept_at)"
    " VALUES ({hash}, 'recheck', '{{}}', '2022-10-03 02:00:00')"
)
PROMISE = (
    "INSERT INTO recheck_plan (round_id, plan_version_id, commitment, wrapped_seed, seed,"
    " committed_at, committed_by, first_day, revealed_at, revealed_by) VALUES (1, {plan},"
    " {commitment}, 'x', {seed}, '2022-10-03 02:00:00', 1, {first}, {revealed}, {by})"
)
LOT = (
    "INSERT INTO lot (round_id, code, enumerator_id, week, number, is_opening, list_sha256,"
    " closed_at) VALUES ({round}, {code}, 1, {week}, {number}, true, {hash},"
    " '2022-10-03 02:00:00')"
)
STRATUM = (
    "INSERT INTO lot_stratum (lot_id, name, interviews, share_percent, minimum, drawn)"
    " VALUES (1, {name}, {interviews}, {share}, {minimum}, {drawn})"
)
MEMBER = (
    "INSERT INTO lot_member (interview_uuid, lot_id, stratum, place)"
    " SELECT interview_uuid, 1, {stratum}, {place} FROM assignment"
)
DRAW = (
    "INSERT INTO recheck_draw (interview_uuid, selection, drawn_at)"
    " SELECT interview_uuid, {selection}, '2022-10-03 02:00:00' FROM assignment"
)


def promise(**values):
    good = {
        "plan": HASH,
        "commitment": HASH,
        "seed": "NULL",
        "first": "NULL",
        "revealed": "NULL",
        "by": "NULL",
    }
    return PROMISE.format(**{**good, **values})


def lot(**values):
    good = {"round": "1", "code": "'a'", "week": "'2022w40'", "number": "1", "hash": HASH}
    return LOT.format(**{**good, **values})


def stratum(**values):
    good = {"name": "'e1'", "interviews": "10", "share": "10", "minimum": "0", "drawn": "1"}
    return STRATUM.format(**{**good, **values})


def member(**values):
    return MEMBER.format(**{"stratum": "'e1'", "place": "1", **values})


REVEALED = {"seed": f"'{'b' * 32}'", "revealed": "'2022-10-03 02:00:00'", "by": "1"}


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (promise(commitment="'x'"), "commitment_is_hash"),
        (promise(**REVEALED), "drawn_before_shown"),
        (promise(**{**REVEALED, "seed": "'x'", "first": "'2022-10-03'"}), "seed_is_whole"),
        (promise(**{**REVEALED, "by": "NULL", "first": "'2022-10-03'"}), "revealed_is_whole"),
        (promise(plan="'x'"), "(?i)foreign"),
    ],
)
def test_promise__what_cannot_be__is_refused(engine, statement, constraint):
    with engine.begin() as connection:
        connection.execute(text(PLAN.format(hash=HASH)))

    with engine.connect() as connection, pytest.raises(IntegrityError, match=constraint):
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (promise(commitment=f"'{'c' * 64}'"), TWICE),
        (lot(), TWICE),
        (lot(code="'b'"), f"{TWICE}.*number"),
        (lot(code="''", number="2"), "code_given"),
        (lot(code="'b'", number="0"), "number_positive"),
        (lot(code="'b'", number="2", week="'x'"), "week_is_iso"),
        (lot(code="'b'", number="2", hash="'x'"), "list_is_hashed"),
        (lot(code="'b'", number="2", round="2"), "(?i)foreign"),
        (stratum(), TWICE),
        (stratum(name="''"), "name_given"),
        (stratum(name="'b'", share="0"), "share_is_percent"),
        (stratum(name="'b'", minimum="-1"), "minimum_not_negative"),
        (stratum(name="'b'", drawn="0", interviews="0"), "drawn_of_interviews"),
        (stratum(name="'b'", drawn="11"), "drawn_of_interviews"),
        (stratum(name="'b'", interviews="11"), "share_is_reached"),
        (stratum(name="'b'", minimum="3", drawn="2"), "minimum_is_reached"),
        (member(), TWICE),
        (DRAW.format(selection="'wish'"), "selection_known"),
    ],
)
def test_lot__what_cannot_be__is_refused(engine, statement, constraint):
    with engine.begin() as connection:
        for good in (PLAN.format(hash=HASH), promise(), lot(), stratum(), member()):
            connection.execute(text(good))

    with engine.connect() as connection, pytest.raises(IntegrityError, match=constraint):
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (member(stratum="'b'"), "(?i)foreign"),
        (member(place="0"), "place_positive"),
        (DRAW.format(selection="'random'"), "(?i)foreign"),
    ],
)
def test_member__of_no_stratum_or_place__is_refused(engine, statement, constraint):
    with engine.begin() as connection:
        for good in (PLAN.format(hash=HASH), promise(), lot(), stratum()):
            connection.execute(text(good))

    with engine.connect() as connection, pytest.raises(IntegrityError, match=constraint):
        connection.execute(text(statement))


def test_downgrade_to_0024__drawn_rechecks__are_lost_and_plan_and_case_stay(engine):
    drawn = DRAW.format(selection="'random'")
    with engine.begin() as connection:
        for good in (PLAN.format(hash=HASH), promise(), lot(), stratum(), member(), drawn):
            connection.execute(text(good))

    migrate.downgrade(engine, to="0024")
    migrate.upgrade(engine)

    assert migrate.differences(engine) == ()
    with engine.connect() as connection:
        kept = "SELECT count(*) FROM {}"
        assert connection.scalar(text(kept.format("recheck_draw"))) == 0
        assert connection.scalar(text(kept.format("assignment"))) == 1
        assert connection.scalar(text(kept.format("plan_version") + " WHERE kind = 'recheck'")) == 1


ASIDE = (
    "INSERT INTO recheck_aside (kind, content, content_sha256, received_at, faults)"
    " VALUES ({kind}, '{{}}', {hash}, '2022-10-03 02:00:00', '[]')"
)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"kind": "'accepted'"}, "kind_known"),
        ({"hash": "'x'"}, "content_is_hashed"),
        ({"hash": HASH}, TWICE),
    ],
)
def test_aside__what_cannot_be__is_refused_and_the_table_goes_with_its_version(
    engine, values, constraint
):
    good = {"kind": "'conflict'", "hash": HASH}
    with engine.begin() as connection:
        connection.execute(text(ASIDE.format(**good)))

    with engine.connect() as connection, pytest.raises(IntegrityError, match=constraint):
        connection.execute(
            text(ASIDE.format(**{"kind": "'conflict'", "hash": f"'{'c' * 64}'"} | values))
        )

    migrate.downgrade(engine, to="0026")
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM recheck_aside")) == 0


CLAIM_LOT = (
    "INSERT INTO lot (id, round_id, code, enumerator_id, week, kind, number, is_opening,"
    " list_sha256, closed_at) VALUES (1, 1, {code}, 1, '2022w40', {kind}, {number}, false, {hash},"
    " '2022-10-03 02:00:00')"
)
CLAIM = (
    "INSERT INTO claim (uuid, interview_uuid, lot_id, stratum, place, attempts, was_spoken_to,"
    " last_attempt_at) SELECT interview_uuid, interview_uuid, 1, {stratum}, {place}, {attempts},"
    " true, '2022-10-03 02:00:00' FROM assignment"
)
CLAIM_DRAW = (
    "INSERT INTO claim_draw (claim_uuid, selection, drawn_at) SELECT uuid, {selection},"
    " '2022-10-03 02:00:00' FROM claim"
)
TASK = (
    "INSERT INTO recheck_task (uuid, interview_uuid, claim_uuid, supervisor_id, work_day, due_at,"
    " latest_at, assigned_at, state) SELECT {uuid}, {interview}, {claim}, 1, '2022-10-03',"
    " '2022-10-03 02:00:00', '2022-10-03 02:00:00', '2022-10-03 02:00:00', 'open' FROM claim"
)


def claim_lot(**values):
    good = {"code": "'c1'", "kind": "'claims'", "number": "1", "hash": HASH}
    return CLAIM_LOT.format(**{**good, **values})


def claim(**values):
    return CLAIM.format(**{"stratum": "'refused'", "place": "1", "attempts": "1", **values})


def task(**values):
    return TASK.format(**{"uuid": "uuid", "interview": "NULL", "claim": "uuid", **values})


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (
            claim_lot(code="'b'", kind="'wish'", number="2").replace("(1, 1,", "(2, 1,"),
            "kind_known",
        ),
        (claim(), TWICE),
        (CLAIM_DRAW.format(selection="'random'"), TWICE),
        ("UPDATE claim_draw SET selection = 'risk'", "selection_known"),
        ("UPDATE claim_draw SET chosen_by = 1", "chosen_by_decision"),
        (task(claim="NULL"), "about_one"),
        (task(uuid="NULL"), "(?i)not.null constraint"),
    ],
)
def test_claim__what_cannot_be__is_refused(engine, statement, constraint):
    with engine.begin() as connection:
        good = (
            *(PLAN.format(hash=HASH), promise(), claim_lot(), stratum(name="'refused'")),
            *(claim(), CLAIM_DRAW.format(selection="'random'"), task()),
        )
        for one in good:
            connection.execute(text(one))

    with engine.connect() as connection, pytest.raises(IntegrityError, match=constraint):
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (claim(stratum="'not_met'"), "(?i)foreign"),
        (claim(stratum="'wish'"), "kind_known"),
        (claim(place="0"), "place_positive"),
        (claim(attempts="0"), "attempts_positive"),
    ],
)
def test_claim__of_no_stratum_or_attempt__is_refused(engine, statement, constraint):
    with engine.begin() as connection:
        for one in (PLAN.format(hash=HASH), promise(), claim_lot(), stratum(name="'refused'")):
            connection.execute(text(one))

    with engine.connect() as connection, pytest.raises(IntegrityError, match=constraint):
        connection.execute(text(statement))

"""Migrations go up, down and up again, and make the tables of the code, on both databases."""

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from survey_app.access.passwords import password_matches
from survey_app.audit_log.sealing import seal_log
from survey_app.db import migrate, schema_version
from survey_app.db.tables import FrameCase, Table
from tests.survey_app.conftest import START
from tests.survey_app.db.test_constraints import (
    CASES,
    IMPORT,
    UPLOAD,
    good_interview,
    sign_in_code,
)


def test_migrations__down_and_up_again__leave_nothing_and_make_all(engine):
    migrate.downgrade(engine)
    left = set(inspect(engine).get_table_names())

    migrate.upgrade(engine)

    assert left == {"alembic_version"}
    made = set(inspect(engine).get_table_names()) - {"alembic_version"}
    assert made == set(Table.metadata.tables)
    assert schema_version.is_current(engine)


def test_migrations__made_tables__are_those_of_the_code(engine):
    assert migrate.differences(engine) == ()


def test_differences__table_changed_by_hand__are_said(engine):
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE unit ADD COLUMN by_hand INTEGER"))

    found = migrate.differences(engine)

    assert len(found) == 1
    assert "by_hand" in found[0]


def test_upgrade__again__changes_nothing(engine):
    migrate.upgrade(engine)

    assert schema_version.is_current(engine)
    assert migrate.differences(engine) == ()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_upgrade__filled_database__keeps_its_rows(engine):
    with engine.connect() as connection:
        before = connection.execute(text("SELECT count(*) FROM account")).scalar_one()

    migrate.upgrade(engine)

    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM account")).scalar_one() == before == 7


def test_head_file__names__the_newest_migration():
    assert schema_version.newest() == migrate.newest_script()


def test_constraints__all__have_names_of_the_convention(engine):
    inspector = inspect(engine)

    for table in set(inspector.get_table_names()) - {"alembic_version"}:
        assert inspector.get_pk_constraint(table)["name"] == f"pk_{table}"
        for key in inspector.get_foreign_keys(table):
            assert key["name"].startswith(f"fk_{table}_")
        for unique in inspector.get_unique_constraints(table):
            assert unique["name"].startswith(f"uq_{table}_")
        for check in inspector.get_check_constraints(table):
            assert check["name"].startswith(f"ck_{table}_")


ATTEMPT = (
    "INSERT INTO contact_attempt (interview_uuid, disposition, account_id, attempted_at,"
    " content_sha256) SELECT interview_uuid, '2.11', 1, :at, :hash FROM assignment"
)
NOT_REACHED = (
    "INSERT INTO contact_attempt (interview_uuid, disposition, is_final, account_id,"
    " attempted_at) SELECT interview_uuid, '2.20', :is_final, 1, '2022-10-03 02:00:00'"
    " FROM assignment"
)
INTERVIEW = (
    "INSERT INTO interview (uuid, version, is_current, round_unit_id, enumerator_id,"
    " questionnaire_version_id, mode, content, content_sha256, started_at, finished_at,"
    " received_at, is_simulated) SELECT interview_uuid, 1, true, round_unit_id, enumerator_id,"
    " (SELECT id FROM questionnaire_version), 'tablet', '{}', :hash, :at, :at, :at, true"
    " FROM assignment"
)


WITH_ORIGIN = INTERVIEW.replace("mode, content,", "mode, origin, content,").replace(
    "'tablet', '{}'", "'tablet', 'listed', '{}'"
)
ONE_CURRENT = (
    r"uq_interview_uuid_current"
    r"|UNIQUE constraint failed: interview\.uuid(, interview\.is_current)?\n"
)


def _all(engine, statement):
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_upgrade_to_0003__rows_of_0002__keep_their_meaning(engine):
    migrate.downgrade(engine, to="0002")
    with engine.begin() as connection:
        connection.execute(text(INTERVIEW), {"at": "2022-10-03 02:00:00", "hash": "a" * 64})
        connection.execute(text("INSERT INTO answer (interview_id, other) VALUES (1, '{}')"))
        for minute, content_hash in enumerate(["b" * 64, "c" * 64, None]):
            at = f"2022-10-03 02:0{minute}:00"
            connection.execute(text(ATTEMPT), {"at": at, "hash": content_hash})

    migrate.upgrade(engine)

    assert migrate.differences(engine) == ()
    rounds = _all(engine, "SELECT asks_position, allows_unlisted, levels_descending FROM round")
    assert rounds == [(False, True, False)]
    attempts = _all(
        engine, "SELECT uuid = interview_uuid, is_final FROM contact_attempt ORDER BY id"
    )
    assert attempts == [(True, True), (None, True), (None, True)]
    assert _all(engine, "SELECT fingerprint FROM interview") == [(None,)]
    assert _all(engine, "SELECT count(*) FROM answer") == [(1,)]


def test_downgrade_to_0002__attempts_it_does_not_know__are_left_out(engine):
    with engine.begin() as connection:
        for is_final in (True, False):
            connection.execute(text(NOT_REACHED), {"is_final": is_final})

    migrate.downgrade(engine, to="0002")

    assert _all(engine, "SELECT count(*) FROM contact_attempt") == [(1,)]


PROMISED = (
    "INSERT INTO sample_draw (round_id, list_name, commitment, wrapped_seed, committed_at,"
    " committed_by) VALUES (1, 'x', :commitment, 'x', '2026-11-21 00:00:00', 1)"
)
MEMBER = (
    "INSERT INTO sample_member (frame_case_id, sample_draw_id, stratum, sample_list, place, weight)"
    " VALUES (1, 1, 'SXD', 'official', 1, 1)"
)


def test_upgrade_to_0005__cases_of_0004__keep_what_they_say_and_get_names(engine):
    cases = "SELECT id, round_unit_id, person_id, file_code, procedure, returned_on FROM frame_case"
    migrate.downgrade(engine, to="0004")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO frame_case (round_unit_id, file_code, procedure, returned_on)"
                " SELECT round_unit_id, 'MP-2', procedure, returned_on FROM frame_case"
            )
        )
    before = _all(engine, f"{cases} ORDER BY id")

    migrate.upgrade(engine)

    assert migrate.differences(engine) == ()
    assert _all(engine, f"{cases} ORDER BY id") == before
    assert _all(engine, "SELECT count(*) FROM assignment WHERE frame_case_id = 1") == [(1,)]
    with Session(engine) as session:
        found = session.scalars(select(FrameCase)).all()
    assert len({case.public_id for case in found}) == 2
    assert {case.public_id.version for case in found} == {4}
    assert {(case.channel, case.frame_import_id, case.row_number) for case in found} == {
        (None, None, None)
    }


def test_downgrade_to_0004__imported_cases__stay(engine):
    with engine.begin() as connection:
        connection.execute(text(IMPORT.format(hash=f"'{'a' * 64}'", cases="1", state="'current'")))
        connection.execute(
            text("UPDATE frame_case SET row_number = 2, frame_import_id = 1, channel = 'desk'")
        )

    migrate.downgrade(engine, to="0004")

    assert _all(engine, "SELECT file_code FROM frame_case") == [("MP-1",)]


def test_upgrade_to_0006__rounds_of_before__keep_the_names_their_units_have(engine):
    migrate.downgrade(engine, to="0005")
    with engine.begin() as connection:
        connection.execute(text("UPDATE unit SET name = '' WHERE code = 'TTRA'"))
    before = _all(engine, "SELECT id, unit_id, quota FROM round_unit ORDER BY id")

    migrate.upgrade(engine)

    assert migrate.differences(engine) == ()
    assert _all(engine, "SELECT id, unit_id, quota FROM round_unit ORDER BY id") == before
    names = _all(engine, "SELECT name FROM round_unit ORDER BY position")
    assert names == [("Sở Xây dựng",), ("Sở Tư pháp",), ("?",)]
    assert _all(engine, "SELECT DISTINCT ended_on, successor_id FROM unit") == [(None, None)]
    assert _all(engine, "SELECT valid_from, valid_until FROM unit_group") == [(None, None)]
    assert _all(engine, "SELECT count(*) FROM round_plan") == [(0,)]


def test_downgrade_to_0005__renamed_unit_and_plan__leave_the_rest(engine):
    with engine.begin() as connection:
        connection.execute(text("UPDATE round_unit SET name = 'Sở cũ' WHERE position = 1"))
        connection.execute(
            text("UPDATE unit SET ended_on = '2025-06-30', successor_id = 2 WHERE code = 'SXD'")
        )

    migrate.downgrade(engine, to="0005")
    migrate.upgrade(engine)

    names = _all(engine, "SELECT name FROM round_unit ORDER BY position")
    assert names == [("Sở Xây dựng",), ("Sở Tư pháp",), ("Thanh tra tỉnh",)]
    assert migrate.differences(engine) == ()


def test_downgrade_to_0006__drawn_cases__stay(engine):
    with engine.begin() as connection:
        connection.execute(text(PROMISED), {"commitment": "a" * 64})
        connection.execute(text(MEMBER))

    migrate.downgrade(engine, to="0006")
    migrate.upgrade(engine)

    assert _all(engine, "SELECT file_code FROM frame_case") == [("MP-1",)]
    assert _all(engine, "SELECT count(*) FROM sample_draw") == [(0,)]
    assert migrate.differences(engine) == ()


def test_upgrade_to_0008__accounts_of_0007__keep_their_passwords_and_have_no_duties(engine):
    accounts = "SELECT id, username, role, unit_id, password_hash FROM account ORDER BY id"
    migrate.downgrade(engine, to="0007")
    with engine.begin() as connection:
        connection.execute(text("UPDATE account SET password_hash = '' WHERE username = 'binh'"))
    before = _all(engine, accounts)

    migrate.upgrade(engine)

    assert migrate.differences(engine) == ()
    assert len(before) == 7
    assert _all(engine, accounts) == [(*row[:4], row[4] or "none fits") for row in before]
    assert _all(engine, "SELECT account_id FROM account_area") == []
    assert _all(engine, "SELECT account_id FROM account_tie") == []
    assert _all(engine, "SELECT account_id FROM sign_in_code") == []


def test_downgrade_to_0007__account_without_a_password__stays_and_none_fits(engine):
    with engine.begin() as connection:
        connection.execute(text("UPDATE account SET password_hash = NULL WHERE username = 'binh'"))
        connection.execute(text("INSERT INTO account_area (account_id, area) VALUES (2, 'A')"))
        connection.execute(text("INSERT INTO account_tie (account_id, unit_id) VALUES (2, 1)"))
        connection.execute(text(sign_in_code()))

    migrate.downgrade(engine, to="0007")

    [(stored,)] = _all(engine, "SELECT password_hash FROM account WHERE username = 'binh'")
    assert not password_matches("", stored)
    assert not password_matches(stored, stored)
    assert _all(engine, "SELECT count(*) FROM account") == [(7,)]
    migrate.upgrade(engine)
    assert migrate.differences(engine) == ()


def test_downgrade_to_0008__recalled_and_replaced_cases__stay_drawn_and_assigned(engine):
    with engine.begin() as connection:
        connection.execute(text(PROMISED), {"commitment": "a" * 64})
        connection.execute(text(MEMBER))
        connection.execute(
            text(
                "INSERT INTO frame_case (public_id, round_unit_id, file_code, procedure,"
                " returned_on) SELECT :public_id, round_unit_id, 'MP-2', procedure, returned_on"
                " FROM frame_case"
            ),
            {"public_id": "2" * 32},
        )
        connection.execute(text(MEMBER.replace("(1, 1, 'SXD'", "(2, 1, 'STP'")))
        connection.execute(
            text(
                "INSERT INTO sample_replacement (replaced_case_id, replacement_case_id, reason,"
                " note, replaced_by, replaced_at)"
                " VALUES (1, 2, 'refused', 'x', 1, '2026-11-21 00:00:00')"
            )
        )
        connection.execute(text("UPDATE assignment SET recalled_at = assigned_at"))

    migrate.downgrade(engine, to="0008")
    assigned = _all(engine, "SELECT frame_case_id FROM assignment WHERE frame_case_id IS NOT NULL")
    migrate.upgrade(engine)

    assert assigned == [(1,)]
    assert _all(engine, "SELECT count(*) FROM sample_member") == [(2,)]
    assert _all(engine, "SELECT count(*) FROM sample_replacement") == [(0,)]
    assert _all(engine, "SELECT DISTINCT recalled_at FROM assignment") == [(None,)]
    assert migrate.differences(engine) == ()


def test_upgrade_to_0012__cases_given_out_before__count_as_not_sent(engine):
    migrate.downgrade(engine, to="0011")
    assigned = _all(engine, "SELECT interview_uuid, enumerator_id FROM assignment")

    migrate.upgrade(engine)

    assert migrate.differences(engine) == ()
    assert _all(engine, "SELECT interview_uuid, enumerator_id FROM assignment") == assigned
    packs = _all(engine, "SELECT account_id, revision, sent_revision FROM account_pack")
    assert packs == [(assigned[0][1], 1, None)]
    assert _all(engine, "SELECT count(*) FROM account_pack WHERE changed_at IS NULL") == [(0,)]


@pytest.mark.parametrize(
    ("content", "elapsed_ms"),
    [
        ('{"answers":{"d2":"{\\"elapsed_ms\\":1,"},"elapsed_ms":480000,"format":1}', 480000),
        ('{"answers":{"d2":"{\\"elapsed_ms\\":1,"}}', None),
        ("no document", None),
    ],
)
def test_upgrade_to_0013__interview_of_0012__knows_what_its_tablet_measured(
    engine, content, elapsed_ms
):
    migrate.downgrade(engine, to="0012")
    with engine.begin() as connection:
        connection.execute(text(WITH_ORIGIN), {"at": "2022-10-03 02:00:00", "hash": "a" * 64})
        connection.execute(text("UPDATE interview SET content = :of"), {"of": content})

    migrate.upgrade(engine)

    assert _all(engine, "SELECT elapsed_ms FROM interview") == [(elapsed_ms,)]
    assert migrate.differences(engine) == ()


def test_downgrade_to_0012__interview_that_counts__is_the_only_one_still(engine):
    with engine.begin() as connection:
        connection.execute(text(WITH_ORIGIN), {"at": "2022-10-03 02:00:00", "hash": "a" * 64})

    migrate.downgrade(engine, to="0012")

    again = WITH_ORIGIN.replace("version,", "version, predecessor_id,").replace(" 1,", " 2, 1,", 1)
    with pytest.raises(IntegrityError, match=ONE_CURRENT), engine.begin() as connection:
        connection.execute(text(again), {"at": "2022-10-03 02:00:00", "hash": "b" * 64})
    migrate.upgrade(engine)
    assert migrate.differences(engine) == ()
    with pytest.raises(IntegrityError, match=ONE_CURRENT), engine.begin() as connection:
        connection.execute(text(again), {"at": "2022-10-03 02:00:00", "hash": "b" * 64})


def test_downgrade_before_large_lists__small_ones__wait_on(engine):
    small = UPLOAD.replace("expires_at)", "expires_at, content)").replace(
        "'{}')", "'2022-10-04 02:00:00', 'x')"
    )
    large = UPLOAD.format("2022-10-04 02:00:00").replace("1111111111114111", "2222222222224222")
    with engine.begin() as connection:
        connection.execute(text(small))
        connection.execute(
            text(
                large.replace("expires_at)", "expires_at, is_large)").replace("00')", "00', true)")
            )
        )
        connection.execute(
            text(
                "INSERT INTO frame_upload_part (upload_id, number, content)"
                " SELECT id, 0, 'x' FROM frame_upload WHERE is_large"
            )
        )

    migrate.downgrade(engine, to="0013")
    left = _all(engine, "SELECT count(*) FROM frame_upload WHERE content IS NOT NULL")
    migrate.upgrade(engine)

    assert left == [(1,)]
    assert _all(engine, "SELECT count(*) FROM frame_upload WHERE NOT is_large") == [(1,)]
    assert migrate.differences(engine) == ()


QUALITY = (
    (
        "INSERT INTO quality_run (round_id, ran_at, interviews, rules_id, rules_sha256, figures)"
        " VALUES (1, '2026-11-21 00:00:00', 0, 'x', :hash, '{}')"
    ),
    (
        "INSERT INTO quality_flag (round_id, kind, subject, enumerator_id, strength, evidence,"
        " first_run_id, last_run_id, holds, is_open, interview_uuid)"
        " SELECT 1, 'x', 'x', 1, 1, '{}', 1, 1, true, true, interview_uuid FROM assignment"
    ),
    (
        "INSERT INTO quality_review (flag_id, note, evidence, reviewed_by, reviewed_at)"
        " VALUES (1, 'x', '{}', 1, '2026-11-21 00:00:00')"
    ),
)


def test_downgrade_past_0016__flags_that_were_looked_at__go_and_cases_stay(engine):
    with engine.begin() as connection:
        for statement in QUALITY:
            connection.execute(text(statement), {"hash": "a" * 64} if ":hash" in statement else {})

    migrate.downgrade(engine, to="0015")
    migrate.upgrade(engine)

    assert _all(engine, "SELECT count(*) FROM assignment") == [(1,)]
    assert _all(engine, "SELECT count(*) FROM quality_flag") == [(0,)]
    assert migrate.differences(engine) == ()


PLAN = (
    "INSERT INTO plan_version (id, kind, content, kept_at)"
    " VALUES (:number, :kind, '{}', '2022-10-01 00:00:00')"
)
PLAN_OF_ROUND = (
    "INSERT INTO round_plan (round_id, kind, plan_version_id) VALUES (1, :kind, :number)"
)
ROUNDS = "SELECT code, period_start, period_end, state FROM round"


def test_upgrade_to_0018__rounds_of_0017__name_no_last_day_of_fieldwork(engine):
    before = _all(engine, ROUNDS)
    migrate.downgrade(engine, to="0017")
    kept = _all(engine, ROUNDS)

    migrate.upgrade(engine)

    assert kept == _all(engine, ROUNDS) == before
    assert _all(engine, "SELECT fieldwork_end FROM round") == [(None,)]
    assert _all(engine, "SELECT count(*) FROM round_unit") == [(3,)]
    assert migrate.differences(engine) == ()


def test_downgrade_to_0017__last_day_of_fieldwork__goes_and_the_round_stays(engine):
    before = _all(engine, ROUNDS)
    with engine.begin() as connection:
        connection.execute(text("UPDATE round SET fieldwork_end = '2022-11-30'"))

    migrate.downgrade(engine, to="0017")

    assert _all(engine, ROUNDS) == before
    migrate.upgrade(engine)
    assert _all(engine, "SELECT fieldwork_end FROM round") == [(None,)]
    assert migrate.differences(engine) == ()


def test_downgrade_to_0021__plans_of_scores__go_and_other_plans_stay(engine):
    with engine.begin() as connection:
        for number, kind in (("a" * 64, "scoring"), ("b" * 64, "points"), ("c" * 64, "index")):
            row = {"number": number, "kind": kind}
            connection.execute(text(PLAN), row)
            connection.execute(text(PLAN_OF_ROUND), row)

    migrate.downgrade(engine, to="0021")

    assert _all(engine, "SELECT kind FROM plan_version") == [("index",)]
    assert _all(engine, "SELECT kind FROM round_plan") == [("index",)]
    migrate.upgrade(engine)
    assert _all(engine, "SELECT kind FROM round_plan") == [("index",)]
    assert migrate.differences(engine) == ()


SHEET = (
    "INSERT INTO paper_form (round_id, form_number, interview_uuid, keyed_by, keyed_at, is_chosen)"
    " SELECT 1, '1', interview_uuid, 1, '2022-10-03 02:00:00', true FROM assignment"
)


def test_upgrade_to_0019__sheet_keyed_after_a_void__names_the_version_that_it_became(engine):
    migrate.downgrade(engine, to="0018")
    with engine.begin() as connection:
        connection.execute(text(good_interview()))
        connection.execute(
            text(
                "UPDATE interview SET is_current = false, void_reason = 'x',"
                " voided_at = received_at"
            )
        )
        for version, mode, current in ((2, "'paper'", "false"), (3, "'paper'", "true")):
            connection.execute(
                text(
                    good_interview(
                        version=version, predecessor=version - 1, mode=mode, current=current
                    )
                )
            )
        connection.execute(text(SHEET))

    migrate.upgrade(engine)

    assert migrate.differences(engine) == ()
    assert _all(
        engine,
        "SELECT version FROM paper_form JOIN interview ON interview.id = first_entry_id",
    ) == [(2,)]
    migrate.downgrade(engine, to="0018")
    assert _all(engine, "SELECT form_number FROM paper_form") == [("1",)]
    migrate.upgrade(engine)
    assert migrate.differences(engine) == ()


def test_downgrade_to_0019__interview_that_counts__is_the_only_one_before_and_after(engine):
    with engine.begin() as connection:
        connection.execute(text(WITH_ORIGIN), {"at": "2022-10-03 02:00:00", "hash": "a" * 64})
    kept = _all(engine, "SELECT * FROM interview")
    again = WITH_ORIGIN.replace("version,", "version, predecessor_id,").replace(" 1,", " 2, 1,", 1)

    for move in (lambda: migrate.downgrade(engine, to="0019"), lambda: migrate.upgrade(engine)):
        move()
        assert _all(engine, "SELECT * FROM interview") == kept
        with pytest.raises(IntegrityError, match=ONE_CURRENT), engine.begin() as connection:
            connection.execute(text(again), {"at": "2022-10-03 02:00:00", "hash": "b" * 64})
    assert migrate.differences(engine) == ()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_migration__that_breaks_a_reference__is_undone(engine, monkeypatch):
    def break_it(_config, _to):
        connection = _config.attributes["connection"]
        connection.execute(text("DELETE FROM questionnaire_version"))

    monkeypatch.setattr(migrate.command, "upgrade", break_it)

    with pytest.raises(RuntimeError, match="broke 1 references"):
        migrate.upgrade(engine)

    assert _all(engine, "SELECT count(*) FROM questionnaire_version") == [(1,)]
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_downgrade_to_0023__counted_cases__are_lost_and_the_rest_stays(engine):
    with engine.begin() as connection:
        connection.execute(text(CASES.format("late", 2, "x")))
    before = _all(engine, "SELECT id, unit_id, quota FROM round_unit ORDER BY id")

    migrate.downgrade(engine, to="0023")
    migrate.upgrade(engine)

    assert migrate.differences(engine) == ()
    assert _all(engine, "SELECT id, unit_id, quota FROM round_unit ORDER BY id") == before
    assert _all(engine, "SELECT count(*) FROM round_unit_adjustment") == [(0,)]


RECHECKS = """
INSERT INTO plan_version VALUES ('{hash}', 'recheck', '0', '{at}');
INSERT INTO recheck_plan (round_id, plan_version_id, commitment, wrapped_seed, committed_at,
    committed_by) VALUES (1, '{hash}', '{hash}', 'x', '{at}', 1);
INSERT INTO lot (id, round_id, code, enumerator_id, week, number, is_opening, list_sha256,
    closed_at) VALUES (1, 1, 'L1', 1, '2022w40', 1, true, '{hash}', '{at}');
INSERT INTO lot_stratum VALUES (1, 'e1', 1, 10, 0, 1);
INSERT INTO lot_member SELECT interview_uuid, 1, 'e1', 1 FROM assignment LIMIT 1;
INSERT INTO recheck_draw (interview_uuid, selection, drawn_at, reason)
    SELECT interview_uuid, '{selection}', '{at}', 'x' FROM lot_member
"""


@pytest.mark.parametrize(("selection", "left"), [("random", 1), ("risk", 1), ("more", 0)])
def test_downgrade_to_0025__drawn_interview__stays_where_0025_knows_how_it_was_drawn(
    engine, selection, left
):
    with engine.begin() as connection:
        values = {"hash": "a" * 64, "at": "2022-10-03 02:00:00", "selection": selection}
        for statement in RECHECKS.format(**values).split(";"):
            connection.execute(text(statement))

    migrate.downgrade(engine, to="0025")

    drawn = "SELECT selection FROM recheck_draw"
    assert _all(engine, drawn) == [(selection,)] * left
    migrate.upgrade(engine)
    assert _all(engine, drawn) == [(selection,)] * left
    assert migrate.differences(engine) == ()


EVENT = (
    "INSERT INTO audit_event (at, action, object_kind, object_id, details)"
    " VALUES ('2022-10-03 02:00:00', 'x', 'x', '1', '{}')"
)


def test_downgrade_to_0027__events__stay_and_may_be_changed_again(engine):
    with engine.begin() as connection:
        connection.execute(text(EVENT))
    seal_log(engine, now=lambda: START)

    migrate.downgrade(engine, to="0027")
    with engine.begin() as connection:
        connection.execute(text("UPDATE audit_event SET object_id = '2'"))
    migrate.upgrade(engine)

    assert migrate.differences(engine) == ()
    assert _all(engine, "SELECT object_id FROM audit_event") == [("2",)]
    assert _all(engine, "SELECT count(*) FROM audit_seal") == [(0,)]
    with engine.begin() as connection, pytest.raises(DBAPIError, match="only ever added to"):
        connection.execute(text("UPDATE audit_event SET object_id = '1'"))


STANDING = "SELECT round_unit_id, area, points FROM appraised_points ORDER BY round_unit_id"
AREAS = """
INSERT INTO points_document (round_id, kind, number, issued_on, source, reason, recorded_by,
    recorded_at) VALUES (1, '{kind}', '1/BC', '2022-10-03', 'x', 'y', 1, '2022-10-03 02:00:00');
INSERT INTO appraised_points SELECT max(points_document.id), min(round_unit.id), 'steering', 13.5
    FROM points_document, round_unit;
INSERT INTO appraised_points SELECT max(points_document.id), min(round_unit.id), 'digital', 20
    FROM points_document, round_unit
"""


def test_downgrade_to_0028__points_by_area__leave_the_sums_that_stand(engine):
    before = _all(engine, STANDING)
    with engine.begin() as connection:
        for kind in ("appraised", "self"):
            for statement in AREAS.format(kind=kind).split(";"):
                connection.execute(text(statement))
        connection.execute(text(PLAN), {"number": "d" * 64, "kind": "criteria"})

    migrate.downgrade(engine, to="0028")

    sums = _all(engine, "SELECT points FROM appraised_points ORDER BY round_unit_id")
    assert [float(points) for (points,) in sums] == [33.5, 78.2, 56.25]
    migrate.upgrade(engine)
    assert migrate.differences(engine) == ()
    (first, *others) = _all(engine, STANDING)
    assert (first[1], float(first[2])) == ("total", 33.5)
    assert others == before[1:]
    sources = "SELECT kind, number, source, recorded_by FROM points_document ORDER BY id"
    assert _all(engine, sources) == [
        ("appraised", "", "Thử nghiệm", None),
        ("appraised", "", "x", None),
    ]
    assert _all(engine, "SELECT count(*) FROM plan_version WHERE kind = 'criteria'") == [(0,)]


ASIDE = (
    "INSERT INTO recheck_aside (kind, content, content_sha256, received_at, faults)"
    " VALUES ('conflict', '{}', :hash, '2022-10-03 02:00:00', '[]')"
)


def test_upgrade_from_before_0032__put_aside__waits_for_a_decision(engine):
    migrate.downgrade(engine, to="0029")
    with engine.begin() as connection:
        connection.execute(text(ASIDE), {"hash": "a" * 64})

    migrate.upgrade(engine)

    assert migrate.differences(engine) == ()
    assert _all(engine, "SELECT kind, decision FROM recheck_aside") == [("conflict", None)]
    half = "UPDATE recheck_aside SET decision = 'voided'"
    with engine.begin() as connection, pytest.raises(DBAPIError, match="decision_is_whole"):
        connection.execute(text(half))


CLAIMS = """
INSERT INTO plan_version VALUES ('{hash}', 'recheck', '0', '{at}');
INSERT INTO recheck_plan (round_id, plan_version_id, commitment, wrapped_seed, committed_at,
    committed_by) VALUES (1, '{hash}', '{hash}', 'x', '{at}', 1);
INSERT INTO lot (id, round_id, code, enumerator_id, week, kind, number, is_opening, list_sha256,
    closed_at) VALUES (1, 1, 'L1', 1, '2022w40', 'interviews', 1, true, '{hash}', '{at}');
INSERT INTO lot (id, round_id, code, enumerator_id, week, kind, number, is_opening, list_sha256,
    closed_at) VALUES (2, 1, 'L1-c1', 1, '2022w40', 'claims', 1, true, '{hash}', '{at}');
INSERT INTO lot_stratum VALUES (1, 'e1', 1, 10, 0, 1);
INSERT INTO lot_stratum VALUES (2, 'refused', 1, 10, 0, 1);
INSERT INTO claim SELECT interview_uuid, interview_uuid, 2, 'refused', 1, 1, true, '{at}'
    FROM assignment LIMIT 1;
INSERT INTO claim_draw (claim_uuid, selection, drawn_at) SELECT uuid, 'random', '{at}' FROM claim;
INSERT INTO recheck_task (uuid, claim_uuid, supervisor_id, work_day, due_at, latest_at,
    assigned_at, state) SELECT uuid, uuid, 1, '2022-10-10', '{at}', '{at}', '{at}', 'open'
    FROM claim;
INSERT INTO recheck_attempt (uuid, task_uuid, account_id, mode, outcome, attempted_at, received_at)
    SELECT uuid, uuid, 1, 'phone', 'no_answer', '{at}', '{at}' FROM claim;
INSERT INTO claim_recheck (task_uuid, supervisor_id, mode, came, other, content, content_sha256,
    started_at, finished_at, received_at, is_simulated)
    SELECT uuid, 1, 'phone', 'yes', 'nobody', 'x', '{hash}', '{at}', '{at}', '{at}', true
    FROM claim;
INSERT INTO lot_decision (lot_id, number, decision, by_plan, checked, defective, more, reason,
    decided_by, decided_at) VALUES (1, 1, 'accepted', 'accepted', 1, 0, 0, 'x', 1, '{at}');
INSERT INTO lot_decision (lot_id, number, decision, by_plan, checked, defective, more, reason,
    decided_by, decided_at) VALUES (2, 1, 'accepted', 'accepted', 1, 0, 0, 'y', 1, '{at}');
INSERT INTO lot_evidence (lot_id, claim_uuid, kind, text, recorded_by, recorded_at)
    SELECT 2, uuid, 'hearing', 'x', 1, '{at}' FROM claim
"""


def test_downgrade_to_0033__lots_of_interviews__stay_and_claims_go(engine):
    """Up and down with a lot of before, and with one of claims that is asked about and decided."""
    with engine.begin() as connection:
        for statement in CLAIMS.format(hash="a" * 64, at="2022-10-03 02:00:00").split(";"):
            connection.execute(text(statement))

    migrate.downgrade(engine, to="0033")
    left = _all(engine, "SELECT code FROM lot")
    decided = _all(engine, "SELECT reason FROM lot_decision")
    migrate.upgrade(engine)

    assert migrate.differences(engine) == ()
    assert (left, decided) == ([("L1",)], [("x",)])
    assert _all(engine, "SELECT code, kind, number FROM lot") == [("L1", "interviews", 1)]
    assert _all(engine, "SELECT name FROM lot_stratum") == [("e1",)]
    assert _all(engine, "SELECT count(*) FROM recheck_task") == [(0,)]
    assert _all(engine, "SELECT count(*) FROM lot_evidence") == [(0,)]


RUN = """
INSERT INTO plan_version VALUES ('{scoring}', 'scoring', '0', '{at}');
INSERT INTO plan_version VALUES ('{points}', 'points', '0', '{at}');
INSERT INTO score_run (id, round_id, made_at, made_by, interviews, cut_sha256,
    questionnaire_version_id, scoring_plan_id, points_plan_id, code_version, method_version, result,
    result_sha256) SELECT 1, round.id, '{at}', 1, 1, '{scoring}', questionnaire_version_id,
    '{scoring}', '{points}', 'x', 'x', 'x', '{scoring}' FROM round
"""


def test_downgrade_to_0034__key_of_a_run__is_gone_and_the_run_stays(engine):
    with engine.begin() as connection:
        values = {"scoring": "a" * 64, "points": "b" * 64, "at": "2022-10-03 02:00:00"}
        for statement in RUN.format(**values).split(";"):
            connection.execute(text(statement))
        key = {"key": b"k" * 32}
        statement = "INSERT INTO pseudonym_key VALUES (1, :key, '2022-10-03 02:00:00')"
        connection.execute(text(statement), key)

    migrate.downgrade(engine, to="0034")
    migrate.upgrade(engine)

    assert migrate.differences(engine) == ()
    assert _all(engine, "SELECT count(*) FROM score_run") == [(1,)]
    assert _all(engine, "SELECT count(*) FROM pseudonym_key") == [(0,)]


def test_downgrade_to_0036__published_indices__go_and_come_back_empty(engine):
    migrate.downgrade(engine, to="0036")
    migrate.upgrade(engine)

    assert migrate.differences(engine) == ()
    assert _all(engine, "SELECT count(*) FROM index_publication") == [(0,)]
    assert _all(engine, "SELECT count(*) FROM points_document") == [(1,)]


TOLD = """
INSERT INTO webhook (id, name, url, wrapped_secret, made_by, made_at)
    VALUES (1, 'x', 'https://example.org', 'x', 1, '{at}');
INSERT INTO publication (id, round_id, score_run_id, published_at, published_by, reason, state)
    VALUES (1, 1, 1, '{at}', 1, '', 'current');
INSERT INTO webhook_message (id, uuid, event, publication_id, body, made_at)
    SELECT 1, interview_uuid, 'round.published', 1, 'x', '{at}' FROM assignment LIMIT 1;
INSERT INTO webhook_delivery (id, message_id, webhook_id, state, attempts, next_at)
    VALUES (1, 1, 1, 'delivered', 1, '{at}');
INSERT INTO webhook_attempt (delivery_id, at, status, problem, took_ms)
    VALUES (1, '{at}', 200, '', 5)
"""
TOLD_OF_AN_INDEX = """
INSERT INTO index_publication (id, round_id, publication_id, decision_number, decided_on, content,
    content_sha256, published_at, published_by, reason, state)
    VALUES (1, 1, 1, '1/QĐ', '2022-10-03', 'x', '{hash}', '{at}', 1, '', 'current');
INSERT INTO webhook_message (id, uuid, event, index_publication_id, body, made_at)
    SELECT 2, '{uuid}', 'index.published', 1, 'x', '{at}' FROM round LIMIT 1;
INSERT INTO webhook_delivery (id, message_id, webhook_id, state, attempts, next_at)
    VALUES (2, 2, 1, 'delivered', 1, '{at}');
INSERT INTO webhook_attempt (delivery_id, at, status, problem, took_ms)
    VALUES (2, '{at}', 200, '', 5)
"""


def test_upgrade_from_before_0038__messages_about_scores__stay_and_those_of_indices_go(engine):
    """Up with a message of before, and down again with one about an index beside it."""
    values = {"scoring": "a" * 64, "points": "b" * 64, "hash": "a" * 64, "uuid": "b" * 32}
    values["at"] = "2022-10-03 02:00:00"
    migrate.downgrade(engine, to="0037")
    _run(engine, RUN, values)
    _run(engine, TOLD, values)

    migrate.upgrade(engine)
    differing = migrate.differences(engine)
    _run(engine, TOLD_OF_AN_INDEX, values)
    migrate.downgrade(engine, to="0037")

    kept = "SELECT message_id FROM webhook_delivery JOIN webhook_attempt ON delivery_id ="
    assert differing == ()
    assert _all(engine, "SELECT event, publication_id FROM webhook_message") == [
        ("round.published", 1)
    ]
    assert _all(engine, f"{kept} webhook_delivery.id") == [(1,)]
    assert _all(engine, "SELECT count(*) FROM index_publication") == [(1,)]
    migrate.upgrade(engine)
    assert migrate.differences(engine) == ()


OF_ANOTHER_ROUND = {
    "publication": """
INSERT INTO publication (id, round_id, score_run_id, published_at, published_by, reason, state)
    VALUES (9, 9, 2, '{at}', 1, '', 'current')
""",
    "index_publication": """
INSERT INTO index_publication (id, round_id, publication_id, decision_number, decided_on, content,
    content_sha256, published_at, published_by, reason, state)
    VALUES (9, 9, 1, '1/QĐ', '2022-10-03', 'x', '{hash}', '{at}', 1, '', 'current')
""",
}
"""Of what the first round has."""


def test_upgrade_from_before_0040__what_is_public__stays_and_is_of_one_round(engine):
    """Rows stay, up and down; what is of another round is refused, and was taken before."""
    values = {"scoring": "a" * 64, "points": "b" * 64, "hash": "a" * 64, "uuid": "b" * 32}
    values["at"] = "2022-10-03 02:00:00"
    migrate.downgrade(engine, to="0039")
    for statements in (RUN, TOLD, TOLD_OF_AN_INDEX):
        _run(engine, statements, values)
    _copy(engine, "round", of="id = 1", id=9, code="'khac'")
    _copy(engine, "score_run", of="id = 1", id=2)
    kept = "SELECT publication.id, score_run_id, index_publication.id FROM publication JOIN"
    kept += " index_publication ON publication_id = publication.id"

    migrate.upgrade(engine)

    assert migrate.differences(engine) == ()
    assert _all(engine, kept) == [(1, 1, 1)]
    for statement in OF_ANOTHER_ROUND.values():
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
            _run(engine, statement, values)
    migrate.downgrade(engine, to="0039")
    assert _all(engine, kept) == [(1, 1, 1)]
    for table, statement in OF_ANOTHER_ROUND.items():
        _run(engine, statement, values)
        _run(engine, f"DELETE FROM {table} WHERE id = 9", values)  # noqa: S608 -- our own names
    migrate.upgrade(engine)
    assert migrate.differences(engine) == ()


def _copy(engine, table, *, of, **other):
    """Puts a row beside another one, with these values otherwise."""
    names = [one["name"] for one in inspect(engine).get_columns(table)]
    values = ", ".join(str(other.get(name, f'"{name}"')) for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    statement = f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE {of}"  # noqa: S608
    _run(engine, statement, {})


def _run(engine, statements, values):
    with engine.begin() as connection:
        for statement in statements.format(**values).split(";"):
            connection.execute(text(statement))


def test_downgrade_to_0038__decisions_about_comments__go_and_interviews_stay(engine):
    interviews = _all(engine, "SELECT count(*) FROM interview")

    migrate.downgrade(engine, to="0038")
    migrate.upgrade(engine)

    assert migrate.differences(engine) == ()
    assert _all(engine, "SELECT count(*) FROM comment_decision") == [(0,)]
    assert _all(engine, "SELECT count(*) FROM interview") == interviews

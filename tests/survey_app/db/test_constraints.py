"""What the database forbids by itself, whatever a program sends it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

ACCOUNT = (
    "INSERT INTO account (username, display_name, organisation, role, unit_id, password_hash,"
    " is_active, is_simulated, session_mark, created_at) VALUES"
    " ({name}, 'x', 'x', {role}, {unit}, 'x', true, true, 'x', '2022-01-01 00:00:00')"
)
INTERVIEW = (
    "INSERT INTO interview (uuid, version, predecessor_id, is_current, round_unit_id,"
    " enumerator_id, questionnaire_version_id, mode, origin, content, content_sha256, started_at,"
    " finished_at, received_at, is_simulated) SELECT interview_uuid, {version}, {predecessor},"
    " {current}, round_unit_id, {enumerator}, (SELECT id FROM questionnaire_version), {mode},"
    " {origin}, '{{}}', {hash}, {started}, '2022-10-03 02:00:00', '2022-10-03 02:00:00', true"
    " FROM assignment"
)
FIRST = {
    "version": "1",
    "predecessor": "NULL",
    "current": "true",
    "enumerator": "1",
    "mode": "'tablet'",
    "origin": "'listed'",
    "hash": f"'{'a' * 64}'",
    "started": "'2022-10-03 01:00:00'",
}
ROUND_UNIT = "UPDATE round_unit SET {} WHERE position = {}"
ROUND_PLAN = "INSERT INTO round_plan (round_id, kind, plan_version_id) VALUES (1, '{}', '{}')"
PLAN = (
    "INSERT INTO plan_version (id, kind, content, kept_at)"
    " VALUES ('{}', '{}', '{{}}', '2022-10-03 02:00:00')"
)


def _account(**values):
    return ACCOUNT.format(**{"name": "'lan'", "role": "'enumerator'", "unit": "NULL", **values})


CODE = (
    "INSERT INTO sign_in_code (account_id, code_hash, made_by, made_at, expires_at, used_at)"
    " VALUES (1, {hash}, {by}, '2022-10-03 02:00:00', {expires}, {used})"
)


def sign_in_code(**values):
    """Adds a code of the first account that differs from a good one in these values."""
    good = {
        "hash": f"'{'a' * 64}'",
        "by": "1",
        "expires": "'2022-10-17 02:00:00'",
        "used": "NULL",
    }
    return CODE.format(**{**good, **values})


def good_interview(**values):
    """Adds an interview of the listed respondent that differs from a good one in these values."""
    return INTERVIEW.format(**{**FIRST, **values})


IMPORT = (
    "INSERT INTO frame_import (round_id, file_name, sha256, mapping, rules, counts, unit_codes,"
    " files, cases, state, imported_at) VALUES (1, 'a.csv', {hash}, '{{}}', '{{}}', '{{}}', '[]',"
    " 2, {cases}, {state}, '2022-10-03 02:00:00')"
)


def _import(**values):
    return IMPORT.format(**{"hash": f"'{'a' * 64}'", "cases": "1", "state": "'current'", **values})


REPLACEMENT = (
    "INSERT INTO sample_replacement (replaced_case_id, replacement_case_id, reason, note,"
    " replaced_by, replaced_at) VALUES (1, {other}, {reason}, {note}, 1, '2022-10-03 02:00:00')"
)


PAPER = (
    "INSERT INTO paper_form (round_id, form_number, interview_uuid, first_entry_id, keyed_by,"
    " keyed_at, is_chosen, second_keyed_by, second_keyed_at, second_answers, differences, fields,"
    " first_errors, second_errors, decided_by, decided_at)"
    " SELECT 1, {number}, interview_uuid, 1, 1, '2022-10-03 02:00:00', {chosen}, {second},"
    " {second_at}, {answers}, {differences}, {fields}, {first}, {others}, {by}, {at}"
    " FROM assignment"
)
SECOND = {
    "second": "2",
    "second_at": "'2022-10-03 02:00:00'",
    "answers": "'{}'",
    "differences": "1",
}


def _paper(**values):
    nothing = dict.fromkeys(
        ("second", "second_at", "answers", "differences", "fields", "first", "others", "by", "at"),
        "NULL",
    )
    return PAPER.format(**{**nothing, "number": "'1'", "chosen": "true", **values})


def _replacement(**values):
    return REPLACEMENT.format(**{"other": "2", "reason": "'moved'", "note": "'x'", **values})


UPLOAD = (
    "INSERT INTO frame_upload (id, round_id, account_id, file_name, uploaded_at, expires_at)"
    " VALUES ('11111111111141118111111111111111', 1, 1, 'a.csv', '2022-10-03 02:00:00', '{}')"
)


JOB = (
    "INSERT INTO frame_job (id, upload_id, kind, state, request, phase, done, started_at, seen_at,"
    " ended_at, outcome) SELECT '22222222222242228222222222222222',"
    " '11111111111141118111111111111111', {kind}, {state}, '{{}}', 'start', 0, assigned_at,"
    " assigned_at, {ended}, {outcome} FROM assignment"
)


def _job(**values):
    columns = {"kind": "'read'", "state": "'running'", "ended": "NULL", "outcome": "NULL"}
    return JOB.format(**{**columns, **values})


CASES = (
    "INSERT INTO round_unit_adjustment (round_unit_id, adjustment, cases, reason, recorded_by,"
    " recorded_at) VALUES (1, '{}', {}, '{}', 1, '2022-10-03 02:00:00')"
)

BAD = {
    "ck_round_unit_adjustment_cases_not_negative, cases below 0": CASES.format("late", -1, "x"),
    "ck_round_unit_adjustment_adjustment_named, cases of nothing": CASES.format("", 1, "x"),
    "ck_round_unit_adjustment_reason_given, cases without a reason": CASES.format("late", 1, ""),
    "uq_account_username, account name twice": _account(name="'an'"),
    "ck_account_username_lower, account name in capitals": _account(name="'LAN'"),
    "ck_account_role_known, role unknown": _account(role="'king'"),
    "ck_account_unit_role_has_unit, unit account without unit": _account(role="'unit'"),
    "ck_account_unit_role_has_unit, other account with unit": _account(unit="1"),
    "ck_account_password_is_hashed, password hash blank": (
        "UPDATE account SET password_hash = '' WHERE id = 1"
    ),
    "ck_account_area_area_given, area without a name": (
        "INSERT INTO account_area (account_id, area) VALUES (1, '')"
    ),
    "fk_account_area_account_id_account, area of nobody": (
        "INSERT INTO account_area (account_id, area) VALUES (99, 'x')"
    ),
    "fk_account_tie_unit_id_unit, tied to an unknown unit": (
        "INSERT INTO account_tie (account_id, unit_id) VALUES (1, 99)"
    ),
    "ck_sign_in_code_code_is_hashed, code with a short hash": sign_in_code(hash="'abc'"),
    "ck_sign_in_code_expires_later, code that has ended before": sign_in_code(
        expires="'2022-10-03 02:00:00'"
    ),
    "ck_sign_in_code_used_in_time, code used too late": sign_in_code(used="'2022-10-18 02:00:00'"),
    "fk_sign_in_code_made_by_account, code made by nobody": sign_in_code(by="99"),
    "fk_account_unit_id_unit, unit unknown": _account(role="'unit'", unit="99"),
    "ck_round_state_known, round state unknown": "UPDATE round SET state = 'paused'",
    "ck_round_period_forward, round period backwards": "UPDATE round SET period_end = '2021-12-31'",
    "ck_round_fieldwork_after_start, fieldwork over before the period": (
        "UPDATE round SET fieldwork_end = '2021-12-31'"
    ),
    "ck_round_erase_days_positive, round erased at once": "UPDATE round SET erase_days = 0",
    "fk_round_questionnaire_version_id_questionnaire_version, round with unknown questionnaire": (
        "UPDATE round SET questionnaire_version_id = 'x'"
    ),
    "ck_questionnaire_version_id_is_sha256, questionnaire under a short hash": (
        "INSERT INTO questionnaire_version VALUES ('short', 'x', '1', '{}', '2022-01-01 00:00:00')"
    ),
    "ck_round_unit_quota_not_negative, quota negative": ROUND_UNIT.format("quota = -1", 1),
    "ck_round_unit_exempt_has_no_quota, exempt unit with quota": ROUND_UNIT.format("quota = 1", 3),
    "ck_round_unit_maximum_positive, maximum zero": ROUND_UNIT.format("maximum_points = 0", 1),
    "ck_round_unit_component_not_negative, component negative": ROUND_UNIT.format(
        "component_maximum = -1", 1
    ),
    "uq_round_unit_round_id_position, same place twice": ROUND_UNIT.format("position = 2", 1),
    "uq_round_unit_round_id_unit_id, same unit twice": ROUND_UNIT.format("unit_id = 2", 1),
    "ck_round_unit_name_given, unit without a name in its round": ROUND_UNIT.format("name = ''", 1),
    "ck_unit_succeeded_has_ended, successor of a unit that goes on": (
        "UPDATE unit SET successor_id = 2 WHERE code = 'SXD'"
    ),
    "ck_unit_not_its_own_successor, unit that succeeds itself": (
        "UPDATE unit SET successor_id = id, ended_on = '2025-06-30' WHERE code = 'SXD'"
    ),
    "fk_unit_successor_id_unit, successor unknown": (
        "UPDATE unit SET successor_id = 99, ended_on = '2025-06-30' WHERE code = 'SXD'"
    ),
    "ck_unit_group_validity_forward, type of unit that ends before it begins": (
        "UPDATE unit_group SET valid_from = '2025-07-01', valid_until = '2025-06-30'"
    ),
    "ck_plan_version_kind_known, plan of unknown kind": PLAN.format("a" * 64, "wish"),
    "ck_plan_version_id_is_sha256, plan under a short hash": PLAN.format("abc", "index"),
    "fk_round_plan_plan_version_id_kind_plan_version, round with an unknown plan": (
        ROUND_PLAN.format("index", "a" * 64)
    ),
    "uq_unit_code, unit code twice": "UPDATE unit SET code = 'STP' WHERE code = 'SXD'",
    "ck_appraised_points_points_not_negative, appraised points negative": (
        "UPDATE appraised_points SET points = -0.01"
    ),
    "ck_appraised_points_area_named, points of no area": ("UPDATE appraised_points SET area = ''"),
    "ck_points_document_kind_known, points of nobody": ("UPDATE points_document SET kind = 'khac'"),
    "ck_points_document_number_with_day, number without a day": (
        "UPDATE points_document SET number = '1/BC'"
    ),
    "ck_points_document_recorded_by_somebody, moment without a person": (
        "UPDATE points_document SET recorded_at = '2022-10-03 02:00:00'"
    ),
    "ck_points_document_numbered, person without a number": (
        "UPDATE points_document SET recorded_at = '2022-10-03 02:00:00', recorded_by = 1"
    ),
    "ck_earlier_table_numbered, earlier table without a number": (
        "INSERT INTO earlier_table (round_id, year, number, issued_on, source, reason, recorded_by,"
        " recorded_at) VALUES (1, 2021, '', '2022-01-05', 'x', '', 1, '2022-10-03 02:00:00')"
    ),
    "ck_official_result_rank_positive, official rank zero": (
        "INSERT INTO official_result VALUES (1, 0, NULL, 90.00, 90.00, 'x')"
    ),
    "uq_frame_case_round_unit_id_file_code, case listed twice": (
        "INSERT INTO frame_case (public_id, round_unit_id, file_code, procedure, returned_on)"
        " SELECT '33333333333343338333333333333333', round_unit_id, file_code, procedure,"
        " returned_on FROM frame_case"
    ),
    "uq_frame_case_public_id, two cases of one name": (
        "INSERT INTO frame_case (public_id, round_unit_id, file_code, procedure, returned_on)"
        " SELECT public_id, round_unit_id, 'MP-2', procedure, returned_on FROM frame_case"
    ),
    "ck_frame_case_channel_known, channel unknown": "UPDATE frame_case SET channel = 'pigeon'",
    "ck_frame_case_applicant_kind_known, applicant unknown": (
        "UPDATE frame_case SET applicant_kind = 'ghost'"
    ),
    "ck_frame_case_keyed_by_known, keyed by nobody": "UPDATE frame_case SET keyed_by = 'ghost'",
    "ck_frame_case_row_of_an_import, row of no import": "UPDATE frame_case SET row_number = 2",
    "fk_frame_case_frame_import_id_frame_import, import unknown": (
        "UPDATE frame_case SET row_number = 2, frame_import_id = 99"
    ),
    "ck_frame_import_sha256_is_hash, import with a short hash": _import(hash="'abc'"),
    "ck_frame_import_state_known, import of unknown state": _import(state="'lost'"),
    "ck_frame_import_replaced_has_time, replaced at no time": _import(state="'replaced'"),
    "ck_frame_import_cases_among_files, more cases than files": _import(cases="3"),
    "ck_frame_import_cases_among_files, import without cases": _import(cases="0"),
    "ck_frame_upload_content_until_imported, list without content": UPLOAD.format("2022-10-04"),
    "ck_frame_upload_expires_later, list that is over at once": UPLOAD.replace(
        "expires_at)", "expires_at, content)"
    )
    .replace("'{}')", "'2022-10-03 02:00:00', {})")
    .format("'x'"),
    "ck_frame_upload_large_content_in_parts, large list in one piece": UPLOAD.replace(
        "expires_at)", "expires_at, is_large, content)"
    )
    .replace("'{}')", "'2022-10-04', true, {})")
    .format("'x'"),
    "ck_frame_upload_part_number_from_zero, part before the first": (
        "INSERT INTO frame_upload_part (upload_id, number, content)"
        " VALUES ('11111111111141118111111111111111', -1, 'x')"
    ),
    "ck_frame_job_kind_known, work of unknown kind": _job(kind="'sleep'"),
    "ck_frame_job_state_known, work of unknown state": _job(state="'asleep'", ended="assigned_at"),
    "ck_frame_job_ends_once, work that ended and goes on": _job(ended="assigned_at"),
    "ck_frame_job_outcome_at_end, outcome before the end": _job(outcome="'{}'"),
    "fk_frame_job_upload_id_frame_upload, work on no list": _job(),
    "uq_frame_import_current, same file twice": f"{_import()}, {_import().split('VALUES')[1]}",
    "uq_assignment_frame_case_id, case assigned twice": (
        "INSERT INTO assignment (interview_uuid, round_unit_id, enumerator_id, frame_case_id,"
        " assigned_at) SELECT '33333333333343338333333333333333', round_unit_id, enumerator_id,"
        " frame_case_id, assigned_at FROM assignment"
    ),
    "ck_sample_replacement_replaced_by_another, case in its own place": _replacement(other="1"),
    "ck_sample_replacement_reason_known, replaced for a reason unknown": _replacement(
        reason="'tired'"
    ),
    "ck_sample_replacement_note_given, replaced without a word": _replacement(note="''"),
    "fk_sample_replacement_replaced_case_id_sample_member, replaced and never drawn": (
        _replacement()
    ),
    "ck_contact_attempt_disposition_given, attempt without outcome": (
        "INSERT INTO contact_attempt (interview_uuid, disposition, is_final, account_id,"
        " attempted_at) SELECT interview_uuid, '', true, 1, '2022-10-03 02:00:00' FROM assignment"
    ),
    "uq_contact_attempt_uuid, attempt received twice": (
        "INSERT INTO contact_attempt (uuid, interview_uuid, disposition, is_final, account_id,"
        " attempted_at) SELECT interview_uuid, interview_uuid, code, false, 1,"
        " '2022-10-03 02:00:00' FROM assignment, (SELECT '2.20' AS code UNION SELECT '2.21') AS x"
    ),
    "fk_round_key_round_id_round, key of no round": (
        "INSERT INTO round_key (kid, round_id, public_jwk, wrapped_private_key, created_at)"
        " VALUES ('k', 99, '{}', 'x', '2022-10-03 02:00:00')"
    ),
    "ck_round_key_kid_given, key without a name": (
        "INSERT INTO round_key (kid, round_id, public_jwk, wrapped_private_key, created_at)"
        " VALUES ('', 1, '{}', 'x', '2022-10-03 02:00:00')"
    ),
    "ck_interview_fingerprint_is_hash, interview with a short fingerprint": good_interview()
    .replace("is_simulated) SELECT", "is_simulated, fingerprint) SELECT")
    .replace("true FROM assignment", "true, 'abc' FROM assignment"),
    "ck_interview_mode_known, interview of unknown mode": good_interview(mode="'pigeon'"),
    "ck_paper_form_number_given, sheet without a number": _paper(number="''"),
    "ck_paper_form_second_was_chosen, second entry of another": _paper(**SECOND, chosen="false"),
    "ck_paper_form_second_by_another, both entries by one": _paper(**{**SECOND, "second": "1"}),
    "ck_paper_form_second_is_whole, second entry of nobody": _paper(differences="1"),
    "ck_paper_form_decided_by_a_third, decision of a clerk": _paper(
        **SECOND, by="2", at="'2022-10-03 02:00:00'"
    ),
    "ck_paper_form_decision_is_whole, decision without a time": _paper(**SECOND, by="3"),
    "ck_paper_form_decision_is_whole, decision without a second entry": _paper(
        by="3", at="'2022-10-03 02:00:00'"
    ),
    "ck_paper_form_errors_are_known, errors of an open decision": _paper(
        **SECOND, fields="3", first="1", others="0"
    ),
    "ck_paper_form_errors_are_known, errors without a second entry": _paper(
        fields="3", first="1", others="0"
    ),
    "fk_paper_form_first_entry_id_interview, sheet that became no interview": _paper(),
    "ck_paper_plan_share_is_percent, more than all twice": (
        "INSERT INTO paper_plan (round_id, share_percent, wrapped_seed) VALUES (1, 101, 'x')"
    ),
    "ck_interview_origin_known, interview of unknown origin": good_interview(origin="'street'"),
    "ck_interview_time_forward, interview ending before it began": good_interview(
        started="'2022-10-03 03:00:00'"
    ),
    "ck_interview_content_is_hashed, interview with a short hash": good_interview(hash="'abc'"),
    "fk_interview_enumerator_id_account, interview by nobody": good_interview(enumerator="99"),
    "ck_interview_correction_has_predecessor, correction of nothing": good_interview(version="2"),
    "ck_interview_correction_has_predecessor, first version with a predecessor": good_interview(
        predecessor="1"
    ),
    "ck_quarantine_kind_known, quarantine of unknown kind": (
        "INSERT INTO quarantine (kind, interview_uuid, content, content_sha256, account_id,"
        " received_at, faults) VALUES ('lost', NULL, '{}', 'x', 1, '2022-10-03 02:00:00', '[]')"
    ),
    "fk_answer_interview_id_interview, answers of no interview": (
        "INSERT INTO answer (interview_id, other) VALUES (99, '{}')"
    ),
    "fk_audit_event_account_id_account, audit of unknown person": (
        "INSERT INTO audit_event (at, account_id, action, object_kind, object_id, details)"
        " VALUES ('2022-10-03 02:00:00', 99, 'x', 'x', 'x', '{}')"
    ),
}


def _refusal(engine, statement):
    with pytest.raises(IntegrityError) as refused, engine.begin() as connection:
        connection.execute(text(statement))
    return str(refused.value.orig)


def test_bad_rows__every_kind__is_refused_by_the_constraint_made_for_it(engine, subtests):
    for kind, statement in BAD.items():
        constraint = kind.partition(",")[0]
        with subtests.test(kind):
            said = _refusal(engine, statement)

            # SQLite names only the checks; of the others it says their kind.
            named = {"uq": "UNIQUE constraint", "fk": "FOREIGN KEY constraint"}
            if engine.dialect.name == "sqlite" and constraint[:2] in named:
                constraint = named[constraint[:2]]
            assert constraint in said


def test_round_plan__version_of_another_kind__is_refused(engine):
    with engine.begin() as connection:
        connection.execute(text(PLAN.format("a" * 64, "recheck")))

    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(ROUND_PLAN.format("index", "a" * 64)))
    with engine.begin() as connection:
        connection.execute(text(ROUND_PLAN.format("recheck", "a" * 64)))


def test_interview__good_one__is_taken_but_not_a_second_current_one(engine):
    with engine.begin() as connection:
        connection.execute(text(good_interview()))

    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(good_interview()))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(good_interview(version="2", predecessor="1")))


def test_interview__correction__names_its_predecessor_and_takes_its_place(engine):
    with engine.begin() as connection:
        connection.execute(text(good_interview()))

    with engine.begin() as connection:
        connection.execute(text("UPDATE interview SET is_current = false"))
        connection.execute(text(good_interview(version="2", predecessor="1")))

    with engine.connect() as connection:
        rows = connection.execute(text("SELECT version FROM interview WHERE is_current")).all()
    assert [row[0] for row in rows] == [2]


RETURN = (
    "INSERT INTO interview_return (interview_id, interview_uuid, enumerator_id, comment,"
    " returned_by, returned_at, state, ended_at, answer_id) SELECT 1, interview_uuid, 1, {comment},"
    " 3, '2022-10-04 02:00:00', {state}, {ended}, {answer} FROM assignment"
)
OPEN = {"comment": "'x'", "state": "'open'", "ended": "NULL", "answer": "NULL"}
AT = "'2022-10-05 02:00:00'"
BAD_RETURNS = {
    "ck_interview_return_state_known": {"state": "'lost'", "ended": AT},
    "ck_interview_return_ended_unless_open": {"ended": AT},
    "ck_interview_return_ended_unless_open, ended": {"state": "'withdrawn'"},
    "ck_interview_return_answered_by_one": {"state": "'answered'", "ended": AT},
    "ck_interview_return_answered_by_one, open": {"answer": "99"},
    "ck_interview_return_answered_by_another": {
        "state": "'answered'",
        "ended": AT,
        "answer": "1",
    },
    "ck_interview_return_comment_given": {"comment": "''"},
}


def test_return__bad_ones__are_refused_by_the_constraint_made_for_it(engine, subtests):
    with engine.begin() as connection:
        connection.execute(text(good_interview()))

    for kind, changed in BAD_RETURNS.items():
        with subtests.test(kind):
            said = _refusal(engine, RETURN.format(**{**OPEN, **changed}))

            assert kind.partition(",")[0] in said


def test_return__second_open_one_of_an_interview__is_refused(engine):
    ended = {**OPEN, "state": "'withdrawn'", "ended": AT}
    with engine.begin() as connection:
        connection.execute(text(good_interview()))
        connection.execute(text(RETURN.format(**ended)))
        connection.execute(text(RETURN.format(**OPEN)))

    said = _refusal(engine, RETURN.format(**OPEN))

    assert "UNIQUE constraint" in said or "uq_interview_return_open" in said

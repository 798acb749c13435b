"""What the database forbids in looks, flags and notes."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

RUN = (
    "INSERT INTO quality_run (round_id, ran_at, interviews, newest_interview_id, rules_id,"
    " rules_sha256, figures) VALUES (1, '2026-11-21 00:00:00', {interviews}, {newest}, 'x', {hash},"
    " '{{}}')"
)
FLAG = (
    "INSERT INTO quality_flag (round_id, kind, subject, enumerator_id, strength, evidence,"
    " first_run_id, last_run_id, holds, is_open, seen_strength) VALUES (1, {kind}, {subject}, 1, 1,"
    " '{{}}', {first}, 1, true, {is_open}, {seen})"
)
REVIEW = (
    "INSERT INTO quality_review (flag_id, note, evidence, reviewed_by, reviewed_at)"
    " VALUES (1, '', '{}', 1, '2026-11-21 00:00:00')"
)
HASH = f"'{'a' * 64}'"


def _run(**values):
    return RUN.format(**{"interviews": "0", "newest": "NULL", "hash": HASH, **values})


def _flag(**values):
    good = {
        "kind": "'x'",
        "subject": "'x'",
        "first": "1",
        "is_open": "true",
        "seen": "NULL",
    }
    return FLAG.format(**{**good, **values})


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (_run(interviews="3"), "newest_of_interviews"),
        (_run(interviews="-1", newest="1"), "interviews_not_negative"),
        (_run(hash="'x'"), "rules_are_hashed"),
        (_flag(), "round_id"),
        (_flag(kind="''"), "kind_given"),
        (_flag(subject="''"), "subject_given"),
        (_flag(subject="'y'", is_open="false"), "closed_was_seen"),
        (_flag(subject="'y'", first="2"), "runs_forward"),
        (REVIEW, "note_given"),
    ],
)
def test_quality__what_cannot_be__is_refused(engine, statement, constraint):
    with engine.begin() as connection:
        for good in (_run(), _run(), _flag()):
            connection.execute(text(good))

    with engine.connect() as connection, pytest.raises(IntegrityError, match=constraint):
        connection.execute(text(statement))

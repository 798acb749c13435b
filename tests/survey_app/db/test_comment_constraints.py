"""What the database forbids by itself of decisions about comments."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.survey_app.db.test_constraints import good_interview

DECISION = (
    "INSERT INTO comment_decision (interview_uuid, interview_version, item_code, text_sha256,"
    " outcome, theme, text, reason, place, decided_at, decided_by, state, ended_at, ended_by,"
    " ended_reason) SELECT uuid, {version}, {item}, {hash}, {outcome}, {theme}, {text}, {reason},"
    " {place}, '2022-10-04 02:00:00', 4, {state}, {ended_at}, {ended_by}, {ended_reason}"
    " FROM interview"
)
RELEASED = {
    "version": "1",
    "item": "'d2'",
    "hash": f"'{'a' * 64}'",
    "outcome": "'released'",
    "theme": "5",
    "text": "'x'",
    "reason": "NULL",
    "place": f"'{'0' * 32}'",
    "state": "'current'",
    "ended_at": "NULL",
    "ended_by": "NULL",
    "ended_reason": "NULL",
}
ENDED = {
    "state": "'taken_back'",
    "ended_at": "'2022-10-05 02:00:00'",
    "ended_by": "4",
    "ended_reason": "'x'",
}
WITHHELD = {"outcome": "'withheld'", "theme": "NULL", "text": "NULL", "reason": "'x'"}
BAD = {
    "ck_comment_decision_item_given": {"item": "''"},
    "ck_comment_decision_text_is_hashed": {"hash": "'a'"},
    "ck_comment_decision_outcome_known": {"outcome": "'lost'", "text": "NULL", "theme": "NULL"},
    "ck_comment_decision_outcome_is_whole": {"text": "NULL"},
    "ck_comment_decision_outcome_is_whole, withheld": {**WITHHELD, "reason": "NULL"},
    "ck_comment_decision_theme_of_a_release": {**WITHHELD, "theme": "5"},
    "ck_comment_decision_text_can_be_read": {"text": "''"},
    "ck_comment_decision_text_can_be_read, long": {"text": f"'{'x' * 2001}'"},
    "ck_comment_decision_withheld_with_a_reason": {**WITHHELD, "reason": "''"},
    "ck_comment_decision_place_drawn": {"place": "'0'"},
    "ck_comment_decision_state_known": {**ENDED, "state": "'lost'"},
    "ck_comment_decision_end_is_whole": {"state": "'taken_back'"},
    "ck_comment_decision_end_is_whole, by": {**ENDED, "ended_by": "NULL"},
    "ck_comment_decision_ended_with_a_reason": {**ENDED, "ended_reason": "''"},
    "ck_comment_decision_time_forward": {**ENDED, "ended_at": "'2022-10-03 02:00:00'"},
}


def _send(engine, **changed):
    with engine.begin() as connection:
        connection.execute(text(DECISION.format(**{**RELEASED, **changed})))


def _refusal(engine, **changed):
    with pytest.raises(IntegrityError) as refused:
        _send(engine, **changed)
    return str(refused.value)


@pytest.fixture
def interviewed(engine):
    with engine.begin() as connection:
        connection.execute(text(good_interview()))
    return engine


def test_decision__bad_ones__are_refused_by_the_constraint_made_for_it(interviewed, subtests):
    for kind, changed in BAD.items():
        with subtests.test(kind):
            assert kind.partition(",")[0] in _refusal(interviewed, **changed)


def test_decision__about_a_version_that_is_not_there__is_refused(interviewed):
    assert "foreign key" in _refusal(interviewed, version="2").lower()


def test_decision__second_one_about_the_same_text__stands_only_when_the_first_has_ended(
    interviewed,
):
    _send(interviewed, **ENDED)
    _send(interviewed)
    _send(interviewed, hash=f"'{'b' * 64}'")

    said = _refusal(interviewed, **WITHHELD)

    assert "UNIQUE constraint" in said or "uq_comment_decision_current" in said

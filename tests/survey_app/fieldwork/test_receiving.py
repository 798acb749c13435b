"""What an interview is stored as: canonical content, a stable hash, one code an item."""

import json
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import answers_on_path, shipped_definition, version_id
from survey_app.db.engine import transaction
from survey_app.fieldwork.receiving import (
    FinishedInterview,
    Outcome,
    content_of,
    levels_of,
    new_interview,
    receive_interview,
)

DEFINITION = shipped_definition("sipas-22")
CODES = [item.code for item in DEFINITION.index_items]
AT = datetime(2022, 10, 3, 1, 0, tzinfo=UTC)
ANSWERS = {"k1": 1, "k2": 2, "a4": 1, "b10": 2, "d1": (2, 3), "d2": "Ý kiến", "q11": 4, "q24": 9}


def _finished(**changes):
    finished = FinishedInterview(
        uuid=UUID("11111111-1111-4111-8111-111111111111"),
        round_unit_id=1,
        enumerator_id=1,
        questionnaire_version_id=version_id(DEFINITION),
        mode="online_form",
        answers=ANSWERS,
        started_at=AT,
        finished_at=AT + timedelta(minutes=8),
        is_simulated=True,
    )
    return replace(finished, **changes)


def _new(finished):
    return new_interview(finished, definition=DEFINITION, received_at=AT)


def test_content__of_an_interview__is_sorted_json_without_spaces_or_escapes():
    content = content_of(_finished(answers={"k1": 1, "d2": "Ý", "d1": (2, 3)}))

    assert content == (
        '{"answers":{"d1":[2,3],"d2":"Ý","k1":1},'
        f'"questionnaire_version":"{version_id(DEFINITION)}",'
        '"uuid":"11111111-1111-4111-8111-111111111111"}'
    )


def test_content__times_mode_and_sender__are_not_part_of_it():
    later = _finished(
        started_at=AT + timedelta(hours=1),
        finished_at=AT + timedelta(hours=2),
        mode="tablet",
        enumerator_id=2,
    )

    assert _new(later).content_sha256 == _new(_finished()).content_sha256


@pytest.mark.parametrize(
    "change",
    [
        {"answers": {**ANSWERS, "q11": 5}},
        {"answers": {**ANSWERS, "d2": "ý kiến"}},
        {"uuid": UUID(int=7)},
        {"questionnaire_version_id": "0" * 64},
    ],
)
def test_hash__anything_that_was_said_differs__differs(change):
    assert _new(_finished(**change)).content_sha256 != _new(_finished()).content_sha256


@given(st.permutations(list(ANSWERS)))
def test_hash__order_of_the_answers__does_not_matter(order):
    shuffled = _finished(answers={code: ANSWERS[code] for code in order})

    assert content_of(shuffled) == content_of(_finished())


@given(
    st.text(
        alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40
    ).filter(str.strip)
)
def test_hash__same_text_in_other_unicode_form__is_the_same_after_the_path(said):
    hashes = {
        _new(
            _finished(
                answers=answers_on_path(
                    DEFINITION, {**ANSWERS, "d2": unicodedata.normalize(form, said)}
                )
            )
        ).content_sha256
        for form in ("NFC", "NFD")
    }

    assert len(hashes) == 1


def test_levels__answered_blank_and_skipped__are_told_apart():
    levels = dict(zip(CODES, levels_of(DEFINITION, ANSWERS), strict=True))

    assert levels["q11"] == 4
    assert levels["q24"] == 9
    assert levels["q12"] == -1
    assert [levels[code] for code in ("q51", "q52", "q53", "q54")] == [-2] * 4


def test_levels__no_consent__nothing_was_asked():
    assert set(levels_of(DEFINITION, {"k1": 2})) == {-2}


@given(st.dictionaries(st.sampled_from(CODES), st.integers(1, 5)), st.booleans())
def test_levels__any_answers__have_one_code_an_item_and_lose_none(answers, gave_feedback):
    path = {"k1": 1, "k2": 2, "a4": 1, "b10": 1 if gave_feedback else 2}

    levels = dict(zip(CODES, levels_of(DEFINITION, {**path, **answers}), strict=True))

    for code, level in levels.items():
        if code.startswith("q5") and not gave_feedback:
            assert level == -2
        else:
            assert level == answers.get(code, -1)


def test_other__answers_outside_the_index__are_kept_and_none_of_the_index():
    other = _new(_finished()).other

    assert set(other) == {"k1", "k2", "a4", "b10", "d1", "d2"}


def test_receive__accepted_then_again_then_other__says_which(world):
    outcomes = []
    for answers in (ANSWERS, ANSWERS, {**ANSWERS, "q11": 1}, ANSWERS):
        with transaction(world.engine) as session:
            receipt = receive_interview(
                session,
                _finished(uuid=world.case_uuid, answers=answers),
                definition=DEFINITION,
                at=world.clock.now,
            )
        world.clock.move(timedelta(minutes=1))
        outcomes.append(receipt)

    assert [receipt.outcome for receipt in outcomes] == [
        Outcome.ACCEPTED,
        Outcome.ALREADY_RECEIVED,
        Outcome.CONFLICT,
        Outcome.ALREADY_RECEIVED,
    ]
    assert outcomes[1].received_at == outcomes[0].received_at == outcomes[3].received_at
    assert outcomes[1].content_sha256 == outcomes[0].content_sha256
    assert json.loads(str(world.one("SELECT content FROM interview")))["answers"]["q11"] == 4


def test_receive__rolled_back__leaves_nothing_and_can_be_sent_again(world):
    finished = _finished(uuid=world.case_uuid)
    with transaction(world.engine) as session:
        receive_interview(session, finished, definition=DEFINITION, at=world.clock.now)
        session.rollback()

    with transaction(world.engine) as session:
        receipt = receive_interview(session, finished, definition=DEFINITION, at=world.clock.now)

    assert receipt.outcome is Outcome.ACCEPTED
    assert world.one("SELECT count(*) FROM interview") == 1


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_receive__many_rows__are_a_fixed_number_of_statements(world):
    with transaction(world.engine) as session, world.statements() as sent:
        receive_interview(
            session,
            _finished(uuid=world.case_uuid),
            definition=DEFINITION,
            at=world.clock.now,
        )

    assert len(sent) <= 6

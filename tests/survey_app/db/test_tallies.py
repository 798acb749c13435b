"""Counts made by the database are the counts one makes by hand."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from scoring.rule import BLANK, NOT_ASKED
from survey_app.db import setting_up
from survey_app.db.engine import transaction
from survey_app.db.interview_answers import NewInterview
from survey_app.db.interviews import insert_many, insert_once
from survey_app.db.tables_fieldwork import SLOTS
from survey_app.db.tallies import code_counts

ITEMS = 4
CODES = (1, 2, 3, 4, 5, 9, BLANK, NOT_ASKED)
ROWS = st.lists(
    st.tuples(
        st.sampled_from([1, 2]), st.lists(st.sampled_from(CODES), min_size=ITEMS, max_size=ITEMS)
    ),
    max_size=12,
)


def _interview(world, round_unit_id, levels):
    version = world.one("SELECT id FROM questionnaire_version")
    return NewInterview(
        uuid=uuid4(),
        round_unit_id=round_unit_id,
        enumerator_id=1,
        questionnaire_version_id=str(version),
        mode="tablet",
        content="{}",
        content_sha256="a" * 64,
        started_at=world.clock.now,
        finished_at=world.clock.now + timedelta(minutes=8),
        received_at=world.clock.now,
        is_simulated=True,
        levels=levels,
        other={},
    )


def _assign(session, news):
    setting_up.add_assignments(
        session,
        [
            setting_up.NewAssignment(
                interview_uuid=new.uuid,
                round_unit_id=new.round_unit_id,
                enumerator_id=1,
                assigned_at=new.started_at,
            )
            for new in news
        ],
    )


def _by_hand(rows):
    counted = {}
    for unit in {unit for unit, _ in rows}:
        own = [levels for number, levels in rows if number == unit]
        counted[unit] = (len(own), [Counter(column) for column in zip(*own, strict=True)])
    return counted


@given(rows=ROWS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_code_counts__any_answers__equal_a_plain_count(world, rows):
    with transaction(world.engine) as session:
        news = [_interview(world, unit, levels) for unit, levels in rows]
        if news:
            _assign(session, news)
            insert_many(session, news)

        found = code_counts(session, 1, items=ITEMS, codes=CODES)
        session.rollback()

    expected = _by_hand(rows)
    assert set(found) == set(expected)
    for unit, (interviews, counters) in expected.items():
        assert found[unit].interviews == interviews
        assert [
            {code: count for code, count in item.items() if count} for item in found[unit].by_item
        ] == [dict(counter) for counter in counters]


def test_code_counts__replaced_versions_and_other_rounds__are_left_out(world):
    with transaction(world.engine) as session:
        news = [_interview(world, 1, [4]), _interview(world, 1, [5])]
        _assign(session, news)
        insert_many(session, news)
    world.change("UPDATE interview SET is_current = false WHERE id = 1")

    with transaction(world.engine) as session:
        own = code_counts(session, 1, items=1, codes=CODES)
        other = code_counts(session, 2, items=1, codes=CODES)

    assert own[1].interviews == 1
    assert own[1].by_item[0][5] == 1
    assert own[1].by_item[0][4] == 0
    assert other == {}


def test_code_counts__largest_questionnaire__is_one_question_to_the_database(world):
    with transaction(world.engine) as session, world.statements() as sent:
        found = code_counts(session, 1, items=SLOTS, codes=tuple(range(-2, 12)))

    assert found == {}
    assert len(sent) == 1


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_insert__more_items_than_columns__is_refused(world):
    new = _interview(world, 1, [4] * (SLOTS + 1))
    with transaction(world.engine) as session:
        _assign(session, [new])

    with pytest.raises(ValueError, match="index items"), transaction(world.engine) as session:
        insert_once(session, new)

    assert world.one("SELECT count(*) FROM interview") == 0


def test_insert_many__answers__stay_with_their_interviews(world):
    news = [_interview(world, 1, [level]) for level in (1, 2, 3, 4, 5)]

    with transaction(world.engine) as session:
        _assign(session, news)
        insert_many(session, news)

    with world.engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT interview.uuid, item_01 FROM interview"
                " JOIN answer ON answer.interview_id = interview.id"
            )
        ).all()
    found = {str(uuid).replace("-", ""): level for uuid, level in rows}
    assert found == {new.uuid.hex: new.levels[0] for new in news}

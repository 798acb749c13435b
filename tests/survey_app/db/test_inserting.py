"""What is stored of interviews stays with them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from survey_app.db import setting_up
from survey_app.db.engine import transaction
from survey_app.db.interview_answers import NewInterview
from survey_app.db.interviews import insert_many, insert_once
from survey_app.db.tables_fieldwork import SLOTS


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

"""Interviews put into the small province, as tablets and pages would have sent them."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from questionnaires import shipped_definition, version_id
from scoring.rule import BLANK, NOT_ASKED
from survey_app.db import setting_up
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.fieldwork.receiving import FinishedInterview, Sent, new_interview
from tests.survey_app.conftest import START, World

DEFINITION = shipped_definition("sipas-22")
CODES = [item.code for item in DEFINITION.index_items]
MIXED = (*([1, 2, 3, 4, 5] * 3), 4, 5, 3, *([NOT_ASKED] * 4))
"""Somebody who gave no feedback, so that q51 to q54 were not asked."""
CONTENT = (*([5] * 18), *([NOT_ASKED] * 4))


def put(
    world: World,
    *,
    by: str = "an",
    unit: str = "SXD",
    levels: Sequence[int] = MIXED,
    at: datetime = START,
    minutes: float = 8,
    mode: str = "tablet",
    **sent: object,
) -> UUID:
    """Stores one interview; `sent` is what else stands in the document of the tablet."""
    (uuid,) = put_all(
        world,
        [{"by": by, "unit": unit, "levels": levels, "at": at, "minutes": minutes} | sent],
        mode=mode,
    )
    return uuid


def put_all(
    world: World, interviews: Sequence[dict[str, object]], *, mode: str = "tablet"
) -> list[UUID]:
    """Stores many in two statements."""
    people = dict(world.rows("SELECT username, id FROM account"))
    units = dict(
        world.rows("SELECT unit.code, round_unit.id FROM round_unit JOIN unit ON unit.id = unit_id")
    )
    finished = [(_finished(dict(one), people=people, units=units, mode=mode)) for one in interviews]
    with transaction(world.engine) as session:
        setting_up.add_assignments(
            session,
            [
                setting_up.NewAssignment(
                    interview_uuid=one.uuid,
                    round_unit_id=one.round_unit_id,
                    enumerator_id=one.enumerator_id,
                    assigned_at=one.started_at,
                )
                for one, _ in finished
            ],
        )
        insert_many(
            session,
            [
                new_interview(one, definition=DEFINITION, received_at=one.finished_at, sent=sent)
                for one, sent in finished
            ],
        )
    return [one.uuid for one, _ in finished]


def _finished(one, *, people, units, mode):
    levels = one.pop("levels", MIXED)
    at, minutes = one.pop("at", START), one.pop("minutes", 8)
    enumerator, unit = one.pop("by", "an"), one.pop("unit", "SXD")
    uuid = uuid4()
    answers = {
        code: level
        for code, level in zip(CODES, levels, strict=True)
        if level not in (BLANK, NOT_ASKED)
    }
    answers |= {"k1": 1, "k2": 1, "a4": 1, "b10": 2}
    content = json.dumps({"uuid": str(uuid), "answers": answers, **one})
    return (
        FinishedInterview(
            uuid=uuid,
            round_unit_id=units[unit],
            enumerator_id=people[enumerator],
            questionnaire_version_id=version_id(DEFINITION),
            mode=mode,
            answers=answers,
            started_at=at,
            finished_at=at + timedelta(minutes=minutes),
            is_simulated=True,
            elapsed_ms=one.get("elapsed_ms"),
        ),
        Sent(content=content, sha256=sha256(content.encode()).hexdigest()),
    )

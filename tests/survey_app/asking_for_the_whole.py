"""A round whose questionnaire also asks for the whole, and interviews of people in moods."""

from dataclasses import replace

import numpy as np
from sqlalchemy import text

from questionnaires import Text, shipped_definition, version_id
from questionnaires.items import Item, ItemKind
from scoring.rule import BLANK, NOT_ASKED
from survey_app.db import setting_up
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from tests.survey_app.conftest import START
from tests.survey_app.people_by_chance import SLOTS, UNITS, framed, give_out, interview_of, somebody

SIPAS = shipped_definition("sipas-22")
WHOLE = Item(
    code="whole",
    kind=ItemKind.SCALE,
    scale="satisfaction5",
    text=Text(
        vi="Nói chung Ông/Bà hài lòng đến mức nào?", en="How satisfied are you on the whole?"
    ),
    asks_overall=True,
)
ASKING = SIPAS.model_copy(
    update={
        "id": "sipas-22-whole",
        "sections": tuple(
            section.model_copy(update={"items": (*section.items, WHOLE)})
            if section.code == "expectation"
            else section
            for section in SIPAS.sections
        ),
    }
)
FEEDBACK = [place for place, code in enumerate(SLOTS) if code.startswith("q5")]


def ask_for_the_whole(world):
    """Lets the round use the questionnaire that does."""
    with transaction(world.engine) as session:
        setting_up.add_questionnaire_version(session, ASKING, at=START)
        session.execute(
            text("UPDATE round SET questionnaire_version_id = :version"),
            {"version": version_id(ASKING)},
        )


def in_moods(seed, size, *, units=tuple(UNITS)):
    """So many people, each in a mood; one in three was asked about feedback."""
    chance = np.random.default_rng(seed)
    found = []
    for at in range(size):
        mood = int(chance.integers(2, 6))
        levels = np.clip(mood + chance.integers(-1, 2, size=len(SLOTS)), 1, 5)
        levels[chance.random(len(SLOTS)) < 0.01] = BLANK
        if at % 3:
            levels[FEEDBACK] = NOT_ASKED
        modes = ("tablet", "phone")
        one = somebody(units[at % len(units)], "", levels.tolist(), mode=modes[at % 5 == 0])
        other = {"e1": 1 + at % 2, "e2": int(chance.integers(1, 6))}
        if at % 7:
            other["whole"] = int(np.clip(mood + chance.integers(-1, 2), 1, 5))
        found.append((one, other))
    return found


def contradicting(size):
    """So many people, each satisfied with every other criterion only, with these or with those."""
    chance = np.random.default_rng(5)
    found = []
    for at in range(size):
        levels = [5 if (at + place) % 2 else 1 for place in range(len(SLOTS))]
        levels[int(chance.integers(len(SLOTS)))] = 3
        found.append((somebody(1, "", levels), {}))
    return found


def store(world, people, *, version=None):
    """Stores them, by the questionnaire of the round unless it is another."""
    with transaction(world.engine) as session:
        give_out(session, [one for one, _ in people])
        insert_many(
            session,
            [
                replace(
                    interview_of(one),
                    other=other,
                    questionnaire_version_id=version or version_id(ASKING),
                )
                for one, other in people
            ],
        )


def framed_with_others(people):
    """The same as a frame, with a column for the whole and one for sex and age, as texts."""
    whole = [other.get("whole", BLANK) for _, other in people]
    return framed([one for one, _ in people]).assign(
        whole=np.array(whole, dtype=np.int8),
        e1=[str(other["e1"]) for _, other in people],
        e2=[str(other["e2"]) for _, other in people],
        mode=[one.mode for one, _ in people],
    )

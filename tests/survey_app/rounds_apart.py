"""Two rounds of the small province, with everything in them that can stand between two scores."""

import json
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from questionnaires import canonical_json, definition_from_json, version_id
from survey_app.access.people import person_named
from survey_app.db import interview_versions, round_writes, rounds, setting_up, units
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.db.tables import RoundUnit, Unit
from survey_app.fieldwork.next_round import CopyRequest, copy_round
from survey_app.publication.publishing import PublishRequest, publish
from tests.survey_app.conftest import START
from tests.survey_app.people_by_chance import DEFINITION, SLOTS, give_out, interview_of, somebody

EARLIER, LATER = "thu-2022", "thu-2023"
ALL, NONE = [4] * len(SLOTS), [1] * len(SLOTS)
MORE = {
    "SYT": "Sở Y tế",
    "SCT": "Sở Công Thương",
    "STC": "Sở Tài chính",
    "SKHDT": "Sở Kế hoạch và Đầu tư",
    "SNV": "Sở Nội vụ",
    "SLD": "Sở Lao động",
    "BQL": "Ban Quản lý",
    "SGT": "Sở Giao thông",
}
"""Units of the earlier round beside Xây dựng, Tư pháp, and the Thanh tra that is not surveyed."""
BEFORE = {
    "SXD": [ALL] * 54 + [NONE] * 6,
    "STP": [ALL] * 70,
    "SYT": [ALL] * 30 + [NONE] * 30,
    "SCT": [ALL] * 12,
    "STC": [ALL] * 20,
    "SKHDT": [ALL] * 20,
    "SNV": [ALL] * 15,
    "SLD": [ALL] * 11,
    "BQL": [ALL] * 13,
    "SGT": [ALL] * 14,
}
SINCE = {
    "SXD": [ALL] * 60,
    "STP": [ALL] * 63 + [NONE] * 7,
    "SYT": [ALL] * 32 + [NONE] * 28,
    "SCT": [ALL] * 5,
    "STC": [ALL] * 30,
    "SDT": [ALL] * 11,
}
"""SCT has too few people, and SDT is hidden with it. Nobody of SLD has answered yet."""


def interviewed(session, code, levels_of, *, mode="tablet"):
    """Stores an interview with each of these answers, by unit."""
    found = rounds.round_coded(session, code)
    numbers = {unit.unit_code: unit.id for unit in rounds.units_of_round(session, found.id)}
    people = [
        somebody(numbers[unit], "", one, mode=mode)
        for unit, levels in levels_of.items()
        for one in levels
    ]
    give_out(session, people)
    insert_many(session, [interview_of(one) for one in people])
    return people


def void(world, one):
    """Voids the interview of somebody."""
    with transaction(world.engine) as session:
        last = interview_versions.last_version(session, one.uuid)
        interview_versions.void(session, last.id, at=world.clock(), reason="Phiếu khống")


def reworded(item, text):
    """The questionnaire of the rounds with another text for one criterion."""
    content = json.loads(canonical_json(DEFINITION))
    for section in content["sections"]:
        for one in section["items"]:
            if one["code"] == item:
                one["text"] = {"vi": text, "en": text}
    return definition_from_json(json.dumps(content))


def renamed_level(text):
    """The questionnaire of the rounds with another name for its best level."""
    content = json.loads(canonical_json(DEFINITION))
    scale = DEFINITION.index_items[0].scale
    for one in content["scales"]:
        if one["code"] == scale:
            one["options"][-1]["text"] = text
    return definition_from_json(json.dumps(content))


def ask_otherwise(world, code, definition):
    """Lets a round go by another version of the questionnaire."""
    with transaction(world.engine) as session:
        setting_up.add_questionnaire_version(session, definition, at=START)
    world.change(
        "UPDATE round SET questionnaire_version_id = :version WHERE code = :code",
        version=version_id(definition),
        code=code,
    )


def add_unit(session, round_id, code, name):
    """A unit that was not there, as the last one of the round."""
    unit = Unit(code=code, name=name)
    session.add(unit)
    session.flush()
    last = session.scalars(
        select(func.max(RoundUnit.position)).where(RoundUnit.round_id == round_id)
    ).one()
    group = session.scalars(select(RoundUnit.unit_group_id).limit(1)).one()
    session.add(
        RoundUnit(
            round_id=round_id,
            unit_id=unit.id,
            unit_group_id=group,
            name=name,
            position=last + 1,
            quota=10,
            is_exempt=False,
            maximum_points=Decimal(100),
            component_maximum=Decimal(10),
        )
    )
    session.flush()


def copied(session, code=LATER, year=2023, *, of=EARLIER, by="noivu"):
    """A copy of a round for another year, open."""
    source, by = rounds.round_coded(session, of), person_named(session, by)
    number = copy_round(session, source, CopyRequest(code=code, year=year), by=by, at=START)
    round_writes.move_round(session, number, start="draft", end="open")
    return number


def make_public(world, code):
    """Closes a round and publishes its scores."""
    with transaction(world.engine) as session:
        found = rounds.round_coded(session, code)
        round_writes.move_round(session, found.id, start="open", end="closed")
        request = PublishRequest(by=person_named(session, "noivu"), at=world.clock())
        assert publish(session, found.id, request).faults == ()


def two_rounds(world):
    """Interviews of two rounds, between which units were renamed, merged, ended and made.

    Gives the people, those of the earlier round first, in the order of `BEFORE`.
    """
    with transaction(world.engine) as session:
        for code, name in MORE.items():
            add_unit(session, 1, code, name)
        people = interviewed(session, EARLIER, BEFORE)
        known = units.all_units(session)
        units.rename(session, known["SXD"].id, name="Sở Xây dựng và Quy hoạch")
        ended = date(2022, 12, 31)
        units.end(session, known["SKHDT"].id, on=ended, successor_id=known["STC"].id)
        units.end(session, known["BQL"].id, on=ended, successor_id=None)
        number = copied(session)
        add_unit(session, number, "SDT", "Sở Dân tộc")
    leave_out = (
        "DELETE FROM round_unit WHERE round_id = :round"
        " AND unit_id IN (SELECT id FROM unit WHERE code IN ('BQL', 'SGT'))"
    )
    world.change(leave_out, round=number)
    world.change(
        "UPDATE round_unit SET is_exempt = :yes, quota = 0 WHERE round_id = :round"
        " AND unit_id = (SELECT id FROM unit WHERE code = 'SNV')",
        yes=True,
        round=number,
    )
    with transaction(world.engine) as session:
        return [*people, *interviewed(session, LATER, SINCE)]

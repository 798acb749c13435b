"""Interviews by chance, stored as they come in, and the same ones as a frame."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

import numpy as np
import pandas as pd
from sqlalchemy import insert, select, update

from questionnaires import shipped_definition, version_id
from scoring.plans.canonical import canonical_plan
from scoring.plans.scoring_plan import ScoringPlan
from scoring.plans.shipped import scoring_plan
from scoring.rule import BLANK, NOT_ASKED, rule_of
from survey_app.db import audit, plans, setting_up
from survey_app.db.engine import transaction
from survey_app.db.interview_answers import NewInterview
from survey_app.db.interviews import insert_many
from survey_app.db.tables import Assignment, FrameCase, SampleDraw, SampleMember
from survey_app.db.tally_statements import Counting
from tests.survey_app.conftest import START

DEFINITION = shipped_definition("sipas-22")
RULE = rule_of(DEFINITION)
SLOTS = tuple(DEFINITION.index_codes)
COUNTING = Counting.of(DEFINITION, rule=RULE)
CODES = (1, 2, 3, 4, 5, 9, BLANK, NOT_ASKED)
UNITS = {1: "SXD", 2: "STP"}
"""By the numbers that the small province gives them."""


@dataclass(frozen=True)
class Somebody:
    """One interview: stratum "" for somebody nobody drew."""

    round_unit_id: int
    stratum: str
    mode: str
    origin: str
    levels: list[int]
    uuid: UUID


def somebody(round_unit_id, stratum, levels, *, mode="tablet", origin=None):
    """One interview with these answers; of somebody on no list unless a stratum is given."""
    origin = origin or ("official" if stratum else "unlisted")
    return Somebody(round_unit_id, stratum, mode, origin, list(levels), uuid4())


def by_chance(seed, size):
    """So many interviews in two units, some of drawn people, in every mode of answering."""
    chance = np.random.default_rng(seed)
    people = []
    for _ in range(size):
        unit = int(chance.integers(1, 3))
        origin = str(chance.choice(["official", "reserve", "listed", "unlisted"]))
        drawn = origin in {"official", "reserve"}
        stratum = f"{UNITS[unit]} / {chance.choice(['a', 'b'])}" if drawn else ""
        mode = str(chance.choice(["tablet", "phone", "paper"]))
        levels = chance.choice(CODES, size=len(SLOTS)).tolist()
        people.append(somebody(unit, stratum, levels, mode=mode, origin=origin))
    return people


def interview_of(one):
    """The interview as the doors hand it to the database."""
    return NewInterview(
        uuid=one.uuid,
        round_unit_id=one.round_unit_id,
        enumerator_id=1,
        questionnaire_version_id=version_id(DEFINITION),
        mode=one.mode,
        content="{}",
        content_sha256="a" * 64,
        started_at=START,
        finished_at=START + timedelta(minutes=8),
        received_at=START,
        is_simulated=True,
        levels=one.levels,
        other={},
    )


def give_out(session, people):
    """The duties to interview these people; those with a stratum are of a sample of the round."""
    cased = [one for one in people if one.origin != "unlisted"]
    on_no_list = [one for one in people if one.origin == "unlisted"]
    if on_no_list:
        setting_up.add_assignments(session, [_duty(one) for one in on_no_list])
    if cased:
        setting_up.add_cases(session, [_case(one) for one in cased])
    drawn = [one for one in people if one.stratum]
    if drawn:
        draw(session, drawn)


def _duty(one):
    return setting_up.NewAssignment(
        interview_uuid=one.uuid,
        round_unit_id=one.round_unit_id,
        enumerator_id=1,
        assigned_at=START,
    )


def _case(one):
    return setting_up.NewCase(
        interview_uuid=one.uuid,
        round_unit_id=one.round_unit_id,
        enumerator_id=1,
        assigned_at=START,
        full_name="Người mô phỏng",
        phone="0000 000 001",
        address="Địa chỉ mô phỏng",
        file_code=one.uuid.hex,
        procedure="Thủ tục mô phỏng",
        returned_on=date(2022, 9, 1),
        is_simulated=True,
    )


def draw(session, drawn):
    """Puts the cases of these people into the sample of the round."""
    number = session.scalars(select(SampleDraw.id)).first() or _promise(session)
    cases = dict(
        session.execute(
            select(Assignment.interview_uuid, Assignment.frame_case_id)
            .join(FrameCase, FrameCase.id == Assignment.frame_case_id)
            .where(Assignment.interview_uuid.in_([one.uuid for one in drawn]))
        ).all()
    )
    session.execute(
        insert(SampleMember),
        [
            {
                "frame_case_id": cases[one.uuid],
                "sample_draw_id": number,
                "stratum": one.stratum,
                "sample_list": one.origin,
                "place": cases[one.uuid],
                "weight": 1,
            }
            for one in drawn
        ],
    )


def _promise(session):
    row = {
        "round_id": 1,
        "list_name": "x",
        "commitment": "a" * 64,
        "wrapped_seed": "x",
        "committed_at": START,
        "committed_by": 1,
    }
    return session.execute(insert(SampleDraw).returning(SampleDraw.id), row).scalar_one()


def go_by_what_does_not_fit(session):
    """Lets the round name a plan for another questionnaire, so that it cannot be scored."""
    usual = scoring_plan("ha-nam-2022").model_dump(mode="json")
    other = ScoringPlan.model_validate({**usual, "questionnaire": "khac"})
    content = canonical_plan(other)
    number = plans.keep_plan(session, kind="scoring", content=content, at=START)
    plans.set_plans(session, 1, {"scoring": number})


def say_sizes(session, sizes):
    """Lets the draw of the round say how many people each of its strata has."""
    strata = [
        {"stratum": name, "population": size, "official": 1, "reserve": 0}
        for name, size in sizes.items()
    ]
    session.execute(
        update(SampleDraw).values(
            plan={}, unit_codes=[], strata=strata, list_sha256="b" * 64, drawn_at=START
        )
    )


def framed(people):
    """The same interviews as a frame."""
    frame = pd.DataFrame([one.levels for one in people], columns=list(SLOTS), dtype=np.int8)
    frame["unit_code"] = [UNITS[one.round_unit_id] for one in people]
    frame["stratum"] = [one.stratum for one in people]
    return frame.assign(cluster="")


def row(**levels):
    """The answers of somebody who is satisfied and gave no feedback, but for these."""
    usual = {code: NOT_ASKED if code.startswith("q5") else 4 for code in SLOTS}
    return [{**usual, **levels}[code] for code in SLOTS]


def answered(world, *rows, unit=1, mode="tablet"):
    """Stores an interview of somebody on no list with each of these rows, and gives them.

    Each is written down in the audit log, as it is when it comes in.
    """
    people = [somebody(unit, "", one, mode=mode) for one in rows]
    events = [
        audit.Event(action="interview.received", object_kind="interview", object_id=str(one.uuid))
        for one in people
    ]
    with transaction(world.engine) as session:
        give_out(session, people)
        insert_many(session, [interview_of(one) for one in people])
        audit.record_all(session, events, account_id=None, at=START)
    return people


def asked_all(world):
    """All 60 on the list of a unit answered, half on a tablet: there 535 of 540 answers, 99.074 %,
    are satisfied, on the phone all; together 99.537 %.
    """
    on_tablet = [row(q11=1)] * 5 + [row()] * 25
    people = [somebody(1, "SXD / a", one, origin="official") for one in on_tablet]
    people += [somebody(1, "SXD / a", row(), origin="official", mode="phone") for _ in range(30)]
    with transaction(world.engine) as session:
        give_out(session, people)
        insert_many(session, [interview_of(one) for one in people])
        say_sizes(session, {"SXD / a": len(people)})
    return people

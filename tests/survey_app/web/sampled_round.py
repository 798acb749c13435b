"""A draft with a frame, made at once: two units in two districts, 60 cases of nobody."""

import json
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from survey_app.access.people import person_named
from survey_app.db.engine import transaction
from survey_app.db.rounds import round_coded
from survey_app.db.tables import FrameCase, Round, RoundUnit, Unit
from survey_app.fieldwork.assigning.giving import ShareRequest, share_cases
from survey_app.fieldwork.assigning.sharing import Rule
from survey_app.fieldwork.round_file import read_round
from survey_app.fieldwork.round_setup import create_round, known_here
from survey_app.fieldwork.round_states import Step
from survey_app.fieldwork.round_steps import StepRequest, take_step
from survey_app.fieldwork.sampling.drawing import DrawRequest, commit_seed, draw
from tests.survey_app.conftest import SECRET

ROUND = "thu-2026"
PLAN = {"method": "stratified", "strata": ["district"], "reserve_percent": 20, "source": "Kế hoạch"}
DESCRIPTION = {
    "code": ROUND,
    "name": {"vi": "Đợt 2026", "en": "Round 2026"},
    "year": 2026,
    "questionnaire": "sipas-22",
    "index_plan": "ha-nam-2022",
    "period": {"start": "2026-01-01", "end": "2026-10-31"},
    "controller": "Sở Nội vụ",
    "contact": "Phòng CCHC",
    "erase_days": 90,
    "sampling": PLAN,
    "units": [
        {"code": "SXD", "group": "department", "quota": 8},
        {"code": "STP", "group": "department", "quota": 4},
        {"code": "TTRA", "group": "department", "exempt": True},
    ],
}
DISTRICTS = ("Phủ Lý", "Bình Lục")
# SXD: 8 of 40 in two strata of 20 → 4 and 4; reserve 20 % of 8, rounded up: 2, one in each.
# STP: 4 of 20 in two strata of 10 → 2 and 2; reserve 1, in the first by name: Bình Lục.
CASES_OF = {"SXD": 40, "STP": 20}
MADE_AT = datetime(2022, 10, 1, tzinfo=UTC)


def add_round(world, *, by="noivu", **changes):
    """Home Affairs plans the round, as the description or with these changes."""
    data = json.dumps(DESCRIPTION | changes).encode()
    with transaction(world.engine) as session:
        reading = read_round(data, known=known_here(session))
        assert reading.description is not None, reading.faults
        create_round(session, reading.description, by=person_named(session, by), at=MADE_AT)


def add_frame(world, cases=None, *, districts=DISTRICTS):
    """Gives the units of the round so many cases."""
    with transaction(world.engine) as session:
        numbers = {
            row[0]: row[1]
            for row in session.execute(
                select(Unit.code, RoundUnit.id)
                .join(Unit, Unit.id == RoundUnit.unit_id)
                .join(Round, Round.id == RoundUnit.round_id)
                .where(Round.code == ROUND)
            )
        }
        session.execute(
            insert(FrameCase),
            [
                _case(unit, number, round_unit_id=numbers[unit], districts=districts)
                for unit, count in (cases or CASES_OF).items()
                for number in range(count)
            ],
        )


def _case(unit, number, *, round_unit_id, districts):
    return {
        "round_unit_id": round_unit_id,
        "public_id": UUID(int=round_unit_id * 1_000_000 + number),
        "file_code": f"{unit}-{number:04d}",
        "procedure": "Thủ tục mô phỏng",
        "district": districts[number % len(districts)],
        "channel": ("desk", "online")[number % 3 == 0],
        "returned_on": date(2026, 9, number % 28 + 1),
    }


def add_sample(world):
    """The sample of the round, as the pages draw it."""
    with transaction(world.engine) as session:
        found = round_coded(session, ROUND)
        request = {"secret_key": SECRET, "at": MADE_AT}
        office, manager = (person_named(session, name) for name in ("noivu", "quanly"))
        name = f"{ROUND}-1"
        commit_seed(
            session,
            found,
            list_name=name,
            by=office,
            random_bytes=lambda size: b"s" * size,
            **request,
        )
        draw(session, found, DrawRequest(list_name=name), by=manager, **request)


def open_round(world):
    """Home Affairs opens the round."""
    with transaction(world.engine) as session:
        step = StepRequest(
            step=Step.OPEN,
            by=person_named(session, "noivu"),
            reason="",
            is_confirmed=False,
            at=MADE_AT,
            secret_key=SECRET,
        )
        assert take_step(session, round_coded(session, ROUND).id, step) == ()


def add_shares(world, *usernames):
    """Shares the sample out evenly."""
    with transaction(world.engine) as session:
        share_cases(
            session,
            round_coded(session, ROUND),
            ShareRequest(list_name=f"{ROUND}-1", rule=Rule.BY_LOAD, usernames=usernames),
            by=person_named(session, "quanly"),
            new_uuid=uuid4,
            at=MADE_AT,
        )


def open_drawn(world):
    """An open round with a drawn sample that nobody has: 12 official, 3 in reserve, of 60."""
    add_round(world)
    add_frame(world)
    add_sample(world)
    open_round(world)


def open_shared(world):
    """The same, given to all enumerators, An and Bình: six each."""
    open_drawn(world)
    add_shares(world)

"""Every interview keeps where its respondent came from, by whatever door it is stored."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from questionnaires import shipped_definition, version_id
from survey_app.db import migrate
from survey_app.db.engine import transaction
from survey_app.db.interview_answers import NewInterview
from survey_app.db.interviews import (
    add_version,
    current_interview,
    insert_all_once,
    insert_many,
    insert_once,
)
from survey_app.db.sync_stored import Accepted, Entry, store_accepted
from tests.survey_app.conftest import COMPLETE, START
from tests.survey_app.db.test_migrations import MEMBER, PROMISED
from tests.survey_app.web.paper_sheets import keyed

DEFINITION = shipped_definition("sipas-22")
REPLACED = (
    "INSERT INTO sample_replacement (replaced_case_id, replacement_case_id, reason, note,"
    " replaced_by, replaced_at) VALUES ({0}, {1}, 'moved', 'x', 1, '2022-10-03 02:00:00')"
)
OTHER_CASE = (
    "INSERT INTO frame_case (public_id, round_unit_id, file_code, procedure, returned_on)"
    " SELECT :public_id, round_unit_id, 'MP-2', procedure, returned_on FROM frame_case"
)


def _interview(uuid, *, mode="tablet"):
    return NewInterview(
        uuid=uuid,
        round_unit_id=1,
        enumerator_id=1,
        questionnaire_version_id=version_id(DEFINITION),
        mode=mode,
        content="{}",
        content_sha256="a" * 64,
        started_at=START,
        finished_at=START,
        received_at=START,
        is_simulated=True,
        levels=[4] * len(DEFINITION.index_items),
        other={},
    )


def _by_a_batch(session, new):
    entry = Entry(action="interview.received", account_id=1, at=START, details={})
    store_accepted(session, [Accepted(interview=new, is_unlisted=False)], entry=entry)


DOORS = {
    "page": insert_once,
    "list": lambda session, new: insert_all_once(session, [new]),
    "simulation": lambda session, new: insert_many(session, [new]),
    "tablet": _by_a_batch,
}


@pytest.fixture
def drawn(world):
    """Draws the one case of the small province into this list, as place 1 of it."""

    def draw(sample_list):
        with world.engine.begin() as connection:
            connection.execute(text(PROMISED), {"commitment": "a" * 64})
            connection.execute(text(MEMBER))
            connection.execute(text(OTHER_CASE), {"public_id": "2" * 32})
            connection.execute(text(MEMBER.replace("(1, 1, 'SXD'", "(2, 1, 'STP'")))
            connection.execute(
                text("UPDATE sample_member SET sample_list = :to WHERE frame_case_id = 1"),
                {"to": sample_list},
            )

    return draw


def _origin(world):
    return world.one("SELECT origin FROM interview WHERE is_current")


@pytest.mark.parametrize("door", list(DOORS))
@pytest.mark.parametrize("sample_list", ["official", "reserve", None])
def test_origin__listed_respondent__is_that_of_the_case(world, drawn, door, sample_list):
    if sample_list:
        drawn(sample_list)

    with transaction(world.engine) as session:
        DOORS[door](session, _interview(world.case_uuid))

    assert _origin(world) == (sample_list or "listed")


@pytest.mark.parametrize("door", ["page", "tablet"])
def test_origin__drawn_and_replaced_since__says_so(world, drawn, door):
    drawn("official")
    with world.engine.begin() as connection:
        connection.execute(text(REPLACED.format(1, 2)))

    with transaction(world.engine) as session:
        DOORS[door](session, _interview(world.case_uuid))

    assert _origin(world) == "replaced"


def test_origin__somebody_on_no_list_from_a_tablet__is_unlisted(world):
    entry = Entry(action="interview.received", account_id=1, at=START, details={})

    with transaction(world.engine) as session:
        new = Accepted(interview=_interview(uuid4()), is_unlisted=True)
        store_accepted(session, [new], entry=entry)

    assert _origin(world) == "unlisted"


def test_origin__drawn_after_it_was_received__stays(world, drawn):
    with transaction(world.engine) as session:
        insert_once(session, _interview(world.case_uuid))

    drawn("official")
    with transaction(world.engine) as session:
        before = current_interview(session, world.case_uuid)
        add_version(session, _interview(world.case_uuid), after=before)

    assert world.rows("SELECT version, origin FROM interview ORDER BY version") == [
        (1, "listed"),
        (2, "listed"),
    ]


def test_store_accepted__tablet_and_telephone_in_one_batch__each_keeps_its_mode(world):
    entry = Entry(action="interview.received", account_id=1, at=START, details={})
    news = [_interview(uuid4()), _interview(uuid4(), mode="phone")]

    with transaction(world.engine) as session:
        accepted = [Accepted(interview=new, is_unlisted=True) for new in news]
        store_accepted(session, accepted, entry=entry)

    modes = world.rows("SELECT mode FROM interview ORDER BY mode")
    assert modes == [("phone",), ("tablet",)]


def test_upgrade_to_0011__interviews_of_0010__get_the_origin_of_their_case(world, drawn):
    with transaction(world.engine) as session:
        insert_once(session, _interview(world.case_uuid))
        entry = Entry(action="interview.received", account_id=1, at=START, details={})
        new = Accepted(interview=_interview(uuid4(), mode="paper"), is_unlisted=True)
        store_accepted(session, [new], entry=entry)
    drawn("reserve")

    migrate.downgrade(world.engine, to="0010")
    migrate.upgrade(world.engine)

    assert world.rows("SELECT mode, origin FROM interview ORDER BY mode") == [
        ("paper", "unlisted"),
        ("tablet", "reserve"),
    ]
    assert migrate.differences(world.engine) == ()


def test_downgrade_to_0010__paper_that_a_respondent_filled_in__is_paper(world):
    with transaction(world.engine) as session:
        insert_once(session, _interview(world.case_uuid, mode="paper_self"))

    migrate.downgrade(world.engine, to="0010")

    assert world.rows("SELECT mode FROM interview") == [("paper",)]
    migrate.upgrade(world.engine)
    assert migrate.differences(world.engine) == ()


def test_page__interview_by_telephone__is_stored_as_such(world):
    an = world.client("an")
    form = world.begin(an)
    world.clock.move(timedelta(minutes=8))

    answer = an.post(form, {**COMPLETE, "interview-by-phone": "1"})

    assert answer.status_code == 303
    assert world.rows("SELECT mode, origin FROM interview") == [("phone", "listed")]


def test_page__telephone_chosen_and_a_fault__stays_chosen(world, read):
    an = world.client("an")
    form = world.begin(an)

    page = read(an.post(form, {**COMPLETE, "k1": "7", "interview-by-phone": "1"}))

    assert page.chosen("interview-by-phone") == ["1"]


def test_page__respondent_without_a_number__cannot_have_been_called(world, read):
    an = world.client("an")
    form = world.start(an)

    offered = read(an.get(form)).named("interview-by-phone")
    answer = an.post(form, {**COMPLETE, "interview-by-phone": "1"})

    assert offered == []
    assert answer.status_code == 303
    assert world.rows("SELECT mode, origin FROM interview") == [("online_form", "unlisted")]


def test_downgrade_to_0016__sheets_that_were_keyed__stay_interviews(world):
    keyed(world)

    migrate.downgrade(world.engine, to="0016")
    migrate.upgrade(world.engine)

    assert world.rows("SELECT mode, origin FROM interview") == [("paper", "unlisted")]
    assert world.one("SELECT count(*) FROM paper_form") == 0
    assert migrate.differences(world.engine) == ()

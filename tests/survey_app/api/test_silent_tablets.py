"""Which tablets the field manager is told about: those that are silent while work waits there."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from survey_app.db import setting_up
from survey_app.db.engine import transaction


@pytest.fixture
def used(world, tablet):
    """The tablet, a while after it was enrolled."""
    world.clock.move(timedelta(minutes=5))
    return tablet


def _another_case(world, *, enumerator_id):
    case = setting_up.NewCase(
        interview_uuid=uuid4(),
        round_unit_id=world.one("SELECT round_unit_id FROM frame_case"),
        enumerator_id=enumerator_id,
        assigned_at=world.clock(),
        full_name="Người mô phỏng 2",
        phone="0000 000 002",
        address="Địa chỉ mô phỏng",
        file_code="MP-2",
        procedure="Thủ tục mô phỏng",
        returned_on=date(2022, 9, 1),
        is_simulated=True,
    )
    with transaction(world.engine) as session:
        setting_up.add_cases(session, [case])


def _silent(world, read, *, after=timedelta(days=2)):
    """How many tablets are silent by then, as both pages of the field manager say it."""
    world.clock.move(after)
    manager = world.client("quanly")
    marked = read(manager.get("/field/tablets/")).classes.count("mark")
    assert ("today" in read(manager.get("/field/")).classes) is bool(marked)
    return marked


def _finish_the_case(world, tablet):
    tablet.results(tablet.document(uuid=world.case_uuid, unlisted=None))


def test_tablet__of_somebody_who_has_finished__is_not_silent(world, used, read):
    _finish_the_case(world, used)

    assert _silent(world, read) == 0


@pytest.mark.parametrize(("whose", "silent"), [("an", 1), ("binh", 0)])
def test_tablet__whose_person_has_more_to_do__is_silent(world, used, read, whose, silent):
    _finish_the_case(world, used)
    enumerator_id = world.one("SELECT id FROM account WHERE username = :name", name=whose)
    _another_case(world, enumerator_id=enumerator_id)

    assert _silent(world, read) == silent


@pytest.mark.parametrize(("disposition", "silent"), [("2.20", 1), ("2.11", 0)])
def test_tablet__from_which_a_case_was_tried__is_silent_while_that_is_open(
    world, used, read, disposition, silent
):
    used.results(used.attempt(disposition=disposition))

    assert _silent(world, read) == silent


@pytest.mark.parametrize(("state", "silent"), [("open", 1), ("closed", 0)])
def test_tablet__that_interviewed_people_on_no_list__is_silent_while_the_round_is_open(
    world, used, read, state, silent
):
    used.results(used.attempt(disposition="2.11"), used.document())
    world.change("UPDATE round SET state = :state", state=state)

    assert _silent(world, read) == silent


@pytest.mark.parametrize(("state", "silent"), [("open", 1), ("closed", 0)])
def test_tablet__that_never_sent_anything__is_silent_while_a_round_is_open(
    world, used, read, state, silent
):
    world.change("UPDATE round SET state = :state", state=state)

    assert _silent(world, read) == silent


def test_tablet__that_says_it_is_there_without_documents__is_not_silent(world, used, read):
    used.results(used.attempt())
    world.clock.move(timedelta(days=2))

    used.results()

    assert _silent(world, read, after=timedelta(hours=20)) == 0

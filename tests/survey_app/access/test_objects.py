"""Every object comes through an access function: the person's own, or none."""

from uuid import UUID

import pytest

from survey_app.access.objects import (
    assignment_for,
    round_for,
    round_unit_for,
    rounds_for,
)
from survey_app.access.people import sign_in
from survey_app.access.recheck_objects import supervisor_task_for, supervisor_task_to_change
from survey_app.db.engine import transaction
from survey_app.problems import Code, Problem
from tests.drawn_recheck import draw_for
from tests.survey_app.conftest import COMPLETE

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def ask(world):
    """Asks one of the access functions as one of the cast."""

    def asked(function, who, **arguments):
        with transaction(world.engine) as session:
            person = sign_in(session, username=who, password="mot-mat-khau-dai", at=world.clock.now)
            assert person is not None
            return function(session, person, **arguments)

    return asked


@pytest.mark.parametrize(
    ("who", "seen"),
    [("an", 1), ("quanly", 1), ("noivu", 1), ("giamsat", 0), ("donvi", 0), ("quantri", 0)],
)
def test_rounds__open_one__is_seen_by_those_who_work_with_it(ask, who, seen):
    assert len(ask(rounds_for, who)) == seen


@pytest.mark.parametrize(("who", "seen"), [("an", 0), ("quanly", 1), ("noivu", 1)])
@pytest.mark.parametrize("state", ["draft", "closed", "published", "archived"])
def test_rounds__not_open__are_listed_for_the_offices_only(world, ask, who, seen, state):
    world.change("UPDATE round SET state = :state", state=state)

    assert len(ask(rounds_for, who)) == seen


@pytest.mark.parametrize("who", ["giamsat", "donvi", "quantri"])
def test_round__of_nobodys_concern__does_not_exist(ask, who):
    with pytest.raises(Problem) as refused:
        ask(round_for, who, code="thu-2022")

    assert refused.value.code is Code.NOT_FOUND


@pytest.mark.parametrize("code", ["", "THU-2022", "thu", "thu-2022 ", "\0"])
def test_round__unknown_code__does_not_exist(ask, code):
    with pytest.raises(Problem) as refused:
        ask(round_for, "noivu", code=code)

    assert refused.value.code is Code.NOT_FOUND


def test_round_unit__known__is_given_with_its_round(ask):
    of_round, unit = ask(round_unit_for, "an", round_code="thu-2022", unit_code="STP")

    assert (of_round.code, unit.unit_name, unit.quota) == ("thu-2022", "Sở Tư pháp", 2)


@pytest.mark.parametrize("who", ["binh", "quanly", "noivu"])
def test_assignment__of_somebody_else__does_not_exist(world, ask, who):
    with pytest.raises(Problem) as refused:
        ask(assignment_for, who, interview_uuid=world.case_uuid)

    assert refused.value.code is Code.NOT_FOUND


def test_assignment__own__is_given_and_a_foreign_uuid_not(world, ask):
    own = ask(assignment_for, "an", interview_uuid=world.case_uuid)

    assert own.respondent == "Người mô phỏng 1"
    with pytest.raises(Problem):
        ask(assignment_for, "an", interview_uuid=UUID(int=7))


@pytest.fixture
def task(world):
    """A task of the supervisor: An's interview with the listed respondent."""
    an = world.client("an")
    assert an.post(world.begin(an), COMPLETE).status_code == 303
    return draw_for(world.engine, world.case_uuid, "giamsat")


@pytest.mark.parametrize("who", ["an", "quanly", "noivu", "quantri"])
def test_recheck_task__of_somebody_else__does_not_exist(ask, task, who):
    with pytest.raises(Problem) as refused:
        ask(supervisor_task_for, who, task_uuid=task)

    assert refused.value.code is Code.NOT_FOUND


def test_recheck_task__own__has_contact_data_until_it_is_ended(world, ask, task):
    opened = ask(supervisor_task_to_change, "giamsat", task_uuid=task)
    world.change("UPDATE recheck_task SET state = 'locked', ended_at = '2022-10-11 01:00:00'")
    ended = ask(supervisor_task_for, "giamsat", task_uuid=task)

    assert (opened.contact.full_name, opened.contact.phone) == ("Người mô phỏng 1", "0000 000 001")
    assert (ended.state, ended.contact, ended.unit_name) == ("locked", None, "Sở Xây dựng")
    with pytest.raises(Problem) as refused:
        ask(supervisor_task_to_change, "giamsat", task_uuid=task)
    assert refused.value.code is Code.RECHECK_TASK_ENDED


def test_recheck_task__says_nothing_of_interview_case_and_enumerator(world, ask, task):
    told = str(ask(supervisor_task_for, "giamsat", task_uuid=task))

    assert [
        one for one in (str(world.case_uuid), "MP-1", "Thủ tục", "Bưu điện") if one in told
    ] == []


def test_recheck_task__withdrawn_or_unknown__does_not_exist(world, ask, task):
    world.change(
        "UPDATE recheck_task SET state = 'withdrawn', ended_at = assigned_at, end_reason = 'x'"
    )

    for uuid in (task, UUID(int=7)):
        with pytest.raises(Problem) as refused:
            ask(supervisor_task_for, "giamsat", task_uuid=uuid)
        assert refused.value.code is Code.NOT_FOUND

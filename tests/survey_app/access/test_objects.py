"""Every object comes through an access function: the person's own, or none."""

from uuid import UUID

import pytest

from survey_app.access.objects import assignment_for, round_for, round_unit_for, rounds_for
from survey_app.access.people import sign_in
from survey_app.db.engine import transaction
from survey_app.problems import Code, Problem

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

"""Two who give out or end tasks at once, on PostgreSQL: the second waits and sees the first."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from survey_app.access.people import person_named
from survey_app.db import rounds
from survey_app.db.engine import transaction
from survey_app.fieldwork.rechecks.assigning import GivingRequest, assign
from survey_app.fieldwork.rechecks.attempting import SaidAttempt, take_attempt
from tests.survey_app.conftest import SECRET
from tests.survey_app.given_rechecks import MONDAY, VETERANS, give_all, interviews_of, move_to

pytestmark = pytest.mark.parametrize(
    "engine", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
NOW = MONDAY + timedelta(days=7)


@pytest.fixture
def given(world):
    """Re-checks of 20 interviews, with the supervisor."""
    move_to(world.engine, "giamsat", organisation=VETERANS)
    give_all(world, at=MONDAY)
    interviews_of(world.engine, "an", "SXD", 20, day=0)
    give_all(world, at=NOW)
    return world


def request():
    return GivingRequest(by=None, secret_key=SECRET, new_uuid=uuid4, at=NOW)


def give(session):
    found = rounds.round_coded(session, "thu-2022")
    return assign(session, found, request())


def refuse(session, task):
    said = SaidAttempt(
        uuid=uuid4(),
        mode="phone",
        outcome="refused",
        note="x",
        attempted_at=None,
        appointment_at=None,
        is_confirmed=True,
    )
    person = person_named(session, "giamsat")
    return take_attempt(session, person, task, said, giving=request())


def in_its_own(world, do, *arguments):
    with transaction(world.engine) as session:
        return do(session, *arguments)


def test_assign__by_two_at_once__gives_each_interview_once(given):
    given.change("UPDATE recheck_task SET state = 'withdrawn', ended_at = now(), end_reason = 'x'")
    count = given.one("SELECT count(*) FROM recheck_draw")

    with ThreadPoolExecutor(1) as pool, transaction(given.engine) as session:
        first = give(session)
        second = pool.submit(in_its_own, given, give)
        given.wait_until_it_waits(second)

    assert first.given == {"giamsat": count}
    assert second.result().given == {}


def test_attempt__the_last_of_two_tasks_at_once__draws_two_others(given):
    tasks = [UUID(str(row[0])) for row in given.rows("SELECT uuid FROM recheck_task")][:2]

    with ThreadPoolExecutor(1) as pool, transaction(given.engine) as session:
        refuse(session, tasks[0])
        second = pool.submit(in_its_own, given, refuse, tasks[1])
        given.wait_until_it_waits(second)

    assert (second.result().drawn, second.result().given) == (1, 1)
    assert given.one("SELECT count(*) FROM recheck_draw WHERE selection = 'next'") == 2

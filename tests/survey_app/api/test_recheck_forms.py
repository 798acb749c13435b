"""The rendered form of a re-check that a tablet fetches: of one's own open task alone."""

import hashlib
import re
from uuid import uuid4

import pytest

from tests.drawn_recheck import draw_for, give_task
from tests.survey_app.conftest import COMPLETE

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def task(world):
    an = world.client("an")
    assert an.post(world.begin(an), COMPLETE).status_code == 303
    return draw_for(world.engine, world.case_uuid, "giamsat")


def address(task, language="vi"):
    return f"/api/v1/sync/rechecks/{task}/form/{language}"


def test_form__own_open_task__asks_facts_and_eight_criteria(world, task):
    answer = world.client("giamsat").get(address(task))

    asked = re.findall(r'data-item="(\w+)"', answer.text)
    assert answer.status_code == 200
    assert asked[:3] == ["interview_happened", "person_ok", "when_ok"]
    assert len([code for code in asked if code.startswith("q")]) == 8
    assert "csrf_token" not in answer.text
    assert answer.headers["ETag"].strip('"') == hashlib.sha256(answer.data).hexdigest()


def test_form__of_the_same_interview__is_the_same_for_the_next_supervisor(world, task):
    before = world.client("giamsat").get(address(task)).data
    world.change(
        "UPDATE recheck_task SET state = 'withdrawn', ended_at = assigned_at, end_reason = 'x'"
    )
    moved = give_task(world.engine, world.case_uuid, "giamsat")

    assert world.client("giamsat").get(address(moved)).data == before
    assert world.client("giamsat").get(address(task)).status_code == 404


def test_form__of_another_supervisor_or_unknown__is_not_found(world, task):
    world.change(
        "UPDATE recheck_task SET supervisor_id = (SELECT id FROM account WHERE username = 'an')"
    )
    client = world.client("giamsat")

    assert client.get(address(task)).status_code == 404
    assert client.get(address(uuid4())).status_code == 404


def test_form__language_that_is_none__is_not_found(world, task):
    assert world.client("giamsat").get(address(task, "fr")).status_code == 404

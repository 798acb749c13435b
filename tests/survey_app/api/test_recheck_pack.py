"""The pack that a supervisor takes along."""

import hashlib
import re
from datetime import timedelta
from uuid import UUID

import pytest

from questionnaires import shipped_definition
from scoring.recheck.reasked_items import reasked_items
from scoring.rule import rule_of
from tests.drawn_recheck import DRAWN_AT, draw_for, give_task

PACK = "/api/v1/sync/pack"
SAID = "Zkqwvjx"
FILE_CODE = "Vqxjzwk 77"


@pytest.fixture
def task(world, tablet):
    """A drawn interview of An with the listed respondent, whose answers can be recognised."""
    world.change(
        "UPDATE frame_case SET field = 'Lĩnh vực mô phỏng', file_code = :code", code=FILE_CODE
    )
    answers = tablet.document()["answers"] | {"a3": SAID}
    (result,) = tablet.results(
        tablet.document(uuid=world.case_uuid, unlisted=None, answers=answers)
    )
    assert result["status"] == "accepted"
    return draw_for(world.engine, world.case_uuid, "giamsat")


def test_pack__of_a_supervisor__has_the_open_tasks_and_whom_to_ask(world, tablet, task):
    content = world.client("giamsat").get(PACK).json

    assert content["supervisor"]["username"] == "giamsat"
    (found,) = content["rounds"]
    assert found["key"] == tablet.public_key()
    (given,) = found["tasks"]
    assert set(given.pop("forms")) == {"vi", "en"}
    factors = rule_of(shipped_definition("sipas-22")).factors
    assert given == {
        "uuid": str(task),
        "unit": "Sở Xây dựng",
        "respondent": "Người mô phỏng 1",
        "phone": "0000 000 001",
        "address": "Địa chỉ mô phỏng",
        "field": "Lĩnh vực mô phỏng",
        "interviewed_on": "2022-10-03",
        "due_at": "2022-10-12T01:00:00+00:00",
        "latest_at": "2022-10-17T01:00:00+00:00",
        "is_simulated": True,
        "questionnaire_version": tablet.document()["questionnaire_version"],
        "items": list(reasked_items(str(world.case_uuid), factors=factors)),
        "attempts": [],
    }


def test_form__of_the_pack__is_what_its_hash_promises_and_tells_nothing(world, task):
    supervisor = world.client("giamsat")
    (given,) = supervisor.get(PACK).json["rounds"][0]["tasks"]

    for form in given["forms"].values():
        answer = supervisor.get(form["url"])
        assert hashlib.sha256(answer.data).hexdigest() == form["sha256"]
        asked = set(re.findall(r'data-item="(q\d+)"', answer.text))
        assert asked == set(given["items"])
        secret = [SAID, FILE_CODE, str(world.case_uuid), str(task), "Người mô phỏng", "csrf_token"]
        assert [text for text in secret if text in answer.text] == []


def test_pack__of_a_supervisor__tells_nothing_of_the_first_interview(world, tablet, task):
    told = world.client("giamsat").get(PACK).text

    secret = [SAID, FILE_CODE, str(world.case_uuid), world.case_uuid.hex, "Thủ tục mô phỏng"]
    assert [text for text in [*secret, "enumerator", "answers"] if text in told] == []
    assert str(task) in told


def test_pack__of_the_enumerator__says_nothing_of_the_task(world, task):
    content = world.client("an").get(PACK)

    assert content.json["rounds"][0]["cases"] == []
    assert [text for text in (str(task), "task", "recheck") if text in content.text] == []


def test_pack__task_that_ended_or_went_to_somebody_else__is_gone_with_all_its_names(world, task):
    supervisor = world.client("giamsat")
    first = supervisor.get(PACK)
    unchanged = supervisor.http.get(PACK, headers={"If-None-Match": first.headers["ETag"]})
    world.change(
        "UPDATE recheck_task SET state = 'withdrawn', ended_at = :at, end_reason = 'x'", at=DRAWN_AT
    )

    ended = supervisor.http.get(PACK, headers={"If-None-Match": first.headers["ETag"]})

    assert (unchanged.status_code, ended.status_code) == (304, 200)
    assert ended.json["rounds"][0]["tasks"] == []
    assert "Người mô phỏng 1" not in ended.text
    moved = give_task(world.engine, world.case_uuid, "giamsat")
    assert [one["uuid"] for one in supervisor.get(PACK).json["rounds"][0]["tasks"]] == [str(moved)]


def test_pack__round_that_closed__keeps_its_open_tasks(world, task):
    world.change("UPDATE round SET state = 'closed'")

    (found,) = world.client("giamsat").get(PACK).json["rounds"]

    assert [one["uuid"] for one in found["tasks"]] == [str(task)]


def test_pack__attempts_on_a_task__come_in_the_order_of_their_days(world, task):
    later = DRAWN_AT + timedelta(days=1)
    for number, (outcome, at, again) in enumerate(
        (("appointment", later, later + timedelta(hours=2)), ("no_answer", DRAWN_AT, None))
    ):
        world.change(
            "INSERT INTO recheck_attempt (uuid, task_uuid, account_id, mode, outcome, attempted_at,"
            " appointment_at, received_at) SELECT :uuid, uuid, supervisor_id, 'phone', :outcome,"
            " :at, :again, :at FROM recheck_task",
            uuid=UUID(int=number).hex,
            outcome=outcome,
            at=at,
            again=again,
        )

    (given,) = world.client("giamsat").get(PACK).json["rounds"][0]["tasks"]

    assert given["attempts"] == [
        {
            "outcome": "no_answer",
            "attempted_at": "2022-10-10T01:00:00+00:00",
            "appointment_at": None,
        },
        {
            "outcome": "appointment",
            "attempted_at": "2022-10-11T01:00:00+00:00",
            "appointment_at": "2022-10-11T03:00:00+00:00",
        },
    ]


@pytest.mark.parametrize("who", ["quanly", "noivu", "donvi", "quantri"])
def test_pack__of_the_office__is_refused(world, task, who):
    assert world.client(who).get(PACK).status_code == 403

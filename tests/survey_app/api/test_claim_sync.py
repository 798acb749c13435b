"""Claims on a supervisor's tablet: the pack, what was said, attempts, and what is put aside."""

import json
from uuid import uuid4

import pytest

from tests.drawn_recheck import claim_for
from tests.survey_app.api.conftest import VERSION

ADDRESS = "/api/v1/sync/rechecks"
WHY = "Giám sát viên nộp muộn vì mất sóng"


class Asking:
    """A supervisor with a task about a claim, and a tablet of the installation."""

    def __init__(self, world, tablet):
        self.world, self.tablet = world, tablet
        self.task = claim_for(world.engine, "giamsat")
        self.supervisor = world.one("SELECT id FROM account WHERE username = 'giamsat'")

    def document(self, **changed):
        return {
            "format": 1,
            "kind": "recheck",
            "uuid": str(self.task),
            "supervisor": self.supervisor,
            "questionnaire_version": VERSION,
            "mode": "visit",
            "facts": {"claim_came": 1, "claim_when": 2, "claim_said": 1, "claim_other": 3},
            "answers": {},
            "started_at": "2022-10-08T08:00:00+07:00",
            "finished_at": "2022-10-08T08:02:00+07:00",
            "elapsed_ms": 120000,
            "app_version": "1.0.0",
            **changed,
        }

    def attempt(self, outcome, at):
        return {
            "format": 1,
            "kind": "recheck_attempt",
            "uuid": str(uuid4()),
            "task": str(self.task),
            "supervisor": self.supervisor,
            "mode": "phone",
            "outcome": outcome,
            "attempted_at": at,
            "note": "Không nghe máy",
            "app_version": "1.0.0",
        }

    def results(self, *documents):
        answer = self.world.app.test_client().post(
            ADDRESS,
            data=json.dumps({"documents": documents}).encode(),
            headers={"Authorization": f"Device {self.tablet.credential}"},
            content_type="application/json",
        )
        assert answer.status_code == 200, answer.text
        return answer.json["results"]

    def state(self):
        return self.world.one("SELECT state FROM recheck_task")


@pytest.fixture
def asking(world, tablet):
    return Asking(world, tablet)


def test_pack__claim__has_its_form_and_no_day(world, asking):
    content = world.client("giamsat").get("/api/v1/sync/pack").json

    [given] = content["rounds"][0]["tasks"]
    assert (given["uuid"], given["interviewed_on"], given["items"]) == (str(asking.task), None, [])
    form = world.client("giamsat").get(f"{ADDRESS}/{asking.task}/form/en").text
    assert "Did they ask you to answer, and what did you say?" in form
    assert "refused" not in content["rounds"][0]["tasks"][0].values()


def test_sync__what_was_said__is_locked_once_and_judged_like_everything(world, asking):
    document = asking.document()
    unasked = asking.document(facts={"claim_came": 2, "claim_said": 1, "claim_other": 3})
    with_criteria = asking.document(answers={"q11": 4})

    found = [asking.results(one)[0]["status"] for one in (unasked, with_criteria)]
    first, again = asking.results(document)[0], asking.results(document)[0]
    other = asking.results(asking.document(mode="phone"))[0]

    assert found == ["quarantined", "quarantined"]
    assert [one["status"] for one in (first, again, other)] == [
        "accepted",
        "already_received",
        "conflict",
    ]
    assert first["receipt"]["sha256"] == again["receipt"]["sha256"]
    assert asking.state() == "locked"
    said = "SELECT came, came_when, answer, other, mode FROM claim_recheck"
    assert world.rows(said) == [("yes", "days_4_7", "answered", "nobody", "visit")]
    assert world.one("SELECT count(*) FROM recheck_interview") == 0


def test_sync__tried_in_vain_as_often_as_the_plan_asks__ends_the_task(asking):
    times = [f"2022-10-{day}T08:00:00+07:00" for day in ("11", "12", "13")]

    found = asking.results(*(asking.attempt("no_answer", at) for at in times))

    assert [one["status"] for one in found] == ["accepted"] * 3
    assert asking.state() == "not_reached"


def test_aside__late_answer_about_a_claim__is_taken_in_by_home_affairs(world, asking):
    world.change(
        "UPDATE recheck_task SET state = 'withdrawn', ended_at = assigned_at, end_reason = 'x'"
    )
    assert asking.results(asking.document())[0]["status"] == "quarantined"
    number = world.one("SELECT max(id) FROM recheck_aside")

    answer = world.client("noivu").post(
        f"/recheck/aside/{number}", {"decision": "accepted", "reason": WHY}
    )

    assert answer.status_code == 303
    assert asking.state() == "locked"
    assert world.one("SELECT answer FROM claim_recheck") == "answered"

"""Attempts at re-checks that tablets send: kept once, and seen by nobody who sends enumerators."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.drawn_recheck import draw_for, give_task
from tests.survey_app.api.conftest import VERSION

ADDRESS = "/api/v1/sync/rechecks"
NOTE = "Zkqwvjx"


class Trying:
    """A supervisor with one open task, and a tablet of the installation."""

    def __init__(self, world, tablet):
        self.world, self.tablet = world, tablet
        tablet.results(tablet.document(str(world.case_uuid), unlisted=None))
        self.task = draw_for(world.engine, world.case_uuid, "giamsat")
        self.supervisor = world.one("SELECT id FROM account WHERE username = 'giamsat'")

    def attempt(self, **changed):
        document = {
            "format": 1,
            "kind": "recheck_attempt",
            "uuid": str(uuid4()),
            "task": str(self.task),
            "supervisor": self.supervisor,
            "mode": "phone",
            "outcome": "appointment",
            "attempted_at": "2022-10-11T08:00:00+07:00",
            "appointment_at": "2022-10-12T09:30:00+07:00",
            "note": NOTE,
            "app_version": "1.0.0",
        }
        return document | changed

    def send(self, *documents, address=ADDRESS):
        answer = self.world.app.test_client().post(
            address,
            data=json.dumps({"documents": documents}),
            headers={"Authorization": f"Device {self.tablet.credential}"},
            content_type="application/json",
        )
        assert answer.status_code == 200, answer.text
        return answer.json["results"]

    def statuses(self, *documents, **how):
        return [result["status"] for result in self.send(*documents, **how)]

    def count(self, table):
        return self.world.one(f"SELECT count(*) FROM {table}")  # noqa: S608 -- a table of ours


@pytest.fixture
def trying(world, tablet):
    return Trying(world, tablet)


def test_attempt__sent_twice__is_kept_once_with_the_receipt_of_the_first_time(
    world, trying, hash_of
):
    attempt = trying.attempt()

    [first] = trying.send(attempt)
    world.clock.now = datetime(2022, 10, 20, tzinfo=UTC)
    [again] = trying.send(attempt)

    assert (first["status"], again["status"]) == ("accepted", "already_received")
    assert first["receipt"] == again["receipt"]
    assert first["receipt"]["sha256"] == hash_of(attempt)
    row = world.rows("SELECT mode, outcome, note, account_id FROM recheck_attempt")
    assert row == [("phone", "appointment", NOTE, trying.supervisor)]
    assert world.actions()[-1] == "recheck.attempt_recorded"
    assert NOTE not in str(world.rows("SELECT details FROM audit_event"))
    assert world.one("SELECT state FROM recheck_task") == "open"


def test_attempt__of_the_same_name_and_other_content__is_kept_beside_it(world, trying):
    attempt = trying.attempt()
    other = attempt | {"outcome": "refused", "appointment_at": None}

    assert trying.statuses(attempt, other, attempt) == ["accepted", "conflict", "already_received"]

    assert trying.statuses(other) == ["conflict"]
    assert world.rows("SELECT kind, task_uuid IS NULL FROM recheck_aside") == [("conflict", False)]
    assert world.one("SELECT outcome FROM recheck_attempt") == "appointment"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"task": str(uuid4())}, "unknown_task"),
        ({"supervisor": 1}, "other_supervisor"),
        ({"appointment_at": None}, "unreadable"),
        ({"outcome": "dead"}, "unreadable"),
        ({"attempted_at": "1970-01-01T00:00:00+00:00"}, "time_impossible"),
    ],
)
def test_attempt__that_cannot_be_taken_in__is_kept_where_only_few_look(trying, changed, code):
    attempt = trying.attempt(**changed)

    for address in (ADDRESS, "/api/v1/sync/interviews"):
        [result] = trying.send(attempt, address=address)
        assert result["status"] == "quarantined"
    [first] = trying.send(trying.attempt(**changed))

    assert [error["code"] for error in first["errors"]] == [code]
    assert trying.count("recheck_attempt") == 0
    assert (trying.count("recheck_aside"), trying.count("quarantine")) == (2, 0)


def test_attempt__after_the_task_went_to_somebody_else__counts_for_nobody(world, trying):
    world.change(
        "UPDATE recheck_task SET state = 'withdrawn', ended_at = assigned_at, end_reason = 'x'"
    )
    give_task(world.engine, world.case_uuid, "giamsat")

    [result] = trying.send(trying.attempt())

    assert [error["code"] for error in result["errors"]] == ["task_ended"]
    assert trying.count("recheck_attempt") == 0


def test_attempts__as_many_as_the_plan_asks__end_the_task_unless_the_respondent_was_reached(
    world, trying
):
    vain = {"outcome": "no_answer", "appointment_at": None}
    days = [f"2022-10-1{day}T08:00:00+07:00" for day in (1, 2)]
    trying.statuses(*(trying.attempt(attempted_at=day, **vain) for day in days))
    assert world.one("SELECT state FROM recheck_task") == "open"
    last = trying.attempt(attempted_at="2022-10-12T18:00:00+07:00", **vain)
    reached = {
        "format": 1,
        "kind": "recheck",
        "uuid": str(trying.task),
        "supervisor": trying.supervisor,
        "questionnaire_version": VERSION,
        "mode": "phone",
        "facts": {"interview_happened": 2},
        "answers": {},
        "started_at": "2022-10-12T19:00:00+07:00",
        "finished_at": "2022-10-12T19:03:00+07:00",
        "elapsed_ms": 180000,
        "app_version": "1.0.0",
    }

    with_it = trying.statuses(last, reached)

    assert with_it == ["accepted", "accepted"]
    assert world.one("SELECT state FROM recheck_task") == "locked"


def test_attempt__the_last_of_the_plan__ends_the_task_and_is_answered_again(world, trying):
    refused = trying.attempt(outcome="refused", appointment_at=None)

    assert trying.statuses(refused) == ["accepted"]
    assert trying.statuses(refused) == ["already_received"]

    assert world.rows("SELECT state, end_reason FROM recheck_task") == [("not_reached", "refused")]
    assert "recheck.not_reached" in world.actions()
    pack = world.client("giamsat").get("/api/v1/sync/pack")
    assert pack.json["rounds"][0]["tasks"] == []


def test_draft__of_a_backup_sealed__is_kept_where_only_few_look(world, trying, tablet):
    draft = {
        "format": 1,
        "kind": "recheck_draft",
        "uuid": str(trying.task),
        "supervisor": trying.supervisor,
        "questionnaire_version": VERSION,
        "mode": None,
        "facts": {"interview_happened": 1},
        "answers": {},
        "saved_at": "2022-10-11T08:00:00+07:00",
        "app_version": "1.0.0",
    }

    [result] = trying.send(tablet.sealed(draft), address="/api/v1/sync/interviews")

    assert [error["code"] for error in result["errors"]] == ["unfinished"]
    assert (trying.count("recheck_aside"), trying.count("quarantine")) == (1, 0)
    assert world.one("SELECT state FROM recheck_task") == "open"

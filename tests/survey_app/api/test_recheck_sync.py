"""Re-checks that tablets send: compared on the server, locked once, kept whatever they are."""

import gzip
from uuid import uuid4

import pytest

from tests.drawn_recheck import give_task
from tests.survey_app.api.rechecking import ADDRESS, FIELD, FITTING, Rechecking


@pytest.fixture
def rechecking(world, tablet):
    return Rechecking(world, tablet)


def test_recheck__nobody_signed_in__is_compared_and_locked(world, rechecking, hash_of):
    document = rechecking.document()

    result = rechecking.result(document)

    assert (result["status"], result["errors"]) == ("accepted", [])
    assert result["receipt"]["sha256"] == hash_of(document)
    unsure = {"official_present", "pressure"}
    assert rechecking.facts() == {fact: None if fact in unsure else True for fact in FITTING}
    said = dict(world.rows("SELECT fact, said FROM recheck_fact"))
    assert (said["procedure_ok"], said["month_ok"]) == (FIELD, "2022-09")
    answers = dict(world.rows("SELECT item, code FROM recheck_answer"))
    assert answers == document["answers"]
    # It was begun when the tablet says so; nobody heard of it before.
    [(state, opened)] = world.rows("SELECT state, opened_at FROM recheck_task")
    assert (state, str(opened)[:16]) == ("locked", "2022-10-08 01:00")
    [row] = world.rows("SELECT has_happened, mode, elapsed_ms FROM recheck_interview")
    assert row == (True, "visit", 400000)
    assert world.actions()[-1] == "recheck.locked"
    details = str(world.rows("SELECT details FROM audit_event ORDER BY id DESC LIMIT 1"))
    assert FIELD not in details
    assert str(world.case_uuid) not in details


def test_recheck__that_does_not_fit__keeps_what_and_nothing_of_the_rest(world, rechecking):
    changed = {"month_ok": 2201, "answered_by_ok": 4, "duration_ok": 9, "procedure_ok": 2}

    rechecking.result(rechecking.document(facts={**FITTING, **changed}))

    wrong = {fact for fact, fits in rechecking.facts().items() if fits is False}
    assert wrong == {"month_ok", "answered_by_ok", "procedure_ok"}
    assert rechecking.facts()["duration_ok"] is None


def test_recheck__no_interview__asks_nothing_more(world, rechecking):
    document = rechecking.document(facts={"interview_happened": 2}, answers={})

    assert rechecking.result(document)["status"] == "accepted"
    assert rechecking.facts() == {"interview_happened": False}
    assert not world.one("SELECT has_happened FROM recheck_interview")
    assert world.one("SELECT count(*) FROM recheck_answer") == 0


def test_recheck__sent_twice_and_then_otherwise__is_held_once_and_the_other_kept(rechecking):
    first = rechecking.document()
    other = rechecking.document(mode="phone")

    statuses = [rechecking.result(one)["status"] for one in (first, first, other, other)]

    assert statuses == ["accepted", "already_received", "conflict", "conflict"]
    assert rechecking.aside() == ["conflict"]


def test_recheck__twice_in_a_batch__is_taken_in_once(rechecking):
    first, other = rechecking.document(), rechecking.document(mode="phone")

    results = rechecking.send(first, first, other).json["results"]

    wanted = ["accepted", "already_received", "conflict"]
    assert [one["status"] for one in results] == wanted


@pytest.mark.parametrize(
    ("changed", "where", "code"),
    [
        ({"uuid": str(uuid4())}, "uuid", "unknown_task"),
        ({"supervisor": 1}, "supervisor", "other_supervisor"),
        ({"questionnaire_version": "a" * 64}, "questionnaire_version", "other_questions"),
        ({"facts": {"interview_happened": 1}}, "person_ok", "required_unanswered"),
        ({"facts": {**FITTING, "place_ok": 8}}, "place_ok", "value_not_offered"),
        ({"facts": {**FITTING, "seen": 1}}, "facts.seen", "not_asked_again"),
        ({"facts": {**FITTING, "interview_happened": 2}}, "person_ok", "not_asked"),
        ({"answers": {"k1": 1}}, "answers.k1", "not_asked_again"),
        ({"facts": "none"}, "facts", "unreadable"),
        ({"mode": "paper"}, "mode", "unreadable"),
        ({"finished_at": "2022-10-08T07:00:00+07:00"}, "finished_at", "ends_before_it_begins"),
        ({"kind": "draft"}, "supervisor", "unreadable"),
    ],
)
def test_recheck__with_a_fault__is_kept_whole_and_changes_nothing(
    world, rechecking, changed, where, code
):
    document = {**rechecking.document(), **changed}

    result = rechecking.result(document)

    assert result["status"] == "quarantined"
    assert (where, code) in [(one["where"], one["code"]) for one in result["errors"]]
    assert rechecking.result(document)["receipt"] == result["receipt"]
    assert rechecking.aside() == ["quarantined"]
    assert world.rows("SELECT state FROM recheck_task") == [("open",)]
    assert world.one("SELECT count(*) FROM quarantine") == 0


def test_recheck__of_a_task_that_was_moved__is_kept_and_the_new_one_goes_on(world, rechecking):
    world.change(
        "UPDATE recheck_task SET state = 'withdrawn', ended_at = assigned_at, end_reason = 'x'"
    )
    moved = give_task(world.engine, world.case_uuid, "giamsat")

    [late] = rechecking.result(rechecking.document())["errors"]
    now = rechecking.result(rechecking.document(uuid=str(moved)))

    assert late["code"] == "task_ended"
    assert now["status"] == "accepted"


def test_recheck__sealed__is_the_same_as_open(rechecking):
    document = rechecking.document()
    envelope = {"format": 1, "kind": "sealed", "uuid": document["uuid"]}

    first = rechecking.result(envelope | {"sealed": rechecking.tablet.seal(document)})

    assert first["status"] == "accepted"
    assert rechecking.result(document)["status"] == "already_received"


@pytest.mark.parametrize("mode", ["visit", "carrier pigeon"])
def test_recheck__at_the_door_of_interviews__is_kept_from_the_field_manager(
    world, rechecking, mode
):
    result = rechecking.result(rechecking.document(mode=mode), address="/api/v1/sync/interviews")

    assert result["status"] == ("accepted" if mode == "visit" else "quarantined")
    assert world.one("SELECT count(*) FROM quarantine") == 0


def test_recheck__interview_at_the_door_of_rechecks__is_kept_there(world, rechecking):
    result = rechecking.result(rechecking.tablet.document())

    assert [one["code"] for one in result["errors"]] == ["not_a_recheck"]
    assert rechecking.aside() == ["quarantined"]


def test_recheck__batch_that_cannot_be_read__is_refused_and_kept_apart(world, rechecking):
    body = gzip.compress(b"{")[:-3]

    for _ in range(2):
        answer = rechecking.send(body=body, **{"Content-Encoding": "gzip"})
        assert (answer.status_code, answer.json["code"]) == (400, "bad_batch")

    assert rechecking.aside() == ["quarantined"]
    assert world.one("SELECT count(*) FROM quarantine") == 0


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("an", 403), ("noivu", 403)])
def test_recheck__without_tablet__only_a_supervisor_may_send(world, rechecking, who, status):
    client = world.client(who)
    body = {"documents": [rechecking.document()]}
    headers = {"X-CSRFToken": client.token()}

    assert client.http.post(ADDRESS, json=body, headers=headers).status_code == status
    supervisor = world.client("giamsat")
    headers = {"X-CSRFToken": supervisor.token()}
    assert supervisor.http.post(ADDRESS, json=body, headers=headers).status_code == 200
    assert world.rows("SELECT state FROM recheck_task") == [("locked",)]

"""Home Affairs takes a late re-check in, or leaves out what was put aside; both with a reason."""

import re

import pytest

from survey_app.db import migrate
from tests.drawn_recheck import give_task
from tests.survey_app.api.rechecking import Rechecking

WHY = "Giám sát viên nộp muộn vì mất sóng"


@pytest.fixture
def rechecking(world, tablet):
    return Rechecking(world, tablet)


@pytest.fixture
def noivu(world):
    return world.client("noivu")


def withdrawn(world, task):
    world.change(
        "UPDATE recheck_task SET state = 'withdrawn', ended_at = assigned_at, end_reason = 'x'"
        " WHERE uuid = :task",
        task=task.hex if world.engine.dialect.name == "sqlite" else str(task),
    )


def late(world, rechecking):
    """A re-check whose task was withdrawn before it came; gives its number among those aside."""
    withdrawn(world, rechecking.task)
    assert rechecking.result(rechecking.document())["status"] == "quarantined"
    return world.one("SELECT max(id) FROM recheck_aside")


def decide(client, number, decision, reason=WHY):
    answers = {"decision": decision, "reason": reason}
    return client.post(f"/recheck/aside/{number}", answers)


def states(world):
    return sorted(row[0] for row in world.rows("SELECT state FROM recheck_task"))


def test_late_recheck__taken_in__is_locked_as_any_other(world, rechecking, noivu, read):
    number = late(world, rechecking)
    page = noivu.get(f"/recheck/aside/{number}")

    answer = decide(noivu, number, "accepted")

    assert 'value="accepted"' in page.text
    assert (answer.status_code, answer.location) == (303, "/recheck/aside/")
    assert states(world) == ["locked"]
    assert all(fits is not False for fits in rechecking.facts().values())
    assert world.rows("SELECT decision, decision_reason FROM recheck_aside") == [("accepted", WHY)]
    assert world.actions()[-2:] == ["recheck.locked", "recheck_aside.accepted"]
    by = "SELECT DISTINCT account_id FROM audit_event WHERE id > (SELECT max(id) - 2"
    noivu_id = world.one("SELECT id FROM account WHERE username = 'noivu'")
    assert world.rows(f"{by} FROM audit_event)") == [(noivu_id,)]
    # Sent again from the tablet it is what is there, and the page has it among the decided ones.
    assert rechecking.result(rechecking.document())["status"] == "already_received"
    assert WHY in noivu.get("/recheck/aside/?show=decided").text
    assert len(read(noivu.get("/recheck/aside/")).rows) == 0
    assert migrate.differences(world.engine) == ()


def test_late_recheck__somebody_else_has_it_now__loses_it(world, rechecking, noivu):
    number = late(world, rechecking)
    give_task(world.engine, world.case_uuid, "giamsat")
    assert "không còn" in noivu.get(f"/recheck/aside/{number}").text

    decide(noivu, number, "accepted")

    assert states(world) == ["locked", "withdrawn"]
    assert "recheck.task_withdrawn" in world.actions()


def test_late_recheck__somebody_else_has_made_it__can_only_be_left_out(world, rechecking, noivu):
    number = late(world, rechecking)
    rechecking.task = give_task(world.engine, world.case_uuid, "giamsat")
    assert rechecking.result(rechecking.document())["status"] == "accepted"

    page = noivu.get(f"/recheck/aside/{number}").text
    refused = decide(noivu, number, "accepted")
    left_out = decide(noivu, number, "voided")

    assert 'value="accepted"' not in page
    assert refused.status_code == 422
    assert "Người khác đã phúc tra" in refused.text
    assert left_out.status_code == 303
    assert states(world) == ["locked", "withdrawn"]
    assert world.actions()[-1] == "recheck_aside.voided"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("changed", [{"answers": {"q99": 4}}, {"uuid": "x"}, {"mode": 7}])
def test_faulty_recheck__cannot_be_taken_in(world, rechecking, noivu, changed):
    rechecking.result(rechecking.document(**changed))
    number = world.one("SELECT max(id) FROM recheck_aside")

    answer = decide(noivu, number, "accepted")

    assert answer.status_code == 422
    assert world.rows("SELECT decision FROM recheck_aside") == [(None,)]
    assert states(world) == ["open"]
    assert decide(noivu, number, "voided").status_code == 303


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_conflict__the_one_that_was_locked_stays(world, rechecking, noivu):
    rechecking.result(rechecking.document())
    rechecking.result(rechecking.document(mode="phone"))
    number = world.one("SELECT max(id) FROM recheck_aside")

    answer = decide(noivu, number, "accepted")

    assert "không bao giờ bị thay" in answer.text
    assert world.rows("SELECT mode FROM recheck_interview") == [("visit",)]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_decision__without_a_reason_or_twice__is_refused(world, rechecking, noivu):
    number = late(world, rechecking)

    without = decide(noivu, number, "voided", reason=" ")
    decide(noivu, number, "voided")
    again = decide(noivu, number, "accepted")

    assert (without.status_code, again.status_code) == (422, 409)
    assert re.search(r"lý do.*500 ký tự", without.text)
    assert states(world) == ["withdrawn"]
    assert decide(noivu, 99, "voided").status_code == 404
    assert decide(noivu, number, "kept").status_code == 404


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
def test_decision__everybody_else__is_denied(world, rechecking, who):
    number = late(world, rechecking)
    client = world.client(who)

    assert client.get(f"/recheck/aside/{number}").status_code == 403
    assert decide(client, number, "voided").status_code == 403

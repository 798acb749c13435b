"""Drawn interviews are given to supervisors: `hailong recheck assign` and `move`."""

from datetime import timedelta
from uuid import UUID

import pytest

from survey_app.cli import recheck_draw, recheck_tasks
from tests.survey_app.given_rechecks import (
    FRONT,
    MONDAY,
    VETERANS,
    add_supervisor,
    interviews_of,
    move_to,
)

ROUND = ("--round", "thu-2022")
OFFICE = ("--by", "noivu")
STANDING = (
    "SELECT username, work_day, count(*) FROM recheck_task JOIN account ON account.id ="
    " supervisor_id WHERE state = 'open' GROUP BY username, work_day ORDER BY username, work_day"
)
EVENTS = (
    "SELECT action, count(*) FROM audit_event WHERE action LIKE 'recheck.task%' GROUP BY action"
    " ORDER BY action"
)


@pytest.fixture
def at(monkeypatch):
    """Sets the day on which commands run: so many days after the first Monday."""

    def go(days, hours=0):
        moment = MONDAY + timedelta(days=days, hours=hours)
        for module in (recheck_draw, recheck_tasks):
            monkeypatch.setattr(module, "system_clock", lambda: moment)

    go(0)
    return go


@pytest.fixture
def drawn(hailong, world, at):
    """24 of 24 interviews of An, in three days, are to be made again; three may do it."""
    move_to(world.engine, "giamsat", organisation=VETERANS)
    add_supervisor(world.engine, "mattran", organisation=FRONT)
    add_supervisor(world.engine, "buudien2", organisation="Bưu điện tỉnh")
    hailong("recheck", "commit", *ROUND, *OFFICE)
    for day in range(3):
        interviews_of(world.engine, "an", "SXD", 8, day=day)
    at(7)
    told = hailong("recheck", "draw", *ROUND, *OFFICE)
    assert "hailong recheck assign --round thu-2022" in told.stdout
    return world


@pytest.fixture
def all_drawn(drawn):
    """All 24 of them."""
    drawn.change(
        "INSERT INTO recheck_draw (interview_uuid, selection, drawn_at)"
        " SELECT interview_uuid, 'more', '2022-10-10 02:00:00' FROM lot_member"
        " WHERE interview_uuid NOT IN (SELECT interview_uuid FROM recheck_draw)"
    )
    return drawn


def test_assign__drawn_interviews__go_to_supervisors_of_other_organisations(drawn, hailong):
    count = drawn.one("SELECT count(*) FROM recheck_draw")

    told = hailong("recheck", "assign", *ROUND, *OFFICE)
    again = hailong("recheck", "assign", *ROUND)

    standing = drawn.rows(STANDING)
    assert sum(row[2] for row in standing) == count
    assert {row[0] for row in standing} == {"giamsat", "mattran"}
    assert max(row[2] for row in standing) - min(row[2] for row in standing) <= 1
    assert f"Given out now: {count};" in told.stdout
    assert "Given out now: 0;" in again.stdout
    assert drawn.rows(EVENTS) == [("recheck.task_given", count)]
    log = str(drawn.rows("SELECT details, object_id FROM audit_event"))
    uuids = [str(row[0]) for row in drawn.rows("SELECT interview_uuid FROM recheck_task")]
    assert not [uuid for uuid in uuids if uuid in log + told.output]


@pytest.mark.parametrize(("hours", "days"), [(2, ("10", "11")), (3, ("11", "12"))])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_assign__more_than_a_day_holds__goes_on_the_day_after(all_drawn, hailong, at, hours, days):
    # Eleven o'clock in Viet Nam, and noon: from then on the day is not planned any more.
    at(7, hours=hours)

    hailong("recheck", "assign", *ROUND)

    assert [(row[0], str(row[1]), row[2]) for row in all_drawn.rows(STANDING)] == [
        (name, f"2022-10-{day}", count)
        for name in ("giamsat", "mattran")
        for day, count in zip(days, (8, 4), strict=True)
    ]
    due, latest = all_drawn.rows("SELECT min(due_at), min(latest_at) FROM recheck_task")[0]
    assert (str(due)[:16], str(latest)[:16]) == ("2022-10-05 02:00", "2022-10-10 02:00")


def test_assign__nobody_may__says_so_of_each_lot_and_gives_when_somebody_may(drawn, hailong):
    drawn.change("UPDATE account SET organisation = 'BƯU ĐIỆN tỉnh' WHERE role = 'supervisor'")

    told = hailong("recheck", "assign", *ROUND)
    hailong("user", "change", "giamsat", "--organisation", VETERANS, "--by", "quantri")
    hailong("recheck", "assign", *ROUND)

    assert "interviews for nobody: of the same organisation or team" in told.stderr
    assert "Given out now: 0;" in told.stdout
    assert {row[0] for row in drawn.rows(STANDING)} == {"giamsat"}


def test_assign__team_that_becomes_known_later__takes_the_tasks_away(drawn, hailong):
    hailong("recheck", "assign", *ROUND)
    (_, _, had), (_, _, others) = drawn.rows(STANDING)
    hailong("user", "change", "an", "--team", "Đội 1", "--by", "quantri")
    hailong("user", "change", "giamsat", "--team", "đội 1", "--by", "quantri")

    told = hailong("recheck", "assign", *ROUND, *OFFICE)

    assert f"Given out now: {had}; taken from whoever may not have them any more: {had}" in (
        told.stdout
    )
    standing = drawn.rows(STANDING)
    assert {row[0] for row in standing} == {"mattran"}
    assert sum(row[2] for row in standing) == had + others
    assert drawn.rows(
        "SELECT state, end_reason, count(*) FROM recheck_task WHERE state <> 'open'"
        " GROUP BY state, end_reason"
    ) == [("withdrawn", "not eligible any more", had)]


def test_move__open_tasks__end_here_and_begin_there(drawn, hailong):
    hailong("recheck", "assign", *ROUND)
    (_, _, had), (_, _, others) = drawn.rows(STANDING)
    before = {row[0] for row in drawn.rows("SELECT uuid FROM recheck_task")}
    words = ("--from", "giamsat", "--to", "mattran", "--reason", "Ốm")

    told = hailong("recheck", "move", *ROUND, *words, *OFFICE)

    assert f"Given to mattran: {had} tasks" in told.stdout
    assert sum(row[2] for row in drawn.rows(STANDING)) == had + others
    assert {row[0] for row in drawn.rows(STANDING)} == {"mattran"}
    new = {row[0] for row in drawn.rows("SELECT uuid FROM recheck_task")} - before
    assert len(new) == had
    assert drawn.rows(EVENTS) == [
        ("recheck.task_given", 2 * had + others),
        ("recheck.task_withdrawn", had),
    ]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_move__what_cannot_be__is_said_at_once_and_changes_nothing(drawn, hailong):
    hailong("recheck", "assign", *ROUND)
    before = drawn.rows("SELECT * FROM recheck_task")
    unknown = "00000000-0000-0000-0000-000000000001"

    own = hailong(
        *("recheck", "move", *ROUND, *OFFICE, "--from", "mattran", "--to", "buudien2"),
        *("--reason", " "),
        exits=1,
    )
    other = hailong(
        *("recheck", "move", *ROUND, *OFFICE, "--task", unknown, "--to", "an", "--reason", "x"),
        exits=1,
    )
    post = ("--by", "quanly", "--from", "mattran", "--to", "giamsat", "--reason", "x")
    refused = hailong("recheck", "move", *ROUND, *post, exits=1)

    assert "buudien2 may not have the task" in own.stderr
    assert "of the same organisation or team as the enumerator" in own.stderr
    assert "moved with a reason" in own.stderr
    assert f"no open task {unknown}" in other.stderr
    assert "no open account of a supervisor an" in other.stderr
    assert "home_affairs" in refused.stderr
    assert drawn.rows("SELECT * FROM recheck_task") == before


def test_void__interview_that_is_to_be_made_again__withdraws_its_task(drawn, hailong):
    hailong("recheck", "assign", *ROUND)
    task, interview = drawn.rows("SELECT uuid, interview_uuid FROM recheck_task ORDER BY uuid")[0]
    page = f"/field/interviews/{UUID(str(interview))}"
    manager = drawn.client("quanly")
    sent = {"shown": 1, "reason": "Nhầm", "confirmed": "1", "respondent": "kept"}

    assert manager.post(f"{page}/void", sent).status_code == 303
    state = "SELECT state FROM recheck_task WHERE uuid = :task"
    voided = drawn.one(state, task=task)
    assert manager.post(f"{page}/revive", sent).status_code == 303
    hailong("recheck", "assign", *ROUND)

    assert voided == "withdrawn"
    assert drawn.rows(
        "SELECT state FROM recheck_task WHERE interview_uuid = :uuid ORDER BY state", uuid=interview
    ) == [("open",), ("withdrawn",)]

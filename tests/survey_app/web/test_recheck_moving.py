"""Home Affairs gives open re-checks to another supervisor on a page, as the command does."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.survey_app import claimed_round
from tests.survey_app.given_rechecks import (
    FRONT,
    MONDAY,
    VETERANS,
    add_supervisor,
    give_all,
    interviews_of,
    move_to,
)

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

PAGE = "/recheck/rounds/thu-2022/tasks"
HELD = (
    "SELECT username, count(*) FROM recheck_task JOIN account ON account.id = supervisor_id"
    " WHERE state = 'open' GROUP BY username ORDER BY username"
)
WHY = "Giám sát viên nghỉ ốm"


@pytest.fixture
def given(world):
    """Giám sát has all open re-checks; Mặt trận may have them too, somebody of the Post may not."""
    move_to(world.engine, "giamsat", organisation=VETERANS)
    interviews_of(world.engine, "an", "SXD", 8, day=0)
    world.clock.now = MONDAY + timedelta(days=1)
    give_all(world, at=world.clock.now)
    add_supervisor(world.engine, "mattran", organisation=FRONT)
    add_supervisor(world.engine, "buudien2", organisation="Bưu điện tỉnh")
    return world


@pytest.fixture
def noivu(given):
    return given.client("noivu")


def tasks_of(page):
    return [one["value"] for one in page.named("task")]


def test_page__supervisors__say_what_waits_with_whom(given, noivu, read):
    page = read(noivu.get(PAGE))

    open_ones = given.one("SELECT count(*) FROM recheck_task WHERE state = 'open'")
    assert open_ones >= 2
    assert page.row("Giamsat")[2] == str(open_ones)
    assert page.row("mattran")[2] == "0"
    assert f"{PAGE}?from=giamsat" in page.links
    board = read(noivu.get("/recheck/rounds/thu-2022/"))
    assert PAGE in board.links


def test_move__ticked__goes_to_the_other_one_with_a_reason(given, noivu, read):
    before = dict(given.rows(HELD))
    task = tasks_of(read(noivu.get(f"{PAGE}?from=giamsat")))[0]

    answer = noivu.post(f"{PAGE}?from=giamsat", {"task": task, "to": "mattran", "reason": WHY})

    assert (answer.status_code, answer.location) == (303, f"{PAGE}?from=giamsat")
    assert dict(given.rows(HELD)) == {"giamsat": before["giamsat"] - 1, "mattran": 1}
    ended = given.rows("SELECT end_reason FROM recheck_task WHERE state = 'withdrawn'")
    assert ended == [(WHY,)]
    assert given.actions()[-2:] == ["recheck.task_withdrawn", "recheck.task_given"]


def test_move__all_of_a_supervisor__leaves_none(given, noivu):
    before = dict(given.rows(HELD))

    noivu.post(f"{PAGE}?from=giamsat", {"all": "1", "to": "mattran", "reason": WHY})

    assert dict(given.rows(HELD)) == {"mattran": before["giamsat"]}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"to": "buudien2"}, "cùng tổ chức hoặc cùng đội"),
        ({"to": "khong"}, "khong"),
        ({"reason": " "}, "lý do"),
        ({"task": None}, "Chưa đánh dấu"),
        ({"task": "x"}, "x"),
    ],
)
def test_move__against_a_rule__is_refused_with_all_that_was_typed(given, noivu, read, said, why):
    before = given.rows(HELD)
    task = tasks_of(read(noivu.get(f"{PAGE}?from=giamsat")))[0]
    answers = {"task": task, "to": "mattran", "reason": WHY} | said

    answer = noivu.post(
        f"{PAGE}?from=giamsat", {name: text for name, text in answers.items() if text is not None}
    )

    assert answer.status_code == 422
    assert why in answer.text
    assert given.rows(HELD) == before
    if said.get("task", task) == task:
        assert read(answer).chosen("task") == [task]


def test_page__claims__are_among_what_waits(world, read):
    move_to(world.engine, "giamsat", organisation=FRONT)
    claimed_round.promise(world)
    claimed_round.claimed(world, "an", "SXD", 12)
    claimed_round.draw(world, day=7)
    claimed_round.give(world, day=7)
    [(lot,)] = world.rows("SELECT code FROM lot")
    client = world.client("noivu")

    everybody, of_one, of_lot = (
        read(client.get(address)) for address in (PAGE, f"{PAGE}?from=giamsat", f"{PAGE}?lot={lot}")
    )

    tasks = sorted(str(UUID(str(task))) for task, _claim, _kind in claimed_round.open_tasks(world))
    assert len(tasks) == 3
    assert sorted(tasks_of(of_one)) == sorted(tasks_of(of_lot)) == tasks
    assert everybody.row("Giamsat")[2] == "3"


def test_page__lot_without_open_ones__says_so(noivu, read):
    page = read(noivu.get(f"{PAGE}?lot=khong"))

    assert "Không có phúc tra nào đang mở." in page.text


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
def test_page__everybody_else__is_denied(given, who):
    client = given.client(who)

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"all": "1"}).status_code == 403

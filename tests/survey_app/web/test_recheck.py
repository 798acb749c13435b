"""The supervisor's pages: whom to interview again, attempts in vain, and what follows from them."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.drawn_recheck import DRAWN_AT, draw_for
from tests.survey_app.conftest import COMPLETE
from tests.survey_app.given_rechecks import (
    FRONT,
    MONDAY,
    VETERANS,
    add_supervisor,
    give_all,
    interviews_of,
    move_to,
)

LIST = "/recheck/"
STATES = "SELECT state, end_reason, count(*) FROM recheck_task GROUP BY state, end_reason"
MORNING = MONDAY + timedelta(days=7)


@pytest.fixture
def task(world):
    """The page of the one task of the supervisor: An's interview with the listed respondent."""
    world.change("UPDATE frame_case SET field = 'Đất đai'")
    an = world.client("an")
    assert an.post(world.begin(an), COMPLETE).status_code == 303
    uuid = draw_for(world.engine, world.case_uuid, "giamsat")
    world.clock.now = DRAWN_AT + timedelta(hours=2)
    return f"{LIST}{uuid}/"


@pytest.fixture
def given(world):
    """Re-checks of 40 interviews of An, drawn and given to the supervisor by the rule."""
    move_to(world.engine, "giamsat", organisation=VETERANS)
    give_all(world, at=MONDAY)
    interviews_of(world.engine, "an", "SXD", 20, day=0)
    interviews_of(world.engine, "an", "SXD", 20, day=1)
    world.clock.now = MORNING
    give_all(world, at=MORNING)
    return world


def attempt(**said):
    fields = {"attempt": str(uuid4()), "mode": "phone", "outcome": "no_answer"}
    return fields | said


def fail(client, page, **said):
    return client.post(f"{page}attempts/", attempt(**said))


def kept(world):
    return world.rows("SELECT outcome, mode, note FROM recheck_attempt ORDER BY attempted_at")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_rechecks__none_drawn__says_what_will_come(world):
    answer = world.client("giamsat").get(LIST)

    assert answer.status_code == 200
    assert 'class="empty"' in answer.text


@pytest.mark.parametrize("who", ["an", "quanly", "noivu", "donvi", "quantri"])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_rechecks__other_roles__are_denied(world, task, who):
    client = world.client(who)

    assert client.get(LIST).status_code == 403
    assert client.get(task).status_code == 403
    assert fail(client, task).status_code == 403
    assert kept(world) == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_rechecks__nobody__is_sent_to_the_sign_in(world):
    assert world.client().get(LIST).location == "/sign-in?next=/recheck/"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_task__of_another_supervisor__does_not_exist(world, task):
    add_supervisor(world.engine, "mattran", organisation=FRONT)
    world.change(
        "UPDATE recheck_task SET supervisor_id ="
        " (SELECT id FROM account WHERE username = 'mattran')"
    )
    client = world.client("giamsat")

    assert client.get(task).status_code == 404
    assert fail(client, task).status_code == 404
    assert 'class="empty"' in client.get(LIST).text


def test_task__open__says_how_to_find_the_respondent_and_nothing_of_the_interview(
    world, task, read
):
    client = world.client("giamsat")

    for page in (client.get(LIST), client.get(task)):
        text = read(page).text
        told = [
            one
            for one in ("Người mô phỏng 1", "Sở Xây dựng", "Đất đai", "Địa chỉ mô phỏng")
            if one in text
        ]
        assert len(told) == 4
        assert 'href="tel:0000000001"' in page.text
        secret = (str(world.case_uuid), "MP-1", "Thủ tục", ">An<", "góp ý", "Bưu điện")
        assert [one for one in secret if one in page.text] == []
    assert "03/10/2022" in client.get(task).text
    assert f'href="{task}form/"' in client.get(task).text


def test_task__ended__is_gone_from_every_page_but_as_done(world, task, read):
    client = world.client("giamsat")
    fail(client, task, outcome="refused", note="Vợ nói thôi", confirmed="1")

    for page in (client.get(LIST), client.get(task)):
        secret = ("Người mô phỏng", "0000", "Địa chỉ", "Đất đai", "Vợ nói")
        assert page.status_code == 200
        assert [one for one in secret if one in page.text] == []
        assert "Sở Xây dựng" in page.text
    again = fail(client, task)
    assert again.status_code == 409
    assert world.rows(STATES) == [("not_reached", "refused", 1)]
    assert world.actions()[-2:] == ["recheck.attempt_recorded", "recheck.not_reached"]


def test_attempt__with_everything_missing__says_all_of_it_and_keeps_what_was_typed(
    world, task, read
):
    client = world.client("giamsat")

    answer = fail(client, task, mode="", outcome="moved", note=" ", attempted_at="2022-10-11T08:00")
    other = fail(client, task, outcome="appointment", attempted_at="x")

    assert (answer.status_code, other.status_code) == (422, 422)
    # How, why and when, each beside its field; and the tick.
    assert answer.text.count("has-errors") == 3
    assert answer.text.split("</ul>")[0].count("<li>") == 4
    assert other.text.split("</ul>")[0].count("<li>") == 2
    assert read(answer).chosen("outcome") == ["moved"]
    assert kept(world) == []


def test_attempt__the_third_on_a_second_day__ends_the_task_and_the_next_in_order_is_given(
    given, read
):
    client = given.client("giamsat")
    task, first = given.rows(
        "SELECT uuid, interview_uuid FROM recheck_task ORDER BY work_day, uuid"
    )[0]
    before = given.one("SELECT count(*) FROM recheck_task")
    page = f"{LIST}{UUID(str(task))}/"

    fail(client, page)
    given.clock.move(timedelta(hours=1))
    fail(client, page, mode="visit", outcome="not_there", note="Con trai nói đi chợ")
    given.clock.move(timedelta(days=1))
    last = fail(client, page)

    assert last.location == LIST
    assert given.rows(STATES + " ORDER BY state") == [
        ("not_reached", "in_vain", 1),
        ("open", None, before),
    ]
    ((following, instead),) = given.rows(
        "SELECT interview_uuid, instead_of FROM recheck_draw WHERE selection = 'next'"
    )
    assert instead == first
    place = "SELECT lot_id, stratum, place FROM lot_member WHERE interview_uuid = :uuid"
    lot, stratum, _ = given.rows(place, uuid=first)[0]
    drawn_at_first = given.one(
        "SELECT drawn FROM lot_stratum WHERE lot_id = :lot AND name = :name", lot=lot, name=stratum
    )
    assert given.rows(place, uuid=following) == [(lot, stratum, drawn_at_first + 1)]
    assert (
        given.one("SELECT count(*) FROM recheck_task WHERE interview_uuid = :uuid", uuid=following)
        == 1
    )
    log = str(given.rows("SELECT details FROM audit_event"))
    assert "đi chợ" not in log


@pytest.mark.parametrize(
    ("selection", "seed", "follows"),
    [
        ("random", None, "next"),
        ("more", None, "more"),
        ("verification", None, None),
        ("risk", None, None),
        ("random", "a" * 32, None),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_attempt__refused__is_followed_as_the_selection_says(given, selection, seed, follows):
    task, first = given.rows("SELECT uuid, interview_uuid FROM recheck_task ORDER BY uuid")[0]
    given.change(
        "UPDATE recheck_draw SET selection = :kind, reason = 'x' WHERE interview_uuid = :uuid",
        kind=selection,
        uuid=first,
    )
    if seed:
        given.change(
            "UPDATE recheck_plan SET seed = :seed, revealed_at = committed_at, revealed_by = 1",
            seed=seed,
        )
    before = {row[0] for row in given.rows("SELECT interview_uuid FROM recheck_draw")}

    refused = fail(
        given.client("giamsat"),
        f"{LIST}{UUID(str(task))}/",
        outcome="refused",
        note="x",
        confirmed="1",
    )

    after = dict(given.rows("SELECT interview_uuid, selection FROM recheck_draw"))
    new = [after[one] for one in after.keys() - before]
    assert refused.location == LIST
    assert new == ([follows] if follows else [])


def test_attempt__an_appointment_after_many__goes_on(world, task):
    client = world.client("giamsat")
    for _ in range(2):
        fail(client, task)
    world.clock.move(timedelta(days=1))

    fail(client, task, outcome="appointment", appointment_at="2022-10-11T17:30")
    goes_on = world.rows(STATES)
    listed = client.get(LIST).text
    world.clock.move(timedelta(hours=9))
    fail(client, task)

    assert goes_on == [("open", None, 1)]
    assert "11/10/2022 17:30" in listed
    assert world.rows(STATES) == [("not_reached", "in_vain", 1)]


def test_attempt__button_pressed_twice__is_one_attempt(world, task):
    client = world.client("giamsat")
    sent = attempt(outcome="refused", note="Từ chối", confirmed="1")

    answers = [client.post(f"{task}attempts/", sent) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert kept(world) == [("refused", "phone", "Từ chối")]


def test_attempt__recorded_by_mistake__is_taken_back_as_long_as_it_is_the_last(world, task):
    client = world.client("giamsat")
    fail(client, task)
    first = world.one("SELECT uuid FROM recheck_attempt")
    world.clock.move(timedelta(minutes=5))
    fail(client, task, outcome="not_there")
    (second,) = (
        row[0] for row in world.rows("SELECT uuid FROM recheck_attempt") if row[0] != first
    )

    refused = client.post(f"{task}attempts/{UUID(str(first))}/back")
    done = client.post(f"{task}attempts/{UUID(str(second))}/back")

    assert (refused.status_code, done.status_code) == (422, 303)
    assert [row[0] for row in kept(world)] == ["no_answer"]
    assert world.actions()[-1] == "recheck.attempt_taken_back"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_rechecks__as_days_go_by__are_for_later_then_for_today_then_overdue(given, read):
    client = given.client("giamsat")
    interviews_of(given.engine, "binh", "STP", 20, day=2)
    give_all(given, at=MORNING)

    def sections():
        page = client.get(LIST).text
        return [name for name in ("overdue", "today", "later") if f'id="{name}"' in page]

    now = sections()
    given.clock.move(timedelta(days=1))
    then = sections()
    given.clock.move(timedelta(days=1))
    at_last = sections()

    # Eight for today and the others for tomorrow; all interviews are days old: their day decides.
    assert (now, then, at_last) == (["today", "later"], ["overdue", "today"], ["overdue"])


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_rechecks__many__take_as_many_queries_as_one(given, world):
    client = given.client("giamsat")
    client.get(LIST)
    with given.statements() as many:
        client.get(LIST)
    given.change(
        "UPDATE recheck_task SET state = 'withdrawn', ended_at = assigned_at, end_reason = 'x'"
        " WHERE uuid <> (SELECT min(uuid) FROM recheck_task)"
    )
    with given.statements() as one:
        client.get(LIST)

    assert len(many) == len(one)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_task__of_somebody_on_no_list__says_that_nothing_is_known(world, interviewed, read):
    interviewed({})
    uuid = UUID(str(world.one("SELECT uuid FROM interview")))
    task = draw_for(world.engine, uuid, "giamsat")
    client = world.client("giamsat")

    page = client.get(f"{LIST}{task}/")

    assert page.status_code == 200
    assert "tel:" not in page.text

"""Two people with one tablet: neither reads what is the other's, both send what is finished."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from survey_app.access.people import AccountRequest, add_account
from survey_app.access.policy import Role
from survey_app.clock import system_clock
from survey_app.db.engine import transaction

FIRST = "Điều tra viên 01 (mô phỏng)"
SECOND = "Nguyễn Thị Bình"
SECOND_PIN = "804613"


@pytest.fixture
def passwords(server):
    """A second enumerator, with a list of her own."""
    at = system_clock()
    with transaction(server.engine) as session:
        request = AccountRequest(
            username="binh",
            display_name=SECOND,
            organisation="Bưu điện tỉnh",
            role=Role.ENUMERATOR,
            unit_code=None,
        )
        number = add_account(session, request, password="mot-mat-khau-dai", by=None, at=at)
    server.change(
        "UPDATE assignment SET enumerator_id = :number WHERE frame_case_id = "
        "(SELECT max(frame_case_id) FROM assignment)",
        number=number,
    )
    return {"binh": "mot-mat-khau-dai"}


def arrive(enumerator, passwords):
    """The second person signs in on the tablet and chooses a PIN."""
    enumerator.passwords |= passwords
    enumerator.sign_in("binh")
    enumerator.choose_pin(SECOND_PIN)


def test_second_person__on_the_tablet_of_the_first__sees_neither_list_nor_draft(
    enumerator, passwords, full
):
    enumerator.begin()
    first_list = enumerator.respondents()
    uuid = enumerator.open_next()
    enumerator.visitor.walk(full, until="F2")
    enumerator.leave()
    enumerator.page.locator("#search").fill("mô phỏng 3")
    enumerator.lock()

    arrive(enumerator, passwords)

    second_list = enumerator.respondents()
    assert len(second_list) == 1
    assert not set(second_list) & set(first_list)
    expect(enumerator.page.locator("#search")).to_have_value("")
    enumerator.page.evaluate(f"location.hash = '#interview/{uuid}'")
    enumerator.page.wait_for_url("**/#work")
    expect(enumerator.names()).to_have_text(second_list)
    assert [draft["account"] for draft in enumerator.kept("drafts")] == [1]


def test_second_person__after_a_reload_in_the_interview_of_the_first__sees_her_own_list(
    enumerator, passwords, full
):
    enumerator.begin()
    enumerator.lock()
    arrive(enumerator, passwords)
    enumerator.lock()
    enumerator.pin = "275931"
    enumerator.enter(FIRST)
    uuid = enumerator.open_next()
    enumerator.visitor.walk(full, until="F2")
    enumerator.wait_until_saved()

    enumerator.page.reload()
    enumerator.choose_name(SECOND)
    enumerator.type_pin(SECOND_PIN)

    enumerator.place("next-case").wait_for()
    expect(enumerator.names()).to_have_count(1)
    expect(enumerator.place("trouble")).to_be_hidden()
    assert [draft["uuid"] for draft in enumerator.kept("drafts")] == [uuid]


def test_second_person__given_the_case_of_a_draft__cannot_write_over_it(
    enumerator, server, passwords, full
):
    enumerator.begin()
    uuid = enumerator.open_next()
    enumerator.visitor.walk(full, until="F2")
    enumerator.leave()
    enumerator.lock()
    hidden = enumerator.kept("drafts")
    server.change(
        "UPDATE assignment SET enumerator_id = (SELECT id FROM account WHERE username = 'binh') "
        "WHERE interview_uuid = :uuid",
        uuid=uuid.replace("-", ""),
    )

    arrive(enumerator, passwords)
    enumerator.page.evaluate(f"location.hash = '#interview/{uuid}'")

    expect(enumerator.place("notice")).not_to_be_empty()
    assert enumerator.kept("drafts") == hidden


def test_second_person__work_of_the_first_waits__sends_it_and_cannot_read_it(
    enumerator, server, passwords, full
):
    before = server.interviews()
    enumerator.begin()
    server.kill()
    uuid = enumerator.interview(full)
    enumerator.lock()
    server.start()
    enumerator.visitor.allow("ERR_ABORTED")
    arrive(enumerator, passwords)

    enumerator.look_at_outbox()
    expect(enumerator.page.locator("[data-state]")).to_contain_text("✓")

    assert enumerator.outbox() == {uuid: "sent"}
    assert enumerator.page.locator("[data-items] li").count() == 0
    assert server.interviews() == before + 1
    assert server.stored(uuid)["enumerator"] == 1
    [item] = enumerator.kept("outbox")
    assert set(item["envelope"]) == {"format", "kind", "uuid", "sealed"}


def test_locked_tablet__going_back__shows_nothing_of_the_person(enumerator, full):
    enumerator.begin()
    enumerator.open_next()
    enumerator.visitor.walk(full, until="F2")
    enumerator.leave()
    enumerator.lock()

    enumerator.page.go_back()
    enumerator.page.go_back()

    enumerator.page.locator(".people").wait_for()
    expect(enumerator.page.locator("#interview")).to_have_count(0)
    expect(enumerator.place("who")).to_have_text("")


def test_pin__wrong_five_times__makes_even_the_right_one_wait(enumerator):
    enumerator.page.clock.install()
    enumerator.begin()
    enumerator.lock()
    enumerator.choose_name()
    for _ in range(5):
        enumerator.type_pin("000001")
        expect(enumerator.place("error")).to_contain_text("không đúng")
        expect(enumerator.page.locator("main button[type=submit]")).to_be_enabled()

    enumerator.type_pin()
    expect(enumerator.place("error")).to_contain_text("giây")
    expect(enumerator.place("who")).to_have_text("")
    enumerator.page.clock.fast_forward(timedelta(seconds=31).seconds * 1000)
    enumerator.type_pin()

    expect(enumerator.names()).to_have_count(6)


def test_pin__forgotten__comes_back_by_the_password_and_the_draft_is_readable(
    enumerator, server, full
):
    enumerator.begin()
    uuid = enumerator.open_next()
    enumerator.visitor.walk(full, until="F2")
    enumerator.leave()
    enumerator.lock()

    enumerator.choose_name()
    enumerator.place("forgotten").click()
    # The sign-in of the morning is not enough: whoever found the tablet has that as well.
    enumerator.type_password()
    enumerator.choose_pin("731904")
    enumerator.page.locator("[data-next-case] [data-open]").click()

    assert enumerator.wait_for_form() == uuid
    expect(enumerator.visitor.part("F2")).to_be_visible()
    expect(enumerator.visitor.input("q11", 5)).to_be_checked()
    assert server.one("SELECT count(*) FROM audit_event WHERE action = 'tablet.key_recovered'") == 1


def test_pin__forgotten_without_network__is_refused_and_nothing_is_lost(enumerator, server):
    enumerator.begin()
    enumerator.lock()
    server.kill()

    enumerator.choose_name()
    enumerator.place("forgotten").click()
    expect(enumerator.place("sign-in-error")).to_contain_text("mạng")
    enumerator.type_pin()

    expect(enumerator.names()).to_have_count(6)

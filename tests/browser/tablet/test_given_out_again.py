"""The office leaves out what a tablet sent, and gives the respondent out again."""

import pytest
from playwright.sync_api import expect

HOLD_MS = 16_000
TAKE_AWAY = """
    UPDATE assignment SET enumerator_id = (SELECT id FROM account WHERE username = 'giamsat')
    WHERE interview_uuid = :uuid
"""
GIVE_BACK = """
    UPDATE assignment SET enumerator_id = (SELECT id FROM account WHERE username = 'dieutravien')
    WHERE interview_uuid = :uuid
"""


@pytest.fixture
def leave_out(server, visitors):
    """What the field manager does at a desk."""

    def decide() -> None:
        manager = visitors(server.address, "desk")
        manager.sign_in_by_hand("buudien")
        manager.go("/field/quarantine/1")
        manager.page.get_by_label("Lý do").fill("Nhầm danh sách, giao lại")
        manager.follow(manager.page.locator("[value=voided]"))
        manager.page.wait_for_url("**/field/quarantine/")

    return decide


def fetch_list(one):
    one.place("fetch").click()
    expect(one.place("fetch")).to_be_enabled()


def test_interview__left_out_and_given_out_again__can_be_made_on_the_same_tablet(
    server, enumerator, leave_out, full
):
    before = server.interviews()
    enumerator.begin()
    uuid = enumerator.open_next()
    server.change(TAKE_AWAY, uuid=uuid.replace("-", ""))
    enumerator.visitor.fill(full)
    enumerator.finish()
    state = enumerator.page.locator("[data-state]")
    expect(state).to_have_text("Văn phòng xem: 1")
    assert enumerator.outbox() == {uuid: "attention"}
    fetch_list(enumerator)
    again = enumerator.page.locator(f"[href='#interview/{uuid}']")
    expect(again).to_have_count(0)  # nobody has decided yet

    leave_out()
    server.change(GIVE_BACK, uuid=uuid.replace("-", ""))
    fetch_list(enumerator)

    expect(again).to_be_visible()
    expect(state).to_have_text("✓ Đã gửi hết")
    [entry] = enumerator.kept("log")
    assert (entry["what"], entry["uuids"]) == ("given out again", [uuid])
    assert entry["receipts"][0]["uuid"] == uuid
    again.click()
    enumerator.wait_for_form()
    enumerator.visitor.fill(full | {"q11": 1})
    enumerator.finish()
    enumerator.look_at_outbox()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)
    assert enumerator.outbox() == {uuid: "sent"}
    assert server.interviews() == before + 1
    assert server.stored(uuid)["answers"]["q11"] == 1


def test_outcome__left_out_and_given_out_again__can_be_recorded_anew(server, enumerator, leave_out):
    enumerator.page.clock.install()
    enumerator.begin()
    case = enumerator.place("next-case").locator("[data-outcome]")
    uuid = str(case.get_attribute("href")).rpartition("/")[2]
    case.click()
    enumerator.page.locator("[value='2.25']").check()
    server.change(TAKE_AWAY, uuid=uuid.replace("-", ""))
    enumerator.page.locator("[data-attempt] button").click()
    enumerator.place("next-case").wait_for()
    enumerator.page.clock.fast_forward(HOLD_MS)
    expect(enumerator.page.locator("[data-state]")).to_have_text("Văn phòng xem: 1")

    leave_out()
    server.change(GIVE_BACK, uuid=uuid.replace("-", ""))
    fetch_list(enumerator)

    expect(enumerator.page.locator(f"[href='#attempt/{uuid}']")).to_be_visible()
    assert enumerator.outbox() == {}

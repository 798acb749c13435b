"""The office returns an interview; its enumerator looks at it again, without a network."""

import pytest
from playwright.sync_api import expect

COMMENT = "Xem lại câu về chỗ ngồi chờ"
VERSIONS = """
    SELECT version, is_current, item_01, item_02 FROM interview
    JOIN answer ON interview_id = interview.id WHERE uuid = :uuid ORDER BY version
"""
SCORED = "SELECT count(*) FROM interview WHERE is_current"


@pytest.fixture
def manager(server, visitors):
    """The field manager at a desk."""
    visitor = visitors(server.address, "desk")
    visitor.sign_in_by_hand("buudien")
    return visitor


def versions(server, uuid):
    return [tuple(row.values()) for row in server.rows(VERSIONS, uuid=uuid.replace("-", ""))]


def send_back(manager, uuid):
    manager.go(f"/field/interviews/{uuid}")
    manager.page.locator("#f-comment").fill(COMMENT)
    manager.follow(manager.page.locator("form[action$=return] button"))
    expect(manager.page.locator("main")).to_contain_text(COMMENT)


def void(manager, uuid):
    manager.go(f"/field/interviews/{uuid}")
    manager.page.locator("summary", has_text="Hủy phiếu này").click()
    manager.page.locator("#f-void-reason").fill("Hỏi nhầm người")
    manager.page.locator("#f-kept").check()
    manager.page.locator("#f-void-confirmed").check()
    manager.follow(manager.page.locator("form[action$=void] button"))
    expect(manager.page.locator("main")).to_contain_text("Đã hủy: phiếu này không được tính.")


def fetch_list(enumerator):
    enumerator.place("fetch").click()
    expect(enumerator.place("fetch")).to_be_enabled()


def test_returned_interview__looked_at_again_without_network__counts_as_the_next_version(
    server, enumerator, manager, full
):
    enumerator.begin()
    uuid = enumerator.interview(full)
    enumerator.wait_until_sent(uuid)
    send_back(manager, uuid)
    fetch_list(enumerator)
    first = enumerator.place("next-case")
    expect(first).to_contain_text(COMMENT)
    enumerator.page.context.set_offline(True)

    enumerator.open_next()
    shown = enumerator.said("returned").text_content()
    kept = enumerator.visitor.input("q12", 5).is_checked()
    enumerator.visitor.fill({"q11": 1})
    enumerator.finish()

    assert COMMENT in shown
    assert kept
    assert enumerator.outbox() == {uuid: "waiting"}
    enumerator.page.context.set_offline(False)
    enumerator.wait_until_sent(uuid)
    assert enumerator.outbox() == {uuid: "sent"}
    assert versions(server, uuid) == [(1, 0, 5, 5), (2, 1, 1, 5)]
    fetch_list(enumerator)
    expect(enumerator.page.locator(f"[href='#interview/{uuid}']")).to_have_count(0)
    manager.go(f"/field/interviews/{uuid}")
    expect(manager.page.locator("tr.differs")).to_have_count(1)
    expect(manager.page.locator("main")).to_contain_text("Gửi lại thành phiên bản 2")


def test_voided_interview__of_a_listed_respondent__is_made_anew_on_the_same_tablet(
    server, enumerator, manager, full
):
    enumerator.begin()
    uuid = enumerator.interview(full)
    enumerator.wait_until_sent(uuid)
    counted = server.one(SCORED)
    void(manager, uuid)
    left = server.one(SCORED)
    fetch_list(enumerator)

    enumerator.page.locator(f"[href='#interview/{uuid}']").click()
    enumerator.wait_for_form()
    begins_empty = not enumerator.visitor.input("q12", 5).is_checked()
    enumerator.visitor.fill(full | {"q11": 2})
    enumerator.finish()
    enumerator.wait_until_sent(uuid)

    assert (left, begins_empty) == (counted - 1, True)
    assert versions(server, uuid) == [(1, 0, 5, 5), (2, 1, 2, 5)]
    assert server.one(SCORED) == counted


def test_returned_interview__whose_respondent_refuses__ends_without_losing_the_first(
    server, enumerator, manager, full
):
    enumerator.page.clock.install()
    enumerator.begin()
    uuid = enumerator.interview(full)
    enumerator.wait_until_sent(uuid)
    send_back(manager, uuid)
    fetch_list(enumerator)
    enumerator.open_next()
    enumerator.leave()

    enumerator.place("next-case").locator("[data-outcome]").click()
    enumerator.page.locator("[value='2.11']").check()
    enumerator.page.locator("[data-attempt] button").click()
    enumerator.place("next-case").wait_for()
    enumerator.page.clock.fast_forward(16_000)
    expect(enumerator.page.locator("[data-state]")).to_have_text("✓ Đã gửi hết")

    fetch_list(enumerator)
    expect(enumerator.page.locator(f"[href='#interview/{uuid}']")).to_have_count(0)
    assert versions(server, uuid) == [(1, 1, 5, 5)]
    assert server.one("SELECT count(*) FROM quarantine") == 0
    manager.go(f"/field/interviews/{uuid}")
    expect(manager.page.locator("main")).to_contain_text("Từ chối trả lời (2.11)")

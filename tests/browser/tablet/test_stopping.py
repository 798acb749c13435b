"""An interview that is stopped: what was a mistake leaves no trace at the office, the rest does."""

import json

import pytest
from playwright.sync_api import expect

MISTAKE = "Bấm nhầm"
WRONG = "Nhầm người"
NO_TIME = "Người trả lời không có thời gian"
BEGUN = {"k1": 1, "k2": 1, "a4": 1}
HOLD_MS = 16_000
ATTEMPTS = """
    SELECT disposition, is_final, appointment_at, content FROM contact_attempt
    WHERE uuid IS NOT NULL OR interview_uuid = :uuid
"""


def bare(uuid):
    return uuid.replace("-", "")


@pytest.fixture
def begun(enumerator):
    """An enumerator with an interview of whom a few questions are answered; time may pass."""
    enumerator.page.clock.install()
    enumerator.begin()
    return enumerator


def answer_some(one):
    """Opens the next interview and answers its first parts; gives its UUID."""
    uuid = one.open_next()
    one.visitor.walk(BEGUN, until="F1")
    one.visitor.answer({"q11": 4})
    one.wait_until_saved()
    return uuid


def stop(one, reason):
    one.place("stop").click()
    one.page.get_by_label(reason).check()
    one.place("go").click()


def record(one, code):
    """Records an outcome, and lets the time pass in which it could be taken back."""
    one.page.locator(f"[name=disposition][value='{code}']").check()
    one.page.locator("[data-attempt] button").click()
    expect(one.place("notice").locator("button")).to_be_visible()


def let_it_arrive(one):
    one.page.clock.fast_forward(HOLD_MS)
    expect(one.page.locator("[data-state]")).to_have_text("✓ Đã gửi hết")


def attempts(server, uuid):
    return server.rows(ATTEMPTS, uuid=bare(uuid))


def test_stop__begun_by_mistake__sends_nothing_and_leaves_the_respondent_on_the_list(begun, server):
    before = attempts(server, "")
    listed = begun.respondents()
    uuid = answer_some(begun)

    stop(begun, MISTAKE)

    expect(begun.place("notice")).to_contain_text("Đã xóa")
    expect(begun.names()).to_have_text(listed)
    assert begun.kept("drafts") == []
    assert begun.outbox() == {}
    assert [(entry["what"], entry["uuids"]) for entry in begun.kept("log")] == [("dropped", [uuid])]
    begun.place("fetch").click()
    expect(begun.place("fetch")).to_be_enabled()
    expect(begun.names()).to_have_text(listed)
    assert attempts(server, uuid) == before
    assert begun.open_next() == uuid
    expect(begun.page.locator("#interview input:checked")).to_have_count(0)


def test_stop__begun_by_mistake_and_taken_back__goes_on_with_what_was_answered(begun):
    uuid = answer_some(begun)
    stop(begun, MISTAKE)

    begun.place("notice").locator("button").click()

    expect(begun.place("notice")).to_have_text("Đã hoàn tác.")
    assert begun.open_next() == uuid
    expect(begun.visitor.part("F1")).to_be_visible()
    expect(begun.visitor.input("q11", 4)).to_be_checked()


def test_stop__no_time__keeps_what_was_answered_for_the_appointment(begun, server):
    uuid = answer_some(begun)
    stop(begun, NO_TIME)
    expect(begun.page.locator("#day")).to_be_visible()
    assert [draft["uuid"] for draft in begun.kept("drafts")] == [uuid]

    begun.page.locator("#day").select_option(index=2)
    record(begun, "2.21")
    let_it_arrive(begun)

    [row] = attempts(server, uuid)
    assert (row["disposition"], bool(row["is_final"])) == ("2.21", False)
    assert row["appointment_at"]
    case = begun.page.locator(f"li:has([href='#interview/{uuid}'])")
    expect(begun.place("next-case").locator(case)).to_have_count(0)  # others can be met before
    expect(case).to_contain_text("hẹn")
    case.locator("[data-open]").click()
    begun.wait_for_form()
    expect(begun.visitor.input("q11", 4)).to_be_checked()


def test_stop__wrong_person__removes_what_was_answered_once_the_outcome_is_recorded(begun, server):
    uuid = answer_some(begun)
    stop(begun, WRONG)
    expect(begun.said("begun")).to_contain_text("sẽ bị xóa")
    assert [draft["uuid"] for draft in begun.kept("drafts")] == [uuid]

    record(begun, "2.20")
    assert begun.kept("drafts") == []
    let_it_arrive(begun)

    [row] = attempts(server, uuid)
    assert (row["disposition"], bool(row["is_final"])) == ("2.20", False)
    assert "answers" not in json.loads(row["content"])
    begun.page.locator(f"[href='#interview/{uuid}']").click()
    begun.wait_for_form()
    expect(begun.page.locator("#interview input:checked")).to_have_count(0)


def test_stop__wrong_person_and_back__is_still_in_the_interview(begun):
    answer_some(begun)
    stop(begun, WRONG)

    begun.place("attempt").locator("[data-back]").click()

    begun.wait_for_form()
    expect(begun.visitor.input("q11", 4)).to_be_checked()


def test_stop__wrong_person_on_no_list__arrives_as_not_eligible(begun, server):
    uuid = begun.open_unlisted()
    begun.visitor.walk(BEGUN, until="F1")

    stop(begun, WRONG)

    expect(begun.place("notice")).to_contain_text("✓")
    let_it_arrive(begun)
    [row] = attempts(server, uuid)
    assert (row["disposition"], bool(row["is_final"])) == ("4.70", True)


@pytest.mark.parametrize(("outcome", "stored"), [("2.11", "2.12"), ("2.25", "2.25")])
def test_begun_interview__ended_by_an_outcome__sends_what_was_answered_along(
    begun, server, outcome, stored
):
    uuid = answer_some(begun)
    begun.leave()
    begun.place("next-case").locator("[data-outcome]").click()

    record(begun, outcome)
    assert begun.kept("drafts") == []
    let_it_arrive(begun)

    [row] = attempts(server, uuid)
    assert row["disposition"] == stored
    assert json.loads(row["content"])["answers"]["q11"] == 4


def test_begun_interview__its_outcome_taken_back__goes_on_with_what_was_answered(begun):
    uuid = answer_some(begun)
    begun.leave()
    begun.place("next-case").locator("[data-outcome]").click()
    record(begun, "2.11")

    begun.place("notice").locator("button").click()

    expect(begun.place("notice")).to_have_text("Đã hoàn tác.")
    assert begun.outbox() == {}
    assert begun.open_next() == uuid
    expect(begun.visitor.input("q11", 4)).to_be_checked()

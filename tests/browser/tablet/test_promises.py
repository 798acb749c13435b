"""What the app promises in unlucky moments: nothing unsaved is left, nothing is begun twice."""

import json
import re
from datetime import timedelta

from playwright.sync_api import expect

REFUSE_WRITES = """() => {
    const open = IDBDatabase.prototype.transaction;
    window.mayWrite = false;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
        if (mode === "readwrite" && !window.mayWrite) {
            throw new DOMException("no room", "QuotaExceededError");
        }
        return open.call(this, stores, mode, options);
    };
}"""
CLOSE_CONNECTION = """() => {
    const open = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...asked) {
        IDBDatabase.prototype.transaction = open;
        this.close();
        return open.apply(this, asked);
    };
}"""
NOTE_SCREENS = """() => {
    window.screens = [];
    window.addEventListener("hashchange", (event) => {
        window.screens.push(new URL(event.newURL).hash);
    });
}"""
EIGHT_DAYS_MS = int(timedelta(days=8).total_seconds() * 1000)


def test_answer__not_saved__keeps_the_person_on_the_interview_until_it_is(enumerator, least):
    enumerator.begin()
    uuid = enumerator.open_next()
    enumerator.visitor.answer({"k1": 1})
    enumerator.wait_until_saved()
    enumerator.page.evaluate(REFUSE_WRITES)
    enumerator.visitor.allow("no room")

    enumerator.visitor.answer({"k2": 1})
    expect(enumerator.page.locator("[data-saved].is-failed")).to_be_visible()
    enumerator.page.evaluate(NOTE_SCREENS)
    enumerator.place("leave").click()

    # The address changes with the tap, and again when it is known that nothing was saved.
    enumerator.page.wait_for_function("() => window.screens.includes('#work')")
    expect(enumerator.page).to_have_url(re.compile(f"#interview/{uuid}$"))
    expect(enumerator.page.locator("#interview")).to_be_visible()
    expect(enumerator.place("trouble")).to_contain_text("không lưu được")
    with enumerator.page.expect_download() as saved:
        enumerator.place("rescue").click()
    copy = json.loads(saved.value.path().read_text(encoding="utf-8"))
    assert [document["uuid"] for document in copy["documents"]] == [uuid]

    # It is tried again by itself, and then the interview may be left.
    enumerator.page.evaluate("() => { window.mayWrite = true; }")
    enumerator.wait_until_saved()
    enumerator.place("leave").click()
    enumerator.place("next-case").wait_for()
    assert [draft["uuid"] for draft in enumerator.kept("drafts")] == [uuid]


def test_connection__closed_by_the_browser__is_opened_again_and_saves(enumerator):
    enumerator.begin()
    enumerator.open_next()
    enumerator.page.evaluate(CLOSE_CONNECTION)

    enumerator.visitor.answer({"k1": 1})

    enumerator.wait_until_saved()


def test_finish__tapped_twice__is_one_document(enumerator, least, server):
    enumerator.begin()
    uuid = enumerator.open_next()
    enumerator.visitor.walk(least)
    enumerator.page.locator("[data-send]").evaluate("button => { button.click(); button.click(); }")
    enumerator.place("next-case").wait_for()

    enumerator.look_at_outbox()
    expect(enumerator.page.locator("[data-items] .is-sent")).to_have_count(1)

    assert list(enumerator.outbox()) == [uuid]
    assert server.one("SELECT count(*) FROM quarantine") == 0


def test_finished_interview__opened_by_its_address__is_not_begun_again(enumerator, least):
    enumerator.begin()
    uuid = enumerator.interview(least)

    enumerator.page.evaluate(f"location.hash = '#interview/{uuid}'")
    enumerator.place("next-case").wait_for()

    expect(enumerator.page.locator("#interview")).to_have_count(0)
    assert enumerator.kept("drafts") == []


def test_second_window__with_the_same_interview__is_told_so(enumerator, enumerators):
    enumerator.begin()
    uuid = enumerator.open_next()
    enumerator.visitor.answer({"k1": 1})
    enumerator.wait_until_saved()
    other = enumerators(enumerator.visitor.address, page=enumerator.page.context.new_page())
    other.go(f"/tablet/#interview/{uuid}")
    other.enter()

    expect(other.page.locator("h1")).to_contain_text("cửa sổ khác")
    other.page.close()


def test_sent_interview__a_week_later__is_removed_and_that_is_written_down(enumerator, least):
    enumerator.page.clock.install()
    enumerator.begin()
    uuid = enumerator.interview(least)
    enumerator.look_at_outbox()
    expect(enumerator.page.locator("[data-items] .is-sent")).to_have_count(1)

    enumerator.page.clock.fast_forward(EIGHT_DAYS_MS)
    enumerator.page.locator(".people").wait_for()  # left alone, it has locked itself
    enumerator.look_at_outbox()
    enumerator.send()

    expect(enumerator.said("removed")).to_contain_text("1")
    assert enumerator.outbox() == {}
    assert enumerator.kept("log")[0]["uuids"] == [uuid]


def test_round__closed_with_an_interview_begun__still_lets_it_be_finished(
    enumerator, least, server
):
    enumerator.begin()
    uuid = enumerator.open_next()
    enumerator.visitor.answer({"k1": 1})
    enumerator.wait_until_saved()
    enumerator.place("leave").click()
    enumerator.place("next-case").wait_for()
    server.change("UPDATE round SET state = 'closed'")

    enumerator.place("fetch").click()
    enumerator.place("no-round").wait_for()
    enumerator.page.locator(f"[data-cases] a[href='#interview/{uuid}']").click()
    enumerator.wait_for_form()
    enumerator.visitor.fill(least)
    enumerator.page.locator("[data-send]").click()
    expect(enumerator.place("notice")).to_contain_text("✓")
    enumerator.look_at_outbox()

    expect(enumerator.page.locator("[data-items] .mark")).to_have_count(1)
    assert list(enumerator.outbox()) == [uuid]


def test_update_of_the_list__without_its_forms__leaves_both_as_they_were(enumerator, server):
    enumerator.begin()
    before = enumerator.kept("forms")
    server.change("UPDATE round SET contact = 'Số khác'")
    enumerator.page.route("**/api/v1/sync/forms/**", lambda route: route.abort())
    enumerator.visitor.allow("net::ERR_FAILED")

    enumerator.place("fetch").click()
    expect(enumerator.place("fetch-error")).to_contain_text("bộ câu hỏi")

    assert enumerator.kept("forms") == before
    enumerator.open_next()

"""How long the tablet keeps what was finished, and what it says of keeping."""

import pytest
from playwright.sync_api import expect

SYNC = "/api/v1/sync/interviews"
MORNING = "2026-11-23T09:00:00+07:00"
SENT_AT = "2026-11-23T09:05:00+07:00"
SENT_AT_TEXT = "23/11/2026 09:05"
HOUR_MS = 3_600_000
WEEK_MS = 7 * 24 * HOUR_MS
PERSISTENT = {"name": "persistent-storage"}
COUNT_ASKED = """(() => {
    window.asked = 0;
    for (const name of ["persisted", "persist"]) {
        const ask = StorageManager.prototype[name];
        StorageManager.prototype[name] = async function () {
            const answer = await ask.call(this);
            // Where the browser has agreed already, nobody needs to ask it.
            if (name === "persist" || answer) window.asked += 1;
            return answer;
        };
    }
})();"""


def answer_persistence(enumerator, setting):
    """What the browser says to whoever asks it to keep its data."""
    browser = enumerator.page.context.new_cdp_session(enumerator.page)
    window = browser.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    answer = {"permission": PERSISTENT, "setting": setting, "browserContextId": window}
    browser.send("Browser.setPermission", {**answer, "origin": enumerator.visitor.address})


def let_pass(enumerator, ms, *, until):
    """Time passes; waits until the app has tried to send at this hour, and plans the next try."""
    enumerator.page.clock.fast_forward(ms)
    enumerator.look_at_outbox()
    expect(enumerator.said("next")).to_contain_text(until)


def test_finished_interviews__after_a_week__are_gone_if_sent_and_kept_if_not(enumerator, least):
    enumerator.page.clock.install(time=MORNING)
    enumerator.begin()
    enumerator.page.clock.pause_at(SENT_AT)
    sent = enumerator.interview(least)
    expect(enumerator.page.locator("[data-state]")).to_have_text("✓ Đã gửi hết")
    enumerator.page.route(f"**{SYNC}", lambda route: route.abort("internetdisconnected"))
    unsent = enumerator.interview(least)

    let_pass(enumerator, WEEK_MS - HOUR_MS, until="30/11/2026 08:")
    assert enumerator.outbox() == {sent: "sent", unsent: "waiting"}
    expect(enumerator.said("last")).to_have_text(SENT_AT_TEXT)
    expect(enumerator.said("oldest")).to_have_text("6 ngày")
    expect(enumerator.said("removed")).to_have_text("–")
    let_pass(enumerator, 2 * HOUR_MS, until="30/11/2026 10:")

    assert enumerator.outbox() == {unsent: "waiting"}
    expect(enumerator.said("removed")).to_contain_text("1 phiếu")
    assert [entry["uuids"] for entry in enumerator.kept("log")] == [[sent]]


def test_last_sync__on_the_outbox_screen__is_when_a_receipt_came_also_after_a_restart(
    enumerator, least
):
    enumerator.page.clock.install(time=MORNING)
    enumerator.begin()
    enumerator.look_at_outbox()
    expect(enumerator.said("last")).to_have_text("–")
    enumerator.page.clock.pause_at(SENT_AT)
    enumerator.page.evaluate("location.hash = '#work'")

    enumerator.interview(least)
    enumerator.look_at_outbox()
    expect(enumerator.said("last")).to_have_text(SENT_AT_TEXT)
    enumerator.page.clock.fast_forward(HOUR_MS)
    enumerator.page.reload()
    enumerator.look_at_outbox()

    expect(enumerator.said("last")).to_have_text(SENT_AT_TEXT)


@pytest.mark.parametrize(
    ("setting", "said"), [("granted", "trình duyệt giữ lâu dài"), ("denied", "có thể xóa")]
)
def test_persistent_storage__asked_for_before_any_work__shows_what_the_browser_answers(
    enumerator, setting, said
):
    answer_persistence(enumerator, setting)
    enumerator.page.add_init_script(COUNT_ASKED)

    enumerator.begin()
    asked = enumerator.page.evaluate("window.asked")
    enumerator.look_at_outbox()

    assert asked > 0
    expect(enumerator.said("storage")).to_contain_text(said)

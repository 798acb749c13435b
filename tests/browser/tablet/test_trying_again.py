"""What could not be sent is tried again: by the clock, and by whatever promises a network."""

import pytest
from playwright.sync_api import expect

SYNC = "/api/v1/sync/interviews"
SECOND_MS = 1000
MORNING = "2026-11-23T09:00:00+07:00"
LATER = "2026-11-23T09:05:00+07:00"
# No spread of the waits, and every plan of more than some seconds is written down.
WATCH_PLANS = """(() => {
    Math.random = () => 0.5;
    const plan = window.setTimeout;
    window.plans = [];
    window.setTimeout = (act, wait, ...rest) => {
        if (wait >= 10_000) window.plans.push(wait);
        return plan(act, wait, ...rest);
    };
})();"""
WRONG = [{"sha256": "0" * 64}, {"uuid": "another"}, {"hmac": ""}, {"received_at": ""}]
# As a full disk does: what was to be written of the outbox is taken back.
REFUSE_WRITES = """() => {
    const open = IDBDatabase.prototype.transaction;
    window.mayWrite = false;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
        const opened = open.call(this, stores, mode, options);
        const isRefused = mode === "readwrite" && stores.includes("outbox") && !window.mayWrite;
        if (isRefused) queueMicrotask(() => opened.abort());
        return opened;
    };
}"""
WAITS_S = [15, 30, 60, 120, 240, 480, 900, 900]
"""Twice as long after each failure, but never more than a quarter of an hour."""


@pytest.fixture
def waiting(enumerator, least):
    """Somebody whose interview could not be sent; the clock of the tablet stands still."""
    enumerator.page.clock.install(time=MORNING)
    enumerator.page.add_init_script(WATCH_PLANS)
    enumerator.begin()
    enumerator.page.route(f"**{SYNC}", lambda route: route.abort("internetdisconnected"))
    enumerator.page.clock.pause_at(LATER)
    enumerator.interview(least)
    enumerator.look_at_outbox()
    expect(enumerator.place("problem")).to_be_visible()
    return enumerator


def plans(enumerator, count):
    """The seconds until each planned try since the interview, once there are so many."""
    enumerator.page.wait_for_function("count => window.plans.length >= count", arg=count)
    return [ms / SECOND_MS for ms in enumerator.page.evaluate("window.plans")]


def open_the_way(enumerator):
    """From here on the network leads to the server; nobody tells the tablet."""
    enumerator.page.unroute_all()


def wait_until_sent(enumerator):
    """Waits until the outbox screen says that everything is away."""
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)


def test_timer__no_way_for_an_hour__tries_with_longer_and_longer_waits(waiting):
    tries = []
    waiting.page.on("request", lambda request: tries.append(request.url.endswith(SYNC)))

    for done, wait in enumerate(WAITS_S, start=1):
        assert plans(waiting, done)[-1] == wait
        waiting.page.clock.run_for((wait - 1) * SECOND_MS)
        assert sum(tries) == done - 1  # not before its time
        with waiting.page.expect_request(f"**{SYNC}"):
            waiting.page.clock.run_for(SECOND_MS)

    assert plans(waiting, len(WAITS_S) + 1) == [*WAITS_S, WAITS_S[-1]]
    assert sum(tries) == len(WAITS_S)
    assert list(waiting.outbox().values()) == ["waiting"]


def test_timer__way_is_free__sends_at_the_next_try_and_plans_no_other(waiting):
    assert plans(waiting, 1) == WAITS_S[:1]
    open_the_way(waiting)

    waiting.page.clock.run_for(WAITS_S[0] * SECOND_MS)

    wait_until_sent(waiting)
    assert plans(waiting, 1) == WAITS_S[:1]


@pytest.mark.parametrize(
    ("target", "event"), [("window", "focus"), ("document", "visibilitychange")]
)
def test_page__comes_back_before_the_eyes__sends_without_the_timer(waiting, target, event):
    assert plans(waiting, 1) == WAITS_S[:1]
    open_the_way(waiting)

    waiting.page.evaluate(f"{target}.dispatchEvent(new Event('{event}'))")

    wait_until_sent(waiting)


def test_network__comes_back__sends_without_the_timer(waiting):
    assert plans(waiting, 1) == WAITS_S[:1]
    waiting.page.context.set_offline(True)
    open_the_way(waiting)

    waiting.page.context.set_offline(False)

    wait_until_sent(waiting)


def test_app__opened_with_something_unsent__sends_before_anybody_has_come_in(waiting, enumerators):
    assert plans(waiting, 1) == WAITS_S[:1]
    context = waiting.page.context
    waiting.page.close()
    opened = enumerators(waiting.visitor.address, page=context.new_page())

    opened.go()

    expect(opened.page.locator("[data-state]")).to_contain_text("✓")
    assert list(opened.outbox().values()) == ["sent"]
    expect(opened.page.locator("body.someone")).to_have_count(0)


def test_timer__receipt_cannot_be_written_down__says_so_and_asks_again_later(waiting):
    assert plans(waiting, 1) == WAITS_S[:1]
    open_the_way(waiting)
    waiting.page.evaluate(REFUSE_WRITES)

    waiting.page.clock.run_for(WAITS_S[0] * SECOND_MS)
    assert plans(waiting, 2) == WAITS_S[:2]
    expect(waiting.place("problem")).to_contain_text("Máy đã đầy")
    assert list(waiting.outbox().values()) == ["waiting"]
    waiting.page.evaluate("() => { window.mayWrite = true; }")
    waiting.page.clock.run_for(WAITS_S[1] * SECOND_MS)

    wait_until_sent(waiting)


def test_receipt__of_something_else__counts_as_nothing_and_it_is_sent_again(waiting, server):
    def falsify(route):
        answer = route.fetch()
        said = answer.json()
        said["results"][0]["receipt"] |= wrong
        route.fulfill(response=answer, json=said)

    open_the_way(waiting)
    waiting.page.route(f"**{SYNC}", falsify)
    for done, wrong in enumerate(WRONG, start=1):
        waiting.page.clock.run_for(WAITS_S[done - 1] * SECOND_MS)
        assert plans(waiting, done + 1) == WAITS_S[: done + 1], wrong
        expect(waiting.place("problem")).to_contain_text("Một trang khác")
        assert list(waiting.outbox().values()) == ["waiting"], wrong

    open_the_way(waiting)
    waiting.page.clock.run_for(WAITS_S[len(WRONG)] * SECOND_MS)

    wait_until_sent(waiting)
    [uuid] = waiting.outbox()
    assert server.stored(uuid)["uuid"] == uuid

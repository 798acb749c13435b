"""The clock of the tablet is wrong: what it says is kept, and how wrong it is."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

DAY_MS = 86_400_000
MINUTE_MS = 60_000
# The date that a person has set is wrong; what passes is measured by another clock.
SHIFT = """(() => {
    const Right = Date;
    window.shiftOfClock = Number(sessionStorage.getItem("shift") ?? SHIFT_MS);
    window.Date = class extends Right {
        constructor(...given) {
            if (given.length) super(...given);
            else super(Right.now() + window.shiftOfClock);
        }
        static now() { return Right.now() + window.shiftOfClock; }
    };
})()"""


def set_clock(enumerator, shift_ms):
    """Sets the clock of the tablet before it is used."""
    enumerator.page.add_init_script(SHIFT.replace("SHIFT_MS", str(shift_ms)))


def stored_times(server, uuid):
    """Start, end and skew of a stored interview, and its document."""
    bare = uuid.replace("-", "")
    started = server.one("SELECT started_at FROM interview WHERE uuid = :uuid", uuid=bare)
    finished = server.one("SELECT finished_at FROM interview WHERE uuid = :uuid", uuid=bare)
    skew_ms = server.one("SELECT skew_ms FROM interview WHERE uuid = :uuid", uuid=bare)
    return started, finished, skew_ms, server.stored(uuid)


@pytest.mark.parametrize("days", [-1, 1])
def test_clock__one_day_off__interview_is_accepted_with_its_skew(enumerator, server, full, days):
    set_clock(enumerator, days * DAY_MS)
    enumerator.begin()

    uuid = enumerator.interview(full)
    enumerator.look_at_outbox()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)

    _, _, skew_ms, document = stored_times(server, uuid)
    assert abs(skew_ms - days * DAY_MS) < MINUTE_MS
    assert 0 < document["elapsed_ms"] < 5 * MINUTE_MS
    finished = datetime.fromisoformat(document["finished_at"])
    assert abs(finished - timedelta(days=days) - datetime.now(UTC)) < timedelta(minutes=5)


def test_clock__set_back_during_the_interview__time_still_runs_forward(enumerator, server, full):
    set_clock(enumerator, DAY_MS)
    enumerator.begin()
    uuid = enumerator.open_next()
    enumerator.visitor.walk(full, until="F2")
    enumerator.page.evaluate("() => { window.shiftOfClock = 0; }")

    enumerator.visitor.fill(full)
    enumerator.finish()
    enumerator.look_at_outbox()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)

    started, finished, skew_ms, document = stored_times(server, uuid)
    assert started <= finished
    assert abs(skew_ms) < MINUTE_MS
    assert 0 < document["elapsed_ms"] < 5 * MINUTE_MS
    timings = document["timings"].values()
    assert all(0 <= timing["first_shown_ms"] <= document["elapsed_ms"] for timing in timings)


def test_clock__a_year_ahead_and_then_right__keeps_what_was_not_sent_and_opens(
    enumerator, server, full
):
    set_clock(enumerator, 365 * DAY_MS)
    enumerator.begin()
    server.kill()
    uuid = enumerator.interview(full)
    enumerator.lock()
    enumerator.page.evaluate("sessionStorage.setItem('shift', '0')")

    enumerator.page.reload()
    enumerator.enter()
    enumerator.look_at_outbox()
    assert enumerator.outbox() == {uuid: "waiting"}
    expect(enumerator.said("oldest")).to_contain_text("0")
    server.start()
    enumerator.send()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)

    assert stored_times(server, uuid)[3]["uuid"] == uuid

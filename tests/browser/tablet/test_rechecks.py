"""A supervisor asks again on a tablet, without a network and without knowing the first answers."""

from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlalchemy import text as sql

from questionnaires import shipped_definition
from survey_app.clock import system_clock
from tests.browser.measures import violations
from tests.browser.tablet.test_at_rest import TEXTS_OF
from tests.browser.tablet_screens.test_screens import FITS, MEASURE
from tests.drawn_recheck import claim_for, draw_for

SAID = "Zkqwvjx"
ENUMERATOR = "Điều tra viên 01 (mô phỏng)"
SUPERVISOR = "Giám sát viên (mô phỏng)"
PIN = "804613"
RECHECKS = "**/api/v1/sync/rechecks"
FACTS = {
    "interview_happened": 1,
    "person_ok": 1,
    "when_ok": 1,
    "place_ok": 1,
    "procedure_ok": 9,
    "month_ok": 9,
    "result_received": 1,
    "answered_by_ok": 1,
    "duration_ok": 2,
    "official_present": 2,
    "pressure": 2,
}
AGAIN = FACTS | {item.code: 4 for item in shipped_definition("sipas-22").index_items}
CLAIM = {"claim_came": 1, "claim_when": 2, "claim_said": 3, "claim_other": 3}
STORES = ["people", "work", "forms", "drafts", "outbox", "log"]
CACHED = """async () => {
    const texts = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            texts.push(request.url, await (await cache.match(request)).text());
        }
    }
    return texts.join("\\n");
}"""


@pytest.fixture
def interviewed(least):
    """An enumerator with a tablet of their own interviews; gives the first interviews."""

    def interview(enumerator, number=1):
        uuids = [enumerator.interview(least | {"a3": SAID}) for _ in range(number)]
        for uuid in uuids:
            enumerator.wait_until_sent(uuid)
        return uuids

    return interview


def draw(server, uuid, *, hours=24):
    """The interview is drawn, and is to be made again in so many hours; gives the task."""
    due_at = system_clock() + timedelta(hours=hours)
    return str(draw_for(server.engine, UUID(uuid), "giamsat", due_at=due_at))


def arrive(person, pin=PIN):
    """The supervisor signs in, chooses a PIN and has the list."""
    person.sign_in("giamsat")
    person.choose_pin(pin)
    expect(person.page.locator("h1")).to_have_text("Việc phúc tra của tôi")


def finish(person):
    """Says how the respondent was reached, and finishes."""
    person.page.locator("[name=recheck-mode][value=phone]").check()
    person.finish()


def test_recheck__made_offline_in_a_killed_browser_and_answer_lost__is_locked_once(
    tablet, server, interviewed
):
    person = tablet.switch_on()
    person.begin_enrolled(server.enrolment_code())
    (first,) = interviewed(person)
    task = draw(server, first)
    person.lock()
    arrive(person)
    person.wait_until_kept()
    server.kill()
    assert person.open_next() == task
    person.visitor.walk(AGAIN, until="recheck_manner")
    person.visitor.answer({"answered_by_ok": 1})
    person.wait_until_saved()
    tablet.kill()

    person = tablet.switch_on()
    person.pin = PIN
    person.go()
    person.enter(SUPERVISOR)
    assert person.open_next() == task
    expect(person.visitor.part("recheck_manner")).to_be_visible()
    expect(person.visitor.input("answered_by_ok", 1)).to_be_checked()
    person.visitor.walk(AGAIN)
    finish(person)
    assert person.outbox()[task] == "waiting"
    assert person.kept("drafts") == []
    lost = []

    def lose(route):
        lost.append(route.fetch().json()["results"][0]["status"])
        route.abort("connectionreset")

    person.page.route(RECHECKS, lose)
    server.start()
    person.look_at_outbox()
    with person.page.expect_event("requestfailed", lambda one: one.url.endswith("/rechecks")):
        person.send()
    expect(person.place("problem")).to_be_visible()
    assert (lost[0], person.outbox()[task]) == ("accepted", "waiting")
    person.page.unroute(RECHECKS)
    person.send()
    person.wait_until_sent(task)
    expect(person.place("compare")).to_be_visible()
    address = f"/recheck/{task}/reconcile/"
    assert person.place("compare").get_attribute("href") == address

    (kept,) = server.rows("SELECT * FROM recheck_interview")
    assert (kept["mode"], kept["task_uuid"]) == ("phone", task.replace("-", ""))
    assert server.one("SELECT state FROM recheck_task") == "locked"
    person.page.evaluate("location.hash = '#work'")
    person.place("fetch").click()
    expect(person.place("none")).to_be_visible()


def test_claim__asked_offline__is_locked_and_never_says_what_was_recorded(enumerator, server):
    """The form is fetched with the list; nobody is told whether it was a refusal or an absence."""
    enumerator.begin_enrolled(server.enrolment_code())
    due_at = system_clock() + timedelta(hours=24)
    task = str(claim_for(server.engine, "giamsat", kind="not_met", due_at=due_at))
    enumerator.lock()
    arrive(enumerator)
    enumerator.wait_until_kept()
    expect(enumerator.place("next-case")).to_contain_text("Chưa phỏng vấn · hỏi lý do trước")
    listed = enumerator.page.locator("main").inner_text()
    kept = enumerator.page.evaluate(TEXTS_OF, ["hai-long", STORES])
    stored = enumerator.page.evaluate(CACHED) + kept
    server.kill()

    assert enumerator.open_next() == task
    enumerator.visitor.walk(CLAIM, until="claim_others")
    enumerator.wait_until_saved()
    enumerator.visitor.walk(CLAIM)
    finish(enumerator)
    waiting = enumerator.outbox()[task]
    server.start()
    enumerator.look_at_outbox()
    enumerator.send()
    enumerator.wait_until_sent(task)

    assert waiting == "waiting"
    assert "Phỏng vấn ngày" not in listed
    assert "giamsat" in kept
    assert "not_met" not in stored
    (row,) = server.rows("SELECT * FROM claim_recheck")
    said = (row["came"], row["came_when"], row["answer"], row["other"], row["mode"])
    assert said == ("yes", "days_4_7", "later", "nobody", "phone")
    assert server.one("SELECT state FROM recheck_task") == "locked"


def test_attempts__made_offline__are_kept_on_the_server_and_on_the_list(
    enumerator, server, interviewed
):
    enumerator.page.clock.install()
    enumerator.begin_enrolled(server.enrolment_code())
    first, second = interviewed(enumerator, 2)
    tasks = [draw(server, first), draw(server, second, hours=48)]
    enumerator.lock()
    arrive(enumerator)
    server.kill()
    for mode, outcome, note in (("phone", "no_answer", ""), ("visit", "refused", "Bận việc")):
        enumerator.page.locator("[data-next-case] [data-outcome]").click()
        enumerator.page.locator(f"[name=mode][value={mode}]").check()
        enumerator.page.locator(f"[name=outcome][value={outcome}]").check()
        if note:
            enumerator.page.locator("[data-attempt] button").click()
            expect(enumerator.place("error")).to_be_visible()
            enumerator.page.locator("[name=note]").fill(note)
        enumerator.page.locator("[data-attempt] button").click()
        expect(enumerator.place("notice").locator("button")).to_be_visible()
    assert len(enumerator.respondents()) == 1
    server.start()
    enumerator.page.clock.fast_forward(20_000)
    enumerator.look_at_outbox()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(2)

    rows = server.rows("SELECT * FROM recheck_attempt ORDER BY attempted_at")
    assert [(row["task_uuid"], row["mode"], row["outcome"], row["note"]) for row in rows] == [
        (tasks[0].replace("-", ""), "phone", "no_answer", None),
        (tasks[0].replace("-", ""), "visit", "refused", "Bận việc"),
    ]


TAKEN = "UPDATE recheck_task SET state = 'withdrawn', ended_at = assigned_at, end_reason = 'x'"


def test_draft__of_a_recheck_that_was_taken_back__is_told_kept_and_removed_by_the_supervisor_alone(
    enumerator, server, interviewed
):
    enumerator.begin_enrolled(server.enrolment_code())
    (first,) = interviewed(enumerator)
    task = draw(server, first)
    enumerator.lock()
    arrive(enumerator)
    assert enumerator.open_next() == task
    enumerator.visitor.walk(AGAIN, until="recheck_manner")
    enumerator.wait_until_saved()
    enumerator.leave()
    with server.engine.begin() as connection:
        connection.execute(sql(TAKEN))

    enumerator.place("fetch").click()
    cards = enumerator.page.locator("[data-cases] li")
    expect(cards).to_contain_text("không còn là của quý vị")
    expect(cards.locator("[data-open]")).to_be_visible()
    assert enumerator.kept("drafts") != []

    cards.locator("[data-drop]").click()
    expect(cards).to_have_count(0)
    assert enumerator.kept("drafts") == []
    enumerator.place("notice").locator("button").click()
    expect(cards).to_have_count(1)
    assert enumerator.kept("drafts") != []

    cards.locator("[data-open]").click()
    expect(enumerator.visitor.part("recheck_manner")).to_be_visible()
    enumerator.visitor.walk(AGAIN)
    finish(enumerator)
    enumerator.look_at_outbox()
    expect(enumerator.place("items").locator(".is-attention, .is-sent")).to_have_count(1)
    assert server.one("SELECT kind FROM recheck_aside") == "quarantined"


def test_supervisor__on_the_tablet_of_an_enumerator__neither_sees_what_is_the_others(
    enumerator, server, interviewed, least
):
    enumerator.begin()
    (first,) = interviewed(enumerator)
    task = draw(server, first)
    own = enumerator.respondents()
    case = enumerator.open_next()
    enumerator.visitor.walk(least, until="F2")
    enumerator.leave()
    enumerator.lock()
    arrive(enumerator)

    assert len(enumerator.respondents()) == 1
    assert not set(enumerator.respondents()) & set(own)
    enumerator.page.evaluate(f"location.hash = '#interview/{case}'")
    enumerator.page.wait_for_url("**/#work")
    assert enumerator.open_next() == task
    enumerator.visitor.walk(AGAIN, until="recheck_manner")
    enumerator.leave()
    enumerator.look_at_outbox()
    assert enumerator.page.locator("[data-items] li").count() == 0
    enumerator.lock()

    enumerator.pin = "275931"
    enumerator.enter(ENUMERATOR)
    assert enumerator.respondents() == own
    enumerator.page.evaluate(f"location.hash = '#interview/{task}'")
    enumerator.page.wait_for_url("**/#work")
    expect(enumerator.names()).to_have_text(own)  # drawn anew meanwhile
    # Only what is encrypted says which criteria are asked again: they could tell whose interview.
    readable = enumerator.page.evaluate(TEXTS_OF, ["hai-long", ["work", "forms", "drafts"]])
    assert "data-item" in readable
    assert "interview_happened" not in readable


def test_tablet_of_a_supervisor__in_every_store_and_answer__holds_nothing_of_the_first_interview(
    enumerators, server, interviewed
):
    first_tablet = enumerators(server.address)
    first_tablet.begin()
    (first,) = interviewed(first_tablet)
    task = draw(server, first)
    second = enumerators(server.address)
    answers = []

    def hear(answer):
        answers.append(answer)

    second.page.on("response", hear)
    second.go()
    arrive(second)
    second.wait_until_kept()
    respondent = second.respondents()[0]
    second.open_next()
    second.visitor.walk(AGAIN, until="recheck_manner")
    second.leave()

    told = [one.text() for one in answers if "/api/" in one.url and one.status == 200]
    kept = second.page.evaluate(TEXTS_OF, ["hai-long", STORES])
    cached = second.page.evaluate(CACHED)
    secret = [SAID, first, first.replace("-", ""), ENUMERATOR, "MO-PHONG-001"]
    for text in (*told, kept, cached):
        assert [one for one in secret if one in text] == []
    # The search would have found them, and nobody's name is readable on the disk.
    assert any(task in text for text in told)
    assert task in kept
    assert respondent.split(" mô")[0] not in kept
    assert "tablet" in cached


@pytest.mark.parametrize("size", ["phone", "tablet"])
def test_rechecks__on_every_screen__fit_screen_and_thumb_and_rules(
    enumerators, server, interviewed, size
):
    person = enumerators(server.address, size)
    person.begin_enrolled(server.enrolment_code())
    first, second = interviewed(person, 2)
    draw(server, first, hours=-5)
    draw(server, second)
    person.lock()
    arrive(person)

    for screen in screens(person):
        assert person.page.evaluate(MEASURE) == FITS, screen
        assert violations(person.page, enhanced=True) == [], screen


def screens(person):
    """Whatever a supervisor sees that an enumerator does not."""
    yield "list"
    person.page.locator("[data-cases] [data-outcome]").click()
    person.page.locator("[name=outcome][value=appointment]").check()
    person.page.locator("[data-attempt] button").click()
    yield "attempt"
    person.page.locator("[name=mode][value=phone]").check()
    person.page.locator("[data-attempt] button").click()
    expect(person.place("notice").locator("button")).to_be_visible()
    person.open_next()
    yield "first part"
    person.visitor.walk(AGAIN)
    person.place("send").click()
    yield "end"
    finish(person)
    person.look_at_outbox()
    expect(person.page.locator("[data-compare]:visible")).to_have_count(1)
    yield "sending"

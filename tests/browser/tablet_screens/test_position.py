"""The place of the interview: only where the round asks for it and the respondent agrees."""

import json

import pytest
from playwright.sync_api import expect

PLACE = {"latitude": 20.541, "longitude": 105.913, "accuracy": 12}

LATE = """() => {
    const place = { coords: { latitude: 20.541, longitude: 105.913, accuracy: 12 } };
    let tell;
    navigator.geolocation.getCurrentPosition = (done) => (tell = () => done(place));
    const open = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
        const opened = open.call(this, stores, mode, options);
        if (mode === "readwrite" && stores.includes("outbox")) tell();
        return opened;
    };
}"""
"""The place is found at the very moment in which the finished interview is put away."""
DRAFTS = """() => new Promise((resolve) => {
    const opening = indexedDB.open("hai-long");
    opening.onsuccess = () => {
        const counting = opening.result.transaction("drafts").objectStore("drafts").count();
        counting.onsuccess = () => { opening.result.close(); resolve(counting.result); };
    };
})"""


@pytest.fixture
def asked(office, arrival):
    """An enumerator in a round that asks for the place, at a place that the tablet knows."""
    office.change("UPDATE round SET asks_position = true")
    one = arrival()
    one.page.context.grant_permissions(["geolocation"], origin=office.address)
    one.page.context.set_geolocation(PLACE)
    one.begin()
    return one


@pytest.fixture
def position_of(office):
    """The stored place of an interview."""

    def stored(uuid):
        [row] = office.rows(
            "SELECT content FROM interview WHERE uuid = :uuid", uuid=uuid.replace("-", "")
        )
        return json.loads(row["content"])["position"]

    return stored


def interviewed(one, least, *, uuid):
    one.visitor.walk(least)
    one.finish()
    one.wait_until_sent()
    return uuid


def test_position__asked_and_agreed__is_stored(asked, position_of, least):
    uuid = asked.open()
    asked.page.locator("[data-agrees]").check()
    expect(asked.page.locator("[data-position]")).to_have_text("✓ Đã ghi vị trí.")

    interviewed(asked, least, uuid=uuid)

    assert position_of(uuid) == {
        "latitude_e6": 20_541_000,
        "longitude_e6": 105_913_000,
        "accuracy_m": 12,
    }


def test_position__agreement_taken_back__is_not_stored(asked, position_of, least):
    uuid = asked.open()
    asked.page.locator("[data-agrees]").check()
    expect(asked.page.locator("[data-position]")).to_be_visible()
    asked.page.locator("[data-agrees]").uncheck()

    interviewed(asked, least, uuid=uuid)

    assert position_of(uuid) is None


def test_position__agreed_but_forbidden_by_the_browser__goes_on_without(asked, position_of, least):
    asked.page.context.clear_permissions()
    uuid = asked.open()
    asked.page.locator("[data-agrees]").check()
    expect(asked.page.locator("[data-position]")).to_contain_text("Không xác định được vị trí")
    asked.page.locator("[data-leave]").click()
    asked.open("mô phỏng 1")
    expect(asked.page.locator("[data-agrees]")).not_to_be_checked()

    interviewed(asked, least, uuid=uuid)

    assert position_of(uuid) is None


def test_position__not_asked_by_the_round__is_no_question(enumerator):
    enumerator.open()

    expect(enumerator.page.locator("[data-agrees]")).to_have_count(0)


def test_position__found_while_the_interview_is_put_away__brings_no_draft_back(asked, least):
    uuid = asked.open()
    asked.page.evaluate(LATE)
    asked.page.locator("[data-agrees]").check()

    interviewed(asked, least, uuid=uuid)

    asked.page.wait_for_selector("[data-fetch]:enabled")
    assert asked.page.evaluate(DRAFTS) == 0

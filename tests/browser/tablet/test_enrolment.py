"""From the code on the manager's screen to a tablet that sends by itself, and its end."""

import pytest
from playwright.sync_api import expect

AT_ONCE = """code => {
    const main = document.getElementById("main");
    new MutationObserver((_changes, observer) => {
        const form = main.querySelector("[data-enrol]");
        if (!form) return;
        observer.disconnect();
        form.elements.code.value = code;
        form.requestSubmit();
        form.requestSubmit();
    }).observe(main, { childList: true });
    location.hash = "#welcome";
}"""
"""Types a code and sends it twice as soon as its field is there, before the storage answers."""


@pytest.fixture
def manager(server, visitors):
    """The field manager at a desk."""
    visitor = visitors(server.address, "desk")
    visitor.sign_in_by_hand("buudien")
    return visitor


def _code_for(manager, name):
    """Makes a code, and gives the address that the square leads to."""
    manager.go("/field/tablets/")
    manager.page.locator("#name").fill(name)
    manager.follow(manager.page.locator("form.narrow-form button"))
    code = manager.page.locator(".enrolment-code").inner_text().replace(" ", "")
    expect(manager.page.locator("svg[role=img]")).to_be_visible()
    return f"/tablet/#enrol={code}"


def test_code__followed_as_the_camera_does__enrols_the_tablet(manager, enumerator):
    enumerator.go(_code_for(manager, "Máy 12"))
    enumerator.page.locator("[data-enrol] button").click()

    expect(enumerator.said("device")).to_contain_text("Máy 12")


def test_code__sent_twice_the_moment_its_field_is_there__enrols_the_tablet_once(server, enumerator):
    enumerator.begin()

    enumerator.page.evaluate(AT_ONCE, server.enrolment_code())

    enumerator.page.locator(".people").wait_for()
    expect(enumerator.said("device")).to_contain_text("Máy 07")
    assert "code=" not in enumerator.page.url
    assert server.one("SELECT count(*) FROM device") == 1


def test_code__mistyped__is_typed_again_in_the_same_place(server, enumerator):
    enumerator.visitor.allow("422")
    enumerator.enrol("ABCD EFGH")
    expect(enumerator.place("error")).to_contain_text("mã")

    enumerator.page.locator("#code").fill(server.enrolment_code())
    enumerator.page.locator("[data-enrol] button").click()

    expect(enumerator.said("device")).to_contain_text("Máy 07")


def test_code__used_before__is_refused_with_what_to_do(manager, enumerator, enumerators):
    address = _code_for(manager, "Máy 12")
    enumerator.go(address)
    enumerator.page.locator("[data-enrol] button").click()
    expect(enumerator.said("device")).to_contain_text("Máy 12")
    other = enumerators(enumerator.visitor.address)
    other.visitor.allow("422")

    other.go(address)
    other.page.locator("[data-enrol] button").click()

    expect(other.place("error")).to_contain_text("mã")


def test_enrolled_tablet__nobody_signed_in__sends_and_is_seen(manager, enumerator, server, least):
    enumerator.begin()
    enumerator.go(_code_for(manager, "Máy 12"))
    enumerator.page.locator("[data-enrol] button").click()
    enumerator.page.locator(".people").wait_for()
    enumerator.page.context.clear_cookies()
    enumerator.enter()
    enumerator.interview(least)
    enumerator.look_at_outbox()
    expect(enumerator.page.locator("[data-items] .is-sent")).to_have_count(1)

    manager.go("/field/tablets/")

    row = manager.page.locator("tr", has_text="Máy 12")
    expect(row).to_contain_text(enumerator.version())
    assert server.one("SELECT count(*) FROM interview WHERE device_id IS NOT NULL") == 1

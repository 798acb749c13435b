"""After one start with a network the app needs none: not to open, to reload or to interview."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def prepared(tablet):
    """A tablet that was started once, and is switched off."""
    tablet.switch_on().begin()
    tablet.switch_off()
    return tablet


def test_app__network_gone_and_browser_restarted__opens_and_interviews(prepared, full):
    enumerator = prepared.switch_on()
    enumerator.page.context.set_offline(True)

    enumerator.go()
    enumerator.enter()
    expect(enumerator.names()).to_have_count(6)
    uuid = enumerator.interview(full)

    assert enumerator.outbox() == {uuid: "waiting"}


def test_app__server_stopped_and_browser_restarted__opens_and_interviews(prepared, server, full):
    server.kill()
    enumerator = prepared.switch_on()

    enumerator.go()
    enumerator.enter()
    expect(enumerator.names()).to_have_count(6)
    uuid = enumerator.interview(full)

    assert enumerator.outbox() == {uuid: "waiting"}


def test_app__reloaded_without_network_in_an_interview__comes_back_to_it_after_the_pin(
    enumerator, server
):
    enumerator.begin()
    server.kill()
    uuid = enumerator.open_next()
    enumerator.visitor.answer({"k1": 1, "k2": 1})
    enumerator.visitor.next()
    enumerator.wait_until_saved()
    part = enumerator.page.locator("[data-step]:visible").get_attribute("data-step")

    enumerator.page.reload()
    enumerator.enter()

    assert enumerator.wait_for_form() == uuid
    expect(enumerator.visitor.part(part)).to_be_visible()
    expect(enumerator.visitor.input("k1", 1)).to_be_checked()


def test_app__in_english_without_network__opens_in_english(enumerator, server):
    enumerator.begin()
    enumerator.place("language").click()
    enumerator.page.locator(".people").wait_for()
    server.kill()

    enumerator.page.reload()
    enumerator.enter()
    enumerator.open_next()

    expect(enumerator.page.locator("html")).to_have_attribute("lang", "en")
    expect(enumerator.page.locator("[data-stop]")).to_have_text("Stop…")


def test_browser__asked_about_the_app__would_install_it(tablet):
    enumerator = tablet.switch_on()
    enumerator.begin()
    asked = enumerator.page.context.new_cdp_session(enumerator.page)

    manifest = asked.send("Page.getAppManifest")
    hindrances = asked.send("Page.getInstallabilityErrors")["installabilityErrors"]

    assert manifest["errors"] == []
    assert hindrances == []

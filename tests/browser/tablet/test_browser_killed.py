"""The browser dies in the middle of an interview: it goes on where it was, with every answer."""

from playwright.sync_api import expect


def test_interview__browser_killed_in_the_middle__goes_on_at_the_same_part(tablet, server, full):
    enumerator = tablet.switch_on()
    enumerator.begin()
    server.kill()
    uuid = enumerator.open_next()
    enumerator.visitor.walk(full, until="F2")
    enumerator.visitor.answer({"q21": 4, "q22": 2})
    enumerator.wait_until_saved()
    tablet.kill()

    enumerator = tablet.switch_on()
    enumerator.go()
    enumerator.enter()
    enumerator.page.locator("[data-next-case] [data-open]").click()

    assert enumerator.wait_for_form() == uuid
    expect(enumerator.visitor.part("F2")).to_be_visible()
    for code, level in {"q11": 5, "q21": 4, "q22": 2}.items():
        expect(enumerator.visitor.input(code, level)).to_be_checked()
    enumerator.visitor.fill(full)
    enumerator.finish()
    assert enumerator.outbox() == {uuid: "waiting"}

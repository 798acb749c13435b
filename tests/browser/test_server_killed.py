"""The server dies in the middle of an interview and comes back: nothing lost, nothing doubled."""

from playwright.sync_api import expect


def test_server__killed_during_an_interview__gets_it_once_when_it_is_back(server, visitors, full):
    visitor = visitors(server.address, "tablet")
    # What was under way when the server died is cut off, what comes after finds nobody.
    visitor.allow("net::ERR_CONNECTION_REFUSED", "net::ERR_CONNECTION_RESET")
    before = server.interviews()
    uuid = visitor.start("SGTVT")
    visitor.fill(full)
    server.kill()
    visitor.send_button().click()
    visitor.page.wait_for_url("chrome-error://**")

    server.start()
    visitor.page.go_back()
    expect(visitor.input("q36", 5)).to_be_checked()
    visitor.send()

    assert uuid in visitor.page.locator("dl.receipt").inner_text()
    assert server.interviews() == before + 1

"""What the service worker answers, and what it leaves alone."""

import pytest
from playwright.sync_api import expect

SYNC = "/api/v1/sync/interviews"
KEPT = "/tablet/"
METHODS = ("POST", "PUT", "PATCH", "DELETE")
ASK = """async ([address, method]) => {
    const body = method === "GET" ? null : "x";
    return fetch(address, { method, body }).then(({ status }) => status, () => null);
}"""


@pytest.fixture
def answered(enumerator):
    """Method, path and whether the worker answered, of everything that the page asks for."""
    seen = []

    def note(response):
        path = response.url.removeprefix(enumerator.visitor.address)
        seen.append((response.request.method, path, response.from_service_worker))

    enumerator.page.on("response", note)
    return seen


def ask(enumerator, method):
    """Asks for an address that the worker keeps; gives the status, None without an answer."""
    return enumerator.page.evaluate(ASK, [KEPT, method])


def test_worker__page_changes_something__leaves_it_to_the_server(enumerator, answered, least):
    enumerator.visitor.allow("400", "405")
    enumerator.begin()
    answered.clear()

    statuses = {method: ask(enumerator, method) for method in ("GET", *METHODS)}

    assert statuses.pop("GET") == 200
    assert all(400 <= status < 500 for status in statuses.values()), statuses
    asked = [(method, by_worker) for method, path, by_worker in answered if path == KEPT]
    assert asked[0] == ("GET", True)  # it does answer for this very address
    assert asked[1:] == [(method, False) for method in METHODS]
    enumerator.interview(least)
    enumerator.look_at_outbox()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)
    assert ("POST", SYNC, False) in answered


def test_worker__page_changes_something_without_network__answers_nothing_in_its_place(
    enumerator, server
):
    enumerator.begin()
    server.kill()

    statuses = {method: ask(enumerator, method) for method in ("GET", *METHODS)}

    assert statuses == {"GET": 200, **dict.fromkeys(METHODS)}

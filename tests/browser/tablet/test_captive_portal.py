"""Another page answers everything in the place of the server: the tablet believes none of it."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

PAGE = b"<!doctype html><title>Wi-Fi</title><h1>Please accept our terms</h1>"
SYNC = "/api/v1/sync/interviews"


class Portal(BaseHTTPRequestHandler):
    """Answers 200 and the same page to whatever is asked."""

    asked: list[str]
    content_type = "text/html; charset=utf-8"
    content = PAGE

    def do_GET(self) -> None:
        """The page, whatever was wanted."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.asked.append(f"{self.command} {self.path}")
        self.send_response(200)
        self.send_header("Content-Type", self.content_type)
        self.send_header("Content-Length", str(len(self.content)))
        self.send_header("Cache-Control", "public, max-age=3600")
        self.end_headers()
        self.wfile.write(self.content)

    do_POST = do_GET  # noqa: N815 -- the library asks for this name

    def log_message(self, *_args: object) -> None:
        """Stays silent."""


class JsonPortal(Portal):
    """One that says OK in the way programs do."""

    content_type = "application/json"
    content = b'{"results": [{"status": "accepted"}], "status": "ok"}'


@dataclass
class Network:
    """The network of a café: it lets nothing through to the server."""

    server: object
    portal: ThreadingHTTPServer | None = None
    asked: list[str] = field(default_factory=list)

    def enter(self, kind: type[Portal] = Portal) -> None:
        """From here on the portal answers, at the address of the server."""
        self.server.kill()
        handler = type("Answering", (kind,), {"asked": self.asked})
        self.portal = ThreadingHTTPServer(("127.0.0.1", self.server.port), handler)
        threading.Thread(target=self.portal.serve_forever).start()

    def leave(self) -> None:
        """Back to the open network."""
        self._stop()
        self.server.start()

    def _stop(self) -> None:
        if self.portal is not None:
            self.portal.shutdown()
            self.portal.server_close()
            self.portal = None

    def close(self) -> None:
        """Leaves nothing behind."""
        self._stop()


@pytest.fixture
def network(server) -> Iterator[Network]:
    """A network that a test may enter and leave."""
    network = Network(server=server)
    yield network
    network.close()


@pytest.mark.parametrize("kind", [Portal, JsonPortal])
def test_portal__takes_a_batch_and_says_ok__counts_nothing_as_sent(
    enumerator, server, network, full, kind
):
    before = server.interviews()
    enumerator.begin_enrolled(server.enrolment_code())
    network.enter(kind)

    uuid = enumerator.interview(full)
    enumerator.look_at_outbox()

    expect(enumerator.place("problem")).to_contain_text("Một trang khác")
    assert f"POST {SYNC}" in network.asked
    assert enumerator.outbox() == {uuid: "waiting"}
    network.leave()
    enumerator.send()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)
    assert enumerator.outbox() == {uuid: "sent"}
    assert server.interviews() == before + 1


@pytest.mark.parametrize("kind", [Portal, JsonPortal])
def test_portal__in_the_place_of_the_list__leaves_list_and_forms(enumerator, network, full, kind):
    enumerator.begin()
    listed = enumerator.respondents()
    # The list stands there before the server has said that it is still so, which is kept, too.
    expect(enumerator.place("fetch")).to_be_enabled()
    held = [enumerator.kept(store) for store in ("work", "forms")]
    network.enter(kind)

    enumerator.place("fetch").click()

    expect(enumerator.place("fetch-error")).to_contain_text("Một trang khác")
    assert "GET /api/v1/sync/pack" in network.asked
    assert [enumerator.kept(store) for store in ("work", "forms")] == held
    expect(enumerator.names()).to_have_text(listed)
    enumerator.interview(full)


def test_portal__in_the_place_of_the_app__replaces_none_of_its_files(enumerator, network, full):
    enumerator.begin()
    enumerator.visitor.allow("serviceWorker", "ServiceWorker", "script resource")
    version = enumerator.version()
    network.enter()

    refused = enumerator.page.evaluate(
        """async () => {
            const registration = await navigator.serviceWorker.getRegistration("/tablet/");
            return registration.update().then(() => false, () => true);
        }"""
    )
    enumerator.page.reload()
    enumerator.enter()

    assert refused
    assert "GET /sw.js" in network.asked
    assert not [asked for asked in network.asked if asked.startswith("GET /tablet/")]
    assert (enumerator.version(), enumerator.cached()) == (version, [version])
    enumerator.interview(full)


def test_portal__at_the_first_start__prepares_nothing(enumerators, server, network):
    enumerator = enumerators(server.address)
    # The browser may still be fetching what it keeps of the app.
    enumerator.visitor.allow("An unknown error occurred when fetching the script.")
    enumerator.go()
    enumerator.place("sign-in").wait_for()
    network.enter()

    enumerator.page.locator("#code").fill("ABCD EFGH")
    enumerator.page.locator("[data-enrol] button").click()

    expect(enumerator.place("error")).to_contain_text("Một trang khác")
    assert enumerator.kept("facts") == []


def test_portal__between_the_list_and_its_forms__keeps_the_old_list_whole(
    enumerator, server, network, full
):
    enumerator.visitor.allow("404")
    enumerator.begin()
    listed = enumerator.respondents()
    server.change("UPDATE person SET full_name = full_name || ' (mới)'")
    server.change("UPDATE round SET contact = 'Phòng khác'")
    enumerator.page.route(
        "**/api/v1/sync/forms/**", lambda route: route.fulfill(body=PAGE, content_type="text/html")
    )

    enumerator.place("fetch").click()

    expect(enumerator.place("fetch-error")).to_be_visible()
    expect(enumerator.names()).to_have_text(listed)
    enumerator.interview(full)

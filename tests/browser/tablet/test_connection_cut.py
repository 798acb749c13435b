"""The connection breaks while a batch is sent: nothing is lost, and nothing doubled."""

import contextlib
import http.client
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine, text

SYNC = "/api/v1/sync/interviews"
PATIENCE_S = 30
INTERVIEWS = 20


class Cut(Enum):
    """Where a connection breaks."""

    IN_THE_BATCH = auto()
    AFTER_THE_BATCH = auto()
    BEFORE_THE_ANSWER = auto()
    """The server has stored everything and answered; the answer does not arrive."""


class Answer(NamedTuple):
    """What the server says."""

    status: int
    headers: Sequence[tuple[str, str]]
    content: bytes


@dataclass
class Wire:
    """What lies between tablet and server. It breaks the next batch if the test wants it, and
    from then on lets no batch through until the test wants that.
    """

    port: int
    server_port: int
    cut: Cut | None = None
    is_shut: bool = False
    broken: threading.Event = field(default_factory=threading.Event)
    hung_up: threading.Event = field(default_factory=threading.Event)
    batches: list[int] = field(default_factory=list)

    @property
    def address(self) -> str:
        """What the tablet takes for the server."""
        return f"http://127.0.0.1:{self.port}"

    @contextlib.contextmanager
    def breaking(self, cut: Cut) -> Iterator[None]:
        """Breaks one batch there; what stands within happens before the tablet notices."""
        self.broken.clear()
        self.hung_up.clear()
        self.cut = cut
        self.is_shut = False
        yield
        self.hung_up.set()

    def wait_until_broken(self) -> None:
        """Waits until a batch came as far as it comes."""
        assert self.broken.wait(PATIENCE_S), "no batch was sent"

    def carry(self, request: BaseHTTPRequestHandler) -> Answer | None:
        """The server's answer, or nothing when the connection breaks before it."""
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        cut = None
        if request.path == SYNC:
            if self.is_shut:
                return None
            self.batches.append(len(body))
            cut, self.cut = self.cut, None
            self.is_shut = cut is not None
        connection = http.client.HTTPConnection("127.0.0.1", self.server_port)
        with contextlib.closing(connection):
            connection.putrequest(
                request.command, request.path, skip_host=True, skip_accept_encoding=True
            )
            for name, value in request.headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            connection.send(body[: len(body) // 2] if cut is Cut.IN_THE_BATCH else body)
            if cut in {Cut.IN_THE_BATCH, Cut.AFTER_THE_BATCH}:
                return self._break()
            found = connection.getresponse()
            answer = Answer(found.status, found.getheaders(), found.read())
            return self._break() if cut is Cut.BEFORE_THE_ANSWER else answer

    def _break(self) -> None:
        self.broken.set()
        assert self.hung_up.wait(PATIENCE_S), "the test forgot the connection"


class Handler(BaseHTTPRequestHandler):
    """One request on its way; a connection is used once, so that no browser tries again alone."""

    wire: Wire

    def do_GET(self) -> None:
        """Carries a request to the server and its answer back."""
        try:
            answer = self.wire.carry(self)
        except (OSError, http.client.HTTPException):
            answer = None
        if answer is None:
            self.close_connection = True
            return
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            if name.lower() not in {"transfer-encoding", "connection", "content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    do_POST = do_GET  # noqa: N815 -- the library asks for this name

    def log_message(self, *_args: object) -> None:
        """Stays silent."""


@pytest.fixture
def wire(server, free_port) -> Iterator[Wire]:
    """A way to the server that can break."""
    wire = Wire(port=free_port(), server_port=server.port)
    handler = type("Carrying", (Handler,), {"wire": wire})
    with ThreadingHTTPServer(("127.0.0.1", wire.port), handler) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield wire
        wire.hung_up.set()
        listening.shutdown()
        thread.join()


@pytest.fixture
def enumerator(wire, enumerators):
    """Somebody with a tablet at the end of the wire, who has the list."""
    enumerator = enumerators(wire.address)
    enumerator.begin()
    return enumerator


@contextlib.contextmanager
def nobody_can_write(engine: Engine) -> Iterator[None]:
    """Holds the database as somebody's long work would: the server waits before it stores."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE account SET is_active = is_active"))
        yield


def receipts(enumerator) -> list[Any]:
    return [item["receipt"] for item in enumerator.kept("outbox") if item["receipt"]]


def test_answer__lost_after_the_server_stored_the_interview__is_fetched_by_sending_again(
    wire, server, enumerator, full
):
    before = server.interviews()
    uuid = enumerator.open_next()
    enumerator.visitor.fill(full)
    with wire.breaking(Cut.BEFORE_THE_ANSWER):
        enumerator.finish()
        wire.wait_until_broken()
        stored = server.interviews()

    enumerator.look_at_outbox()
    expect(enumerator.place("problem")).to_be_visible()
    assert enumerator.outbox() == {uuid: "waiting"}
    wire.is_shut = False
    enumerator.send()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)

    assert enumerator.outbox() == {uuid: "sent"}
    assert stored == server.interviews() == before + 1
    assert len(wire.batches) == 2


def test_server__killed_thrice_in_a_batch_of_twenty__has_each_interview_once(
    wire, server, enumerator, least
):
    before = server.interviews()
    enumerator.page.context.set_offline(True)
    uuids = set()
    for number in range(INTERVIEWS):
        uuids.add(enumerator.open_unlisted())
        enumerator.visitor.fill(least | {"a3": f"Thủ tục {number}"})
        enumerator.finish()
    enumerator.look_at_outbox()
    assert list(enumerator.outbox().values()) == ["waiting"] * INTERVIEWS

    with wire.breaking(Cut.IN_THE_BATCH):
        enumerator.page.context.set_offline(False)
        wire.wait_until_broken()
        server.kill()
    assert server.interviews() == before
    server.start()
    with nobody_can_write(server.engine), wire.breaking(Cut.AFTER_THE_BATCH):
        enumerator.send()
        wire.wait_until_broken()
        server.kill()
    assert server.interviews() == before
    server.start()
    with wire.breaking(Cut.BEFORE_THE_ANSWER):
        enumerator.send()
        wire.wait_until_broken()
        server.kill()
    assert server.interviews() == before + INTERVIEWS
    assert receipts(enumerator) == []
    server.start()
    wire.is_shut = False
    enumerator.send()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(INTERVIEWS)

    assert server.interviews() == before + INTERVIEWS
    assert enumerator.outbox() == dict.fromkeys(uuids, "sent")
    assert {receipt["uuid"] for receipt in receipts(enumerator)} == uuids
    assert len(wire.batches) == 4


def test_batch__taken_apart_and_the_network_gone__is_tried_no_further(enumerator, least):
    enumerator.visitor.allow("413")
    enumerator.page.context.set_offline(True)
    for number in range(3):
        enumerator.open_unlisted()
        enumerator.visitor.fill(least | {"a3": f"Thủ tục {number}"})
        enumerator.finish()
    enumerator.look_at_outbox()
    asked = []

    def answer(route):
        asked.append(route.request)
        if len(asked) > 1:
            return route.abort("internetdisconnected")
        return route.fulfill(status=413, json={"code": "too_large", "errors": []})

    enumerator.page.route(f"**{SYNC}", answer)
    with enumerator.page.expect_event("requestfailed", lambda failed: failed.url.endswith(SYNC)):
        enumerator.page.context.set_offline(False)
    expect(enumerator.place("send-now")).to_be_enabled()

    assert len(asked) == 2
    assert list(enumerator.outbox().values()) == ["waiting"] * 3

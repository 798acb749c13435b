"""What the app costs: bytes on a slow line, time on a slow tablet. `-s` shows the figures."""

import contextlib
import re
import socket
import statistics
import sys
import threading
from collections import Counter

import pytest

HOST = "127.0.0.1"
PIECE = 65_536
MOST_BYTES = 120_000
SLOWDOWN = 6
BLANK = b"\r\n\r\n"
REQUEST = re.compile(rb"(?:GET|POST) (\S+) HTTP/1\.1\r\n")


class Line:
    """A line to the server that counts what comes back by address, as it comes: compressed.

    Outside the browser, because what a service worker fetches shows in no page. Headers are counted
    apart: the proxy that stands before an installation compresses them too.
    """

    def __init__(self, port):
        self.bytes = Counter()
        self.headers = 0
        self._port = port
        self._listening = socket.create_server((HOST, 0))
        self.address = f"http://{HOST}:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def forget(self):
        """Counts from here on."""
        self.bytes.clear()
        self.headers = 0

    def close(self):
        """Takes no more calls."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                browser, _ = self._listening.accept()
                threading.Thread(target=self._relay, args=(browser,), daemon=True).start()

    def _relay(self, browser):
        with browser, socket.create_connection((HOST, self._port)) as server:
            asked = ["-"]
            back = threading.Thread(target=self._bring, args=(server, browser, asked), daemon=True)
            back.start()
            with contextlib.suppress(OSError):
                while piece := browser.recv(PIECE):
                    if found := REQUEST.match(piece):
                        asked[0] = re.sub("/files/[0-9a-f]+/", "/files/…/", found[1].decode())
                    server.sendall(piece)
                server.shutdown(socket.SHUT_WR)
            back.join()

    def _bring(self, server, browser, asked):
        with contextlib.suppress(OSError):
            while piece := server.recv(PIECE):
                head = piece.index(BLANK) + len(BLANK) if piece.startswith(b"HTTP/1.1") else 0
                self.headers += head
                self.bytes[asked[0]] += len(piece) - head
                browser.sendall(piece)
        # Also when the server cut it off: a browser that is not told waits for its answer.
        with contextlib.suppress(OSError):
            browser.shutdown(socket.SHUT_WR)


@pytest.fixture
def line(office):
    """A line to the running server."""
    office.start()
    line = Line(office.port)
    yield line
    line.close()


def tell(title, line):
    """Prints what came, the heaviest first."""
    heaviest = [f"{count:7,} {address}" for address, count in line.bytes.most_common(5)]
    sum_ = f"{title}: {line.bytes.total():,} bytes in {len(line.bytes)} addresses"
    sys.stdout.write("\n".join(["", f"{sum_}, headers {line.headers:,}", *heaviest, ""]))


def prepare(one):
    """Signs in on a new tablet and chooses a PIN, by hand and with all that it loads."""
    one.visitor.allow("401")
    one.visitor.go("/tablet/")
    one.page.locator("[data-sign-in]").click()
    one.page.locator("#username").fill("dieutravien")
    one.page.locator("#password").fill("dieu-tra-2022")
    one.page.locator("main button").click()
    one.page.wait_for_selector("#new-pin")
    one.choose_pin()
    one.page.wait_for_selector("[data-state].is-ready")


def test_first_start__up_to_the_first_question__weighs_little(line, on_line):
    one = on_line(line.address)

    prepare(one)
    one.open()

    tell("First start", line)
    assert line.bytes.total() < MOST_BYTES


def test_later_start__up_to_a_question__loads_no_file_again(line, on_line):
    one = on_line(line.address)
    prepare(one)
    line.forget()

    one.page.reload()
    one.page.locator(".people button").click()
    one.enter()
    one.wait_for_list()
    one.open()

    tell("Later start", line)
    assert set(line.bytes) <= {"/sw.js", "/api/v1/sync/pack"}
    assert line.bytes.total() == 0


# From the moment the finger leaves the screen, which makes it a tap, until the frame that shows the
# choice is done.
WATCH_TAPS = """() => {
    window.taps = [];
    addEventListener("pointerup", ({ timeStamp }) => {
        addEventListener("click", ({ target }) => {
            requestAnimationFrame(() => setTimeout(() => {
                window.taps.push({ ms: performance.now() - timeStamp, shown: target.checked });
            }));
        }, { once: true });
    }, true);
}"""


def test_tap__on_a_slow_tablet__shows_its_choice_in_the_next_frame(enumerator):
    """Prints how long it took; a time is asserted nowhere, it depends on what else runs."""
    page = enumerator.page
    enumerator.open()
    enumerator.visitor.walk({"k1": 1, "k2": 1, "a4": 1}, until="F1")
    page.evaluate(WATCH_TAPS)
    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})

    for level in ("1", "2", "3", "4", "5"):
        for code in ("q11", "q12", "q13", "q14"):
            page.locator(f"label.choice:has([name={code}][value='{level}'])").click()
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    page.wait_for_function("() => window.taps.length === 20")

    taps = page.evaluate("window.taps")
    times = [tap["ms"] for tap in taps]
    median, most = statistics.median(times), max(times)
    sys.stdout.write(f"\nA tap at {SLOWDOWN}x: median {median:.0f} ms, at most {most:.0f} ms\n")
    assert all(tap["shown"] for tap in taps)

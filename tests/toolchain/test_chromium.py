"""The browser of the suite: draws Vietnamese, reaches a server on the loopback, nothing else."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Thử</title>
<button onclick="document.title='Đã bấm'">Hài lòng</button></html>"""


class OnePage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_args: object) -> None:
        """Stays silent."""


@pytest.fixture
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), OnePage) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="vi-VN", viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def test_chromium__page_on_the_loopback__is_shown_and_clicked(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Hài lòng").click()

    assert page.title() == "Đã bấm"
    assert page.screenshot().startswith(b"\x89PNG")


def test_chromium__without_javascript__shows_the_page(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(address)
    page.get_by_role("button").click()

    assert page.title() == "Thử"
    context.close()


def test_chromium__stacked_diacritics__are_drawn_as_letters_not_as_boxes(page: Page) -> None:
    def drawn(letter: str) -> bytes:
        page.set_content(letter)
        return page.screenshot()

    assert drawn("ấ") != drawn("ệ")

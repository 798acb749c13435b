"""The server dies in the middle of an interview and comes back: nothing lost, nothing doubled."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from survey_app.db.engine import connect
from tests.browser.server_process import Server, free_port


@pytest.fixture
def process(database_file: Path) -> Iterator[Server]:
    """A server that a test may kill and start again."""
    engine = connect(f"sqlite:///{database_file}")
    process = Server(database=database_file, port=free_port(), engine=engine)
    process.start()
    yield process
    process.kill()
    engine.dispose()


def test_server__killed_during_an_interview__gets_it_once_when_it_is_back(process, visitors, least):
    visitor = visitors(process.address, "tablet")
    # What was under way when the server died is cut off, what comes after finds nobody.
    visitor.allow("net::ERR_CONNECTION_REFUSED", "net::ERR_CONNECTION_RESET")
    before = process.interviews()
    uuid = visitor.start("SGTVT")
    visitor.fill(least | {"a3": "Đổi giấy phép lái xe"})
    process.kill()
    visitor.send_button().click()
    visitor.page.wait_for_url("chrome-error://**")

    process.start()
    visitor.page.go_back()
    expect(visitor.input("q36", 5)).to_be_checked()
    visitor.send()

    assert uuid in visitor.page.locator("dl.receipt").inner_text()
    assert process.interviews() == before + 1

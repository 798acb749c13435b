"""The server dies in the middle of an interview and comes back: nothing lost, nothing doubled."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from survey_app.db.engine import connect

HOST = "127.0.0.1"
SECRET = "only-for-tests-only-for-tests-only-for-tests"
START_TIMEOUT_S = 60


@dataclass
class Process:
    """The server as it is run in an office: `serve` in a process of its own, on one port."""

    database: Path
    port: int
    running: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Starts it and waits until it answers."""
        environment = {
            **os.environ,
            "HAILONG_SECRET_KEY": SECRET,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "HAILONG_SECURE_COOKIES": "no",
            "HAILONG_SIGN_IN_LIMIT": "1000 per minute",
        }
        command = [sys.executable, "-m", "survey_app", "serve", "--workers", "1"]
        self.running = subprocess.Popen(  # noqa: S603 -- our own program, with fixed arguments
            [*command, "--port", str(self.port)],
            env={name: value for name, value in environment.items() if name != "COVERAGE_FILE"},
            start_new_session=True,
        )
        self._wait_until_answering(self.running)

    def _wait_until_answering(self, process: subprocess.Popen[bytes]) -> None:
        given_up_at = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                urllib.request.urlopen(f"{self.address}/healthz").close()  # noqa: S310 -- http
            except urllib.error.URLError:
                assert process.poll() is None, "the server ended"
                assert time.monotonic() < given_up_at, "the server does not answer"
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """Kills it with all its workers, in the middle of whatever they do."""
        if self.running is not None:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
            self.running = None


@pytest.fixture
def count_interviews(database_file: Path) -> Iterator[Callable[[], int]]:
    """Counts what the database of a server in another process holds."""
    engine = connect(f"sqlite:///{database_file}")

    def count() -> int:
        with engine.connect() as connection:
            return int(connection.execute(text("SELECT count(*) FROM interview")).scalar_one())

    yield count
    engine.dispose()


@pytest.fixture
def process(database_file: Path) -> Iterator[Process]:
    """A server that a test may kill and start again."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    process = Process(database=database_file, port=port)
    process.start()
    yield process
    process.kill()


def test_server__killed_during_an_interview__gets_it_once_when_it_is_back(
    process, visitors, least, count_interviews
):
    visitor = visitors(process.address, "tablet")
    # What was under way when the server died is cut off, what comes after finds nobody.
    visitor.allow("net::ERR_CONNECTION_REFUSED", "net::ERR_CONNECTION_RESET")
    before = count_interviews()
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
    assert count_interviews() == before + 1

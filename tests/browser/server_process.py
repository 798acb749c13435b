"""The server as an office runs it: `serve` in a process of its own, to be killed and started."""

import socket
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests.browser import serving_process
from tests.browser.rendered_forms import Forms
from tests.browser.running_demo import HOST, SECRET, RunningDemo

START_TIMEOUT_S = 60


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
        return port


@dataclass(kw_only=True)
class Server(RunningDemo):
    """`serve` in a process of its own, on one port, and the database behind it."""

    database: Path
    port: int
    code: Path = serving_process.ROOT
    forms: Forms | None = None
    running: serving_process.Running | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Starts it and waits until it answers."""
        settings = {
            "HAILONG_SECRET_KEY": SECRET,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "HAILONG_SECURE_COOKIES": "no",
            "HAILONG_SIGN_IN_LIMIT": "1000 per minute",
        }
        self.running = serving_process.start(
            self.code, port=self.port, settings=settings, forms=self.forms
        )
        self._wait_until_answering(self.running)

    def _wait_until_answering(self, process: serving_process.Running) -> None:
        given_up_at = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                urllib.request.urlopen(f"{self.address}/healthz").close()  # noqa: S310 -- http
            except (urllib.error.URLError, ConnectionError):
                assert not serving_process.has_ended(process), "the server ended"
                assert time.monotonic() < given_up_at, "the server does not answer"
                time.sleep(0.02)
            else:
                return

    def kill(self) -> None:
        """Kills it with all its workers, in the middle of whatever they do."""
        if self.running is not None:
            serving_process.kill(self.running)
            self.running = None
            self._wait_until_gone()

    def _wait_until_gone(self) -> None:
        """Its workers hold the port until they have ended as well."""
        given_up_at = time.monotonic() + START_TIMEOUT_S
        while True:
            with socket.socket() as place:
                place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    place.bind((HOST, self.port))
                except OSError:
                    assert time.monotonic() < given_up_at, "somebody else has the port"
                    time.sleep(0.02)
                else:
                    return

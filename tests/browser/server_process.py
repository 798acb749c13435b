"""The server as an office runs it: `serve` in a process of its own, to be killed and started."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests.browser.running_demo import HOST, SECRET, RunningDemo

ROOT = Path(__file__).parents[2]
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
    code: Path = ROOT
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
            cwd=self.code,  # the program of this folder is the one that runs
            env={name: value for name, value in environment.items() if name != "COVERAGE_FILE"},
            start_new_session=True,
        )
        self._wait_until_answering(self.running)

    def _wait_until_answering(self, process: subprocess.Popen[bytes]) -> None:
        given_up_at = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                urllib.request.urlopen(f"{self.address}/healthz").close()  # noqa: S310 -- http
            except (urllib.error.URLError, ConnectionError):
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

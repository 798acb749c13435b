"""An installation as an office has it: a database, the server, the commands; and a clock to set."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.journey.clocked_program import CLOCK

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
MODULE = "tests.journey.clocked_program"
START_TIMEOUT_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    said: str
    complained: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Where everything runs; `folder` is where commands find and leave files."""

    folder: Path
    address: str
    clock: Path
    shell: "subprocess.Popen[str]"

    def set_clock(self, moment: datetime) -> None:
        """From now on it is this moment, for the server and for commands."""
        os.utime(self.clock, (moment.timestamp(),) * 2)

    def tries(self, *words: str) -> Said:
        """Runs `hailong` with these words, whatever comes of it."""
        assert self.shell.stdin is not None
        assert self.shell.stdout is not None
        self.shell.stdin.write(json.dumps(words) + "\n")
        self.shell.stdin.flush()
        return Said(**json.loads(self.shell.stdout.readline()))

    def hailong(self, *words: str) -> str:
        """Runs `hailong` with these words, which succeed; gives what it said."""
        done = self.tries(*words)
        assert done.code == 0, (words, done.complained)
        return done.said


@contextmanager
def installed(folder: Path, *, database_url: str) -> Iterator[Installation]:
    """The program on an empty database, served until the end."""
    clock = folder / "clock"
    clock.touch()
    port = _free_port()
    settings = {
        CLOCK: str(clock),
        "DATABASE_URL": database_url,
        "HAILONG_SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests",
        "HAILONG_SECURE_COOKIES": "no",
        "HAILONG_LANGUAGE": "en",
        # One sign-in lasts the fortnight: each costs as much as a whole day of sending.
        "HAILONG_SESSION_HOURS": "720",
        "HAILONG_WEBHOOK_PRIVATE": "yes",  # the program that is told runs on this machine
        # Each visitor comes from an address of its own, as people do.
        "HAILONG_PROXIES": "1",
        "PYTHONPATH": str(ROOT),
    }
    environment = {name: value for name, value in os.environ.items() if name != "COVERAGE_FILE"}
    program = [sys.executable, "-m", MODULE]
    shell = subprocess.Popen(  # noqa: S603 -- our own program
        program,
        cwd=folder,
        env=environment | settings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    here = Installation(folder=folder, address=f"http://{HOST}:{port}", clock=clock, shell=shell)
    try:
        here.hailong("db", "upgrade")
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(  # noqa: S603 -- as above
                [*program, "serve", "--port", str(port)],
                cwd=folder,
                env=environment | settings,
                stdout=log,
                stderr=log,
            )
        try:
            _wait_until_answering(here.address, server)
            yield here
        finally:
            server.terminate()
            server.wait(timeout=START_TIMEOUT_S)
    finally:
        with shell:
            assert shell.stdin is not None
            shell.stdin.close()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
        return port


def _wait_until_answering(address: str, server: "subprocess.Popen[bytes]") -> None:
    given_up_at = time.monotonic() + START_TIMEOUT_S
    while True:
        try:
            urllib.request.urlopen(f"{address}/readyz").close()  # noqa: S310 -- http
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < given_up_at, "the server does not answer"
            time.sleep(0.02)
        else:
            return

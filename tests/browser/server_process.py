"""The server as an office runs it: `serve` in a process of its own, to be killed and started."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from survey_app.access import people
from survey_app.access.devices import make_code
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.demo.accounts import DEMO_ACCOUNTS

HOST = "127.0.0.1"
SECRET = "only-for-tests-only-for-tests-only-for-tests"
ROOT = Path(__file__).parents[2]
START_TIMEOUT_S = 60
PASSWORDS = {account.username: account.password for account in DEMO_ACCOUNTS}


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
        return port


@dataclass
class Server:
    """`serve` in a process of its own, on one port, and the database behind it."""

    database: Path
    port: int
    engine: Engine
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

    def one(self, statement: str, **values: object) -> Any:
        """One value, read past the application."""
        with self.engine.execution_options(writes=False).connect() as connection:
            return connection.execute(text(statement), values).scalar_one()

    def rows(self, statement: str, **values: object) -> list[Mapping[str, Any]]:
        """What the database holds, read past the application."""
        with self.engine.execution_options(writes=False).connect() as connection:
            return [dict(row) for row in connection.execute(text(statement), values).mappings()]

    def interviews(self) -> int:
        """How many interviews it holds."""
        return int(self.one("SELECT count(*) FROM interview"))

    def document(self, uuid: str) -> Mapping[str, Any]:
        """An interview as it was sent."""
        bare = uuid.replace("-", "")  # as SQLite keeps it
        content = self.one("SELECT content FROM interview WHERE uuid = :uuid", uuid=bare)
        document: Mapping[str, Any] = json.loads(content)
        return document

    def change(self, statement: str, **values: object) -> None:
        """Changes a row past the application, as somebody else's work would."""
        with self.engine.begin() as connection:
            connection.execute(text(statement), values)

    def enrolment_code(self) -> str:
        """A code for one tablet, as the field manager gets it."""
        at = system_clock()
        with transaction(self.engine) as session:
            manager = people.sign_in(
                session, username="buudien", password=PASSWORDS["buudien"], at=at
            )
            return make_code(session, manager, device_name="Máy 07", at=at)

"""A field manager's browser, as far as a benchmark needs one, and somebody who works meanwhile."""

import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event, Thread
from uuid import uuid4

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
INPUT = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')

EVERY_S = 0.1
"""Between two looks of whoever works meanwhile, seconds."""


@dataclass(slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    location: str
    text: str


@dataclass(slots=True, kw_only=True)
class Desk:
    """One browser that is signed in."""

    port: int
    _cookie: str = ""
    _token: str = ""

    def sign_in(self, username: str, password: str) -> None:
        """Through the form."""
        self._token = _token_in(self.get("/sign-in").text)
        answer = self.post("/sign-in", {"username": username, "password": password, "next": "/"})
        assert answer.status == 303, answer.text
        self._token = _token_in(self.get("/field/").text)

    def get(self, path: str) -> Answer:
        """A page."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: Mapping[str, str] | None = None) -> Answer:
        """A form, with its token."""
        return self.send(path, {"csrf_token": self._token, **(fields or {})}, file=None)

    def bring(self, path: str, data: bytes, *, name: str) -> Answer:
        """A file."""
        return self.send(path, {"csrf_token": self._token}, file=(name, data))

    def send(
        self, path: str, fields: Mapping[str, str], *, file: tuple[str, bytes] | None
    ) -> Answer:
        """Fields and a file as a browser sends them."""
        mark = uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        if file is not None:
            named = f'name="file"; filename="{file[0]}"'
            parts.append(f"--{mark}\r\nContent-Disposition: form-data; {named}\r\n\r\n".encode())
            parts += [file[1], b"\r\n"]
        parts.append(f"--{mark}--\r\n".encode())
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return self._ask("POST", path, b"".join(parts), kind)

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, path, body, {"Cookie": self._cookie, **headers})
        response = connection.getresponse()
        text = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            self._cookie = cookie.partition(";")[0]
        connection.close()
        location = response.headers.get("Location") or ""
        return Answer(status=response.status, location=location, text=text)


def _token_in(page: str) -> str:
    found = TOKEN.search(page)
    assert found is not None, page
    return found.group(1)


@dataclass(slots=True, kw_only=True)
class Meanwhile:
    """Somebody else who presses a button and opens a page, again and again."""

    desk: Desk
    round_code: str
    written_s: list[float] = field(default_factory=list)
    read_s: list[float] = field(default_factory=list)
    refused: int = 0
    _ended: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def __enter__(self) -> "Meanwhile":
        self._thread = Thread(target=self._work)
        self._thread.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self._ended.set()
        assert self._thread is not None
        self._thread.join()

    def _work(self) -> None:
        nowhere = f"/field/rounds/{self.round_code}/frame/{uuid4()}/cancel"
        while not self._ended.wait(EVERY_S):
            began = time.monotonic()
            # Like every button, it takes the lock for writing before it looks at anything.
            self.refused += self.desk.post(nowhere).status == http.client.SERVICE_UNAVAILABLE
            self.written_s.append(time.monotonic() - began)
            began = time.monotonic()
            self.desk.get(f"/field/rounds/{self.round_code}/frame/")
            self.read_s.append(time.monotonic() - began)

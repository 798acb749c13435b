"""Somebody with a browser, as far as the server can tell: cookies, forms, and their tokens."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, after redirects."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        """Its content, when a program asked."""
        return json.loads(self.text)


class Visitor:
    """One browser at one address of the network."""

    def __init__(self, site: str, *, number: int) -> None:
        self.site = site
        self.comes_from = f"10.0.{number // 250}.{number % 250 + 1}"
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def ask(
        self, path: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request; redirects are followed."""
        sent = {"X-Forwarded-For": self.comes_from, **(headers or {})}
        request = Request(f"{self.site}{path}", data=body, headers=sent)  # noqa: S310 -- http
        try:
            with self.opener.open(request) as answer:
                return self._read(answer)
        except HTTPError as refused:
            with refused:
                return self._read(refused)

    @staticmethod
    def _read(answer: Any) -> Answer:
        text = answer.read().decode("utf-8-sig")
        return Answer(status=answer.status, headers=dict(answer.headers), text=text)

    def get(self, path: str) -> Answer:
        """A page, which has to be there."""
        answer = self.ask(path)
        assert answer.status == 200, (path, answer.status, answer.text)
        return answer

    def submit(self, path: str, *, page: Answer, **fields: str) -> Answer:
        """Sends a form that stands on this page, which has to be accepted."""
        token = TOKEN.search(page.text)
        assert token is not None, page.text
        body = urlencode({"csrf_token": token.group(1), **fields}).encode()
        answer = self.ask(path, body=body)
        assert answer.status == 200, (path, answer.status, answer.text)
        return answer

    def send(self, path: str, content: object, headers: Mapping[str, str] | None = None) -> Answer:
        """Sends JSON."""
        sent = {"Content-Type": "application/json", **(headers or {})}
        return self.ask(path, body=json.dumps(content).encode(), headers=sent)

    def sign_in(self, username: str, password: str) -> None:
        """With a password that is known."""
        page = self.get("/sign-in")
        answer = self.submit("/sign-in", page=page, username=username, password=password)
        assert 'id="password"' not in answer.text

    def sign_in_first(self, username: str, code: str, password: str) -> None:
        """With the one-time code, choosing a password."""
        page = self.get("/sign-in/code/")
        page = self.submit("/sign-in/code/", page=page, username=username, code=code)
        chosen = {"password": password, "again": password}
        fields = {"username": username, "code": code, **chosen}
        answer = self.submit("/sign-in/code/password", page=page, **fields)
        assert 'name="again"' not in answer.text

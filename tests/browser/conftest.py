"""The demo behind a server that really listens, and visitors who watch for whatever goes wrong."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import Engine, text
from werkzeug.serving import WSGIRequestHandler, make_server

from questionnaires import shipped_definition, version_id
from survey_app.access import people
from survey_app.access.devices import enrol, make_code
from survey_app.clock import system_clock
from survey_app.db import migrate
from survey_app.db.engine import connect, transaction
from survey_app.demo.accounts import DEMO_ACCOUNTS
from survey_app.demo.load import load_demo
from survey_app.settings import Settings
from survey_app.web.app import create_app

expect.set_options(timeout=15_000)  # a machine that does other things too is no failure

HOST = "127.0.0.1"
SECRET = "only-for-tests-only-for-tests-only-for-tests"
NO_LIMIT = "100000 per minute"
ONE_IN = 20
SIZES = {
    "phone": {"width": 360, "height": 740},
    "tablet": {"width": 800, "height": 1280},
    "desk": {"width": 1280, "height": 900},
}
PASSWORDS = {account.username: account.password for account in DEMO_ACCOUNTS}
ANSWER_AT_ONCE = """(form, answers) => {
    for (const [name, value] of answers) {
        if (typeof value === "string") {
            const field = form.elements.namedItem(name);
            field.value = value;
            field.dispatchEvent(new Event("input", { bubbles: true }));
        } else {
            for (const code of Array.isArray(value) ? value : [value]) {
                form.querySelector(`[name="${name}"][value="${code}"]`).click();
            }
        }
    }
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A running application: where it listens, and what its database holds."""

    address: str
    engine: Engine

    def one(self, statement: str, **values: object) -> Any:
        """One value, read past the application."""
        with self.engine.connect() as connection:
            return connection.execute(text(statement), values).scalar_one()

    def answers_of(self, uuid: str) -> Mapping[str, Any]:
        """The stored answers of an interview."""
        content = self.one("SELECT content FROM interview WHERE uuid = :uuid", uuid=_bare(uuid))
        answers: Mapping[str, Any] = json.loads(content)["answers"]
        return answers

    def interviews(self) -> int:
        """How many interviews are stored."""
        return int(self.one("SELECT count(*) FROM interview"))

    def send(self, *documents: Mapping[str, object]) -> list[str]:
        """Sends documents as an enrolled tablet; gives what became of each."""
        now = system_clock()
        with transaction(self.engine) as session:
            manager = people.sign_in(
                session, username="buudien", password=PASSWORDS["buudien"], at=now
            )
            code = make_code(session, manager, device_name="Máy 07", at=now)
            credential = enrol(session, code, at=now).credential
        request = Request(  # noqa: S310 -- the loopback
            f"{self.address}/api/v1/sync/interviews",
            data=json.dumps({"documents": documents}).encode(),
            headers={"Authorization": f"Device {credential}", "Content-Type": "application/json"},
        )
        with urlopen(request) as answer:  # noqa: S310 -- as above
            return [result["status"] for result in json.load(answer)["results"]]

    def document(self, answers: Mapping[str, object]) -> dict[str, object]:
        """An interview with somebody on no list, as the tablet of the enumerator finishes it."""
        enumerator = self.one("SELECT id FROM account WHERE username = 'dieutravien'")
        return {
            "format": 1,
            "uuid": str(uuid4()),
            "enumerator": enumerator,
            "questionnaire_version": version_id(shipped_definition("sipas-22")),
            "unlisted": {"round": "ha-nam-2022", "unit": "SYT"},
            "answers": dict(answers),
            "started_at": "2026-11-21T08:00:00+07:00",
            "finished_at": "2026-11-21T08:08:00+07:00",
            "elapsed_ms": 480_000,
            "app_version": "1.0.0",
        }


def _bare(uuid: str) -> str:
    return uuid.replace("-", "")  # as SQLite keeps it


@dataclass
class Visitor:
    """A person in front of a browser window. What the browser complains about is kept."""

    page: Page
    address: str
    sign_ins: dict[str, Any]
    has_javascript: bool
    complaints: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Notes console errors (a broken content policy among them) and failed requests."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("requestfailed", self._request_failed)
        self.page.on(
            "response",
            lambda answer: answer.status >= 400 and self.complaints.append(f"{answer.status}"),
        )

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console: {message.text}")

    def _request_failed(self, request: Any) -> None:
        # A download, or a page left before it was complete: the visitor's doing, no failure.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def allow(self, *parts: str) -> None:
        """Complaints with one of these parts belong to the test."""
        self.allowed += parts

    def unexpected(self) -> list[str]:
        """The complaints that no test asked for."""
        return [
            complaint
            for complaint in self.complaints
            if not any(part in complaint for part in self.allowed)
        ]

    def go(self, path: str) -> None:
        """Opens a page of the site."""
        self.page.goto(self.address + path)

    def sign_in_by_hand(self, username: str) -> None:
        """Types name and password into the form."""
        self.go("/sign-in")
        self.page.locator("#username").fill(username)
        self.page.locator("#password").fill(PASSWORDS[username])
        self.page.locator("main button").click()
        self.page.wait_for_url(lambda url: "sign-in" not in url)
        self.sign_ins[username] = self.page.context.cookies()

    def sign_in(self, username: str) -> None:
        """Signs in: by hand the first time, afterwards with the cookie that came of it."""
        if username not in self.sign_ins:
            self.sign_in_by_hand(username)
        self.page.context.add_cookies(self.sign_ins[username])

    def start(self, unit: str) -> str:
        """An enumerator picks a unit; gives the UUID of the interview that opens."""
        self.sign_in("dieutravien")
        self.go("/interviews/")
        self.page.locator("select[name=unit]").select_option(unit)
        self.page.locator("form.start button").click()
        self.wait_until_ready()
        return self.page.url.rpartition("/")[2]

    def wait_until_ready(self) -> None:
        """Waits for the form, and for its script where there is one."""
        self.page.wait_for_selector("#interview.stepped" if self.has_javascript else "#interview")

    def input(self, code: str, value: object) -> Locator:
        """The box or circle of one choice."""
        return self.page.locator(f'input[name="{code}"][value="{value}"]')

    def question(self, code: str) -> Locator:
        """A question with all that belongs to it."""
        return self.page.locator(f"#q-{code}")

    def part(self, code: str) -> Locator:
        """A part of the interview."""
        return self.page.locator(f"#section-{code}")

    def answer(self, answers: Mapping[str, object]) -> None:
        """Gives these answers, on whatever stands on the page now."""
        for code, value in answers.items():
            if isinstance(value, str):
                self.page.locator(f"[name={code}]").fill(value)
                continue
            for one in value if isinstance(value, tuple) else (value,):
                self.input(code, one).check()

    def next(self) -> None:
        """Taps Next."""
        self.page.locator("[data-next]").click()

    def back(self) -> None:
        """Taps Back, the button of the page."""
        self.page.locator("[data-back]").click()

    def send_button(self) -> Locator:
        """The button that sends, with JavaScript or without."""
        return self.page.locator(
            "[data-send]" if self.has_javascript else ".last .only-plain button"
        )

    def answer_at_once(self, answers: Mapping[str, object]) -> None:
        """The same in one go, for what only prepares a test."""
        self.page.locator("#interview").evaluate(ANSWER_AT_ONCE, list(answers.items()))

    def walk(self, answers: Mapping[str, object], *, until: str = "end") -> None:
        """Answers part after part, as far as a part, going on with Next."""
        self._walk(answers, until=until, answer=self.answer_at_once)

    def walk_by_hand(self, answers: Mapping[str, object]) -> None:
        """The same to the end, with a real tap for every single answer."""
        self._walk(answers, until="end", answer=self.answer)

    def _walk(
        self,
        answers: Mapping[str, object],
        *,
        until: str,
        answer: Callable[[Mapping[str, object]], None],
    ) -> None:
        parts = self.page.locator("[data-step]")
        for _ in range(parts.count()):
            if self.part(until).is_visible():
                return
            here = self.page.locator("[data-step]:visible [data-item]").evaluate_all(
                "all => all.map(question => question.dataset.item)"
            )
            answer({code: value for code, value in answers.items() if _question_of(code) in here})
            self.next()
        assert self.part(until).is_visible()

    def fill(self, answers: Mapping[str, object]) -> None:
        """Gives all answers and comes to the end: by parts, or down the one long page."""
        if self.has_javascript:
            self.walk(answers)
        else:
            self.answer_at_once(answers)

    def fill_by_hand(self, answers: Mapping[str, object]) -> None:
        """The same with a real tap for every single answer."""
        if self.has_javascript:
            self.walk_by_hand(answers)
        else:
            self.answer(answers)

    def answer_anywhere(self, code: str, value: str) -> None:
        """Corrects a typed answer, wherever it stands; the path there is not what is tested."""
        section = self.page.locator(f"[data-step]:has(#q-{code})").get_attribute("data-step")
        while self.has_javascript and not self.part(str(section)).is_visible():
            self.back()
        self.answer({code: value})

    def send(self, *, refused: bool = False) -> None:
        """Sends, and waits for the receipt; or for the same page again."""
        if refused:
            self.allow("422")
        self.send_button().click()
        if refused:
            self.page.wait_for_selector("#faults")
            self.wait_until_ready()
        else:
            self.page.wait_for_selector("dl.receipt")


def _question_of(code: str) -> str:
    return code.removesuffix("_text")


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo in one file, with one interview in so many; tests copy it."""
    file = tmp_path_factory.mktemp("demo") / "template.sqlite3"
    engine = connect(f"sqlite:///{file}", durable=False)
    migrate.upgrade(engine)
    with transaction(engine) as session:
        load_demo(session, at=system_clock(), secret_key=SECRET, one_in=ONE_IN)
    engine.dispose()  # the last connection writes everything into the one file
    return file


@pytest.fixture
def database_file(demo_template: Path, tmp_path: Path) -> Path:
    """A database of this test alone."""
    return Path(shutil.copy(demo_template, tmp_path / "hailong.sqlite3"))


class Quiet(WSGIRequestHandler):
    """Says nothing about each request."""

    def log(self, *_args: object, **_kwargs: object) -> None:
        """Stays silent."""


def whole_answers(app: WSGIApplication) -> WSGIApplication:
    """Hands each answer over in one piece.

    This server forgets to close the file behind an answer when the browser has gone meanwhile.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        parts = app(environ, start_response)
        try:
            return [b"".join(parts)]
        finally:
            if hasattr(parts, "close"):
                parts.close()

    return answer


@pytest.fixture
def site(database_file: Path) -> Iterator[Site]:
    """The application on a free port of the loopback, with a database of this test alone."""
    settings = Settings(
        secret_key=SECRET,
        database_url=f"sqlite:///{database_file}",
        secure_cookies=False,
        sign_in_limit=NO_LIMIT,
        durable=False,
    )
    engine = connect(settings.database_url, durable=False)
    app = create_app(settings, engine=engine)
    server = make_server(HOST, 0, whole_answers(app), threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(address=f"http://{HOST}:{server.server_port}", engine=engine)
    server.shutdown()
    thread.join()
    server.server_close()
    engine.dispose()


@pytest.fixture(scope="session")
def sign_ins() -> dict[str, Any]:
    """The cookies of those who have signed in by hand once; all copies know them."""
    return {}


Open = Callable[..., Visitor]


@pytest.fixture
def contexts(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens browser contexts, and closes them after the test."""
    opened: list[BrowserContext] = []

    def make(size: str, *, javascript: bool) -> BrowserContext:
        context = chromium.new_context(
            viewport=SIZES[size],
            locale="vi-VN",
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def visitors(
    contexts: Callable[..., BrowserContext], sign_ins: dict[str, Any]
) -> Iterator[Callable[..., Visitor]]:
    """Sends visitors to an address; fails the test on any complaint that it did not allow."""
    sent: list[Visitor] = []

    def send(
        address: str, size: str = "tablet", *, javascript: bool = True, page: Page | None = None
    ) -> Visitor:
        page = page or contexts(size, javascript=javascript).new_page()
        visitor = Visitor(page=page, address=address, sign_ins=sign_ins, has_javascript=javascript)
        visitor.watch()
        sent.append(visitor)
        return visitor

    yield send
    assert [complaint for visitor in sent for complaint in visitor.unexpected()] == []


@pytest.fixture
def visit(site: Site, visitors: Callable[..., Visitor]) -> Open:
    """Sends a visitor to the site, with a window of a size, with JavaScript or without."""

    def open_window(size: str = "tablet", *, javascript: bool = True) -> Visitor:
        return visitors(site.address, size, javascript=javascript)

    return open_window


@pytest.fixture(params=[True, False], ids=["javascript", "plain"])
def visitor(request: pytest.FixtureRequest, visit: Open) -> Visitor:
    """A visitor with a tablet and JavaScript; then one with a phone and none."""
    return visit("tablet" if request.param else "phone", javascript=request.param)


@pytest.fixture
def answers() -> dict[str, object]:
    """An answer to every question of the shipped questionnaire, all of them on the path."""
    levels = {item.code: 4 for item in shipped_definition("sipas-22").index_items}
    # fmt: off
    return {
        "k1": 1, "k2": 2, "a3": "Cấp giấy phép xây dựng", "a4": 1, "a5": 1, "a6": 1,
        "b1": 5, "b1_text": "Tổ trưởng dân phố", "b2": 1, "b3": 0, "b4": 2, "b5": 2,
        "b6": 3, "b7": "2", "b8": 1, "b9": 2, "b10": 1,
        **levels, "q11": 1, "q12": 2, "q13": 3, "q14": 5, "q24": 9, "q51": 5,
        "d1": (2, 3, 10), "d1_text": "Có chỗ gửi xe", "d2": "Cảm ơn.\nMong nhanh hơn nữa.",
        "e1": 2, "e2": 3, "e3": 5, "e4": 9, "e5": 2, "z5": 2,
    }
    # fmt: on


@pytest.fixture
def least() -> dict[str, object]:
    """The fewest answers of an interview that nothing is missing in: all criteria, no feedback."""
    criteria = [item.code for item in shipped_definition("sipas-22").index_items]
    asked = {code: 5 for code in criteria if not code.startswith("q5")}
    return {"k1": 1, "k2": 1, "a4": 1, **asked, "b10": 2}

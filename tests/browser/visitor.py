"""Visitors in front of a browser window, who watch for whatever goes wrong."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.running_demo import PASSWORDS

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

    def last_seen(self) -> str:
        """The page as it stands, in words, and what the browser complained about."""
        if self.page.is_closed():
            return "A page was closed.\n"
        seen = self.page.locator("body").inner_text()
        return "\n".join([f"Last seen at {self.page.url}:", seen, *self.complaints, ""])

    def go(self, path: str) -> None:
        """Opens a page of the site."""
        self.page.goto(self.address + path)

    @contextmanager
    def to_next_page(self) -> Iterator[None]:
        """What is done within leads to a page; goes on when that one stands there, style and all.

        The browser goes on showing the page before until the answer comes, and whoever looks at
        once sees that: nothing of a page may be read after a tap that leads away without this.
        """
        with self.page.expect_navigation():
            yield

    def follow(self, way: Locator) -> None:
        """Taps a link or a button, and waits for the page that it leads to."""
        with self.to_next_page():
            way.click()

    def sign_in_by_hand(self, username: str) -> None:
        """Types name and password into the form."""
        self.go("/sign-in")
        self.page.locator("#username").fill(username)
        self.page.locator("#password").fill(PASSWORDS[username])
        self.follow(self.page.locator("main button"))
        self.page.wait_for_url(lambda url: "sign-in" not in url)

    def sign_in(self, username: str) -> None:
        """Signs in: by hand the first time, afterwards with the cookie that came of it."""
        if username not in self.sign_ins:
            self.sign_in_by_hand(username)
            self.sign_ins[username] = self.page.context.cookies()
        self.page.context.add_cookies(self.sign_ins[username])

    def start(self, unit: str) -> str:
        """An enumerator signs in and picks a unit; gives the UUID of the interview that opens."""
        self.sign_in("dieutravien")
        return self.begin(unit)

    def begin(self, unit: str) -> str:
        """The same by an enumerator who has signed in already."""
        self.go("/interviews/")
        self.page.locator("select[name=unit]").select_option(unit)
        self.follow(self.page.locator("form.start button"))
        self.wait_until_ready()
        return self.page.url.rpartition("/")[2]

    def wait_until_ready(self) -> None:
        """Waits for the form, and for its script where there is one."""
        self.page.wait_for_load_state()  # its style sheet too
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
        self.follow(self.send_button())
        if refused:
            self.page.wait_for_selector("#faults")
            self.wait_until_ready()
        else:
            self.page.wait_for_selector("dl.receipt")


def _question_of(code: str) -> str:
    return code.removesuffix("_text")

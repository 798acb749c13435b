"""A person with a tablet: the app in a browser, and the server in a process of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.quick_pins import make_pins_quick
from tests.browser.server_process import Server

PIN = "275931"
USERNAME = "dieutravien"
MORNING = "2026-11-23T09:00:00+07:00"


@dataclass
class Enumerator:
    """A person who interviews with the app. `visitor` is the same person before any page."""

    visitor: Any
    home: str = "/tablet/"

    @property
    def page(self) -> Page:
        """The window of the app."""
        page: Page = self.visitor.page
        return page

    def arrive(self) -> None:
        """Comes to a new tablet, signed in at the server."""
        self.visitor.sign_in(USERNAME)
        self.visitor.go(self.home)
        self.page.wait_for_selector("#new-pin")

    def begin(self) -> None:
        """Makes a new tablet one's own: sign-in, PIN, list. Goes on when it works offline."""
        self.arrive()
        self.choose_pin()
        self.page.wait_for_selector("[data-state].is-ready")

    def choose_pin(self) -> None:
        """Chooses a PIN, and waits for the list."""
        self.page.locator("#new-pin").fill(PIN)
        self.page.locator("#same-pin").fill(PIN)
        self.submit()
        self.wait_for_list()

    def submit(self) -> None:
        """Taps the button of the one form on the screen."""
        self.page.locator("main button[type=submit]").click()

    def stop(self) -> None:
        """Asks to stop the interview, and waits for the screen that asks why."""
        self.page.locator("[data-stop]").click()
        self.page.wait_for_selector("[data-stop-form]")

    def wait_for_list(self) -> None:
        """Waits until the list stands there and was compared with the server's."""
        self.page.wait_for_selector("[data-cases] li")
        self.page.wait_for_selector("[data-fetch]:enabled")

    def enter(self, pin: str = PIN) -> None:
        """Types the PIN."""
        self.page.locator("#pin").fill(pin)
        self.submit()

    def see(self, screen: str) -> None:
        """Opens a screen of the app by its address."""
        self.page.evaluate("screen => { location.hash = screen; }", screen)

    def case(self, name: str) -> Locator:
        """A respondent on the list."""
        return self.page.locator("[data-cases] > li, [data-next-case] > li").filter(has_text=name)

    def names(self) -> list[str]:
        """Who stands on the list, in order, without the one who comes next."""
        return self.page.locator("[data-cases] [data-fill=respondent]").all_inner_texts()

    def next_name(self) -> str:
        """Whom the app would see next."""
        return self.page.locator("[data-next-case] [data-fill=respondent]").inner_text()

    def open(self, name: str | None = None) -> str:
        """Opens the interview with somebody, with whoever comes next if nobody is named."""
        case = self.case(name) if name else self.page.locator("[data-next-case] li")
        case.locator("[data-open]").click()
        self.visitor.wait_until_ready()
        return self.page.url.rpartition("/")[2]

    def part(self, code: str) -> Locator:
        """A part of the interview."""
        part: Locator = self.visitor.part(code)
        return part

    def attempt(self, name: str, code: str, note: str = "") -> None:
        """Records what came of an attempt to reach somebody."""
        self.case(name).locator("[data-outcome]").click()
        self.page.locator(f"[name=disposition][value='{code}']").check()
        self.page.locator("[name=note]").fill(note)
        self.submit()
        self.page.wait_for_selector("[data-notice] button")

    def refresh_list(self) -> None:
        """Fetches the list anew."""
        self.page.locator("[data-fetch]").click()
        self.wait_for_list()

    def finish(self) -> None:
        """Finishes the interview, and comes back to the list."""
        self.page.locator("[data-send]").click()
        self.page.wait_for_selector("[data-cases]")

    def wait_until_sent(self) -> None:
        """Waits until nothing is left to send; records of attempts are held back for a while."""
        expect(self.page.locator("[data-state]")).to_have_text("✓ Đã gửi hết", timeout=40_000)


@pytest.fixture
def arrival(office: Server, visitors: Callable[..., Any]) -> Callable[..., Enumerator]:
    """Sends an enumerator with a new tablet to the server, which starts if it does not run."""

    def send(size: str = "tablet", *, home: str = "/tablet/") -> Enumerator:
        if office.running is None:
            office.start()
        visitor = visitors(office.address, size)
        make_pins_quick(visitor.page.context)
        return Enumerator(visitor=visitor, home=home)

    return send


@pytest.fixture
def on_line(visitors: Callable[..., Any]) -> Callable[..., Enumerator]:
    """Sends an enumerator with a new tablet, as it is, to an address behind which the server is."""
    return lambda address, size="tablet": Enumerator(visitor=visitors(address, size))


@pytest.fixture
def morning(arrival: Callable[..., Enumerator]) -> Enumerator:
    """An enumerator at nine in the morning of a Monday; the test may let time pass."""
    one = arrival()
    one.page.clock.install(time=MORNING)
    one.begin()
    return one


@pytest.fixture
def enumerator(arrival: Callable[..., Enumerator]) -> Enumerator:
    """An enumerator whose tablet works offline."""
    one = arrival()
    one.begin()
    return one

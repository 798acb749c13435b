"""A person with a tablet in hand, as the tests of the app lead it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.running_demo import PASSWORDS

PIN = "275931"
SENT_TIMEOUT_S = 45
READ_STORE = """store => new Promise((resolve, reject) => {
    const opening = indexedDB.open("hai-long");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const reading = opening.result.transaction(store).objectStore(store).getAll();
        reading.onsuccess = () => { opening.result.close(); resolve(reading.result); };
    };
})"""


@dataclass
class Enumerator:
    """A person with the tablet in hand. `visitor` is the same person, for what the form asks."""

    visitor: Any
    page: Page
    pin: str = PIN
    username: str = "dieutravien"
    passwords: dict[str, str] = field(default_factory=lambda: dict(PASSWORDS))

    def go(self, path: str = "/tablet/") -> None:
        """Opens the app, or another address."""
        self.visitor.go(path)

    def place(self, name: str) -> Locator:
        """A place of the screen by its data attribute."""
        return self.page.locator(f"[data-{name}]")

    def said(self, name: str) -> Locator:
        """A text that the app fills in."""
        return self.page.locator(f"[data-fill={name}]")

    def sign_in(self, username: str | None = None) -> None:
        """Signs in at the server by the button of the screen."""
        self.username = username or self.username
        self.place("sign-in").click()
        self.type_password()

    def type_password(self) -> None:
        """Fills in the sign-in of the server, which leads back to the app."""
        self.page.locator("#username").fill(self.username)
        self.page.locator("#password").fill(self.passwords[self.username])
        self.visitor.follow(self.page.locator("main button"))
        self.page.wait_for_url("**/tablet/**")

    def choose_pin(self, pin: str | None = None) -> None:
        """Chooses a PIN, and sees the list."""
        self.pin = pin or self.pin
        self.page.locator("#new-pin").fill(self.pin)
        self.page.locator("#same-pin").fill(self.pin)
        self.page.locator("main button[type=submit]").click()
        self.place("next-case").wait_for()

    def begin(self) -> None:
        """The first start: PIN, the list; and the app is kept for the time without."""
        self.visitor.sign_in(self.username)
        self.go()
        self.page.locator("#new-pin").wait_for()
        self.choose_pin()
        self.wait_until_kept()

    def wait_until_kept(self) -> None:
        """Waits until the app opens without a network as well."""
        expect(self.page.locator("[data-state].is-ready")).to_be_visible()

    def enrol(self, code: str) -> None:
        """Makes this an enrolled tablet."""
        self.go("/tablet/#welcome")
        self.page.locator("#code").fill(code)
        self.page.locator("[data-enrol] button").click()

    def begin_enrolled(self, code: str) -> None:
        """The first start, and the tablet enrolled; the list stands there again."""
        self.begin()
        self.enrol(code)
        self.page.locator(".people").wait_for()
        self.page.evaluate("location.hash = '#work'")

    def choose_name(self, name: str | None = None) -> None:
        """Taps a name, the only one if none is said."""
        self.page.locator(".people button", has_text=name).click()
        self.page.locator("#pin").wait_for()

    def type_pin(self, pin: str | None = None) -> None:
        """Types the PIN."""
        self.page.locator("#pin").fill(pin or self.pin)
        self.page.locator("main button[type=submit]").click()

    def enter(self, name: str | None = None) -> None:
        """Opens the app by name and PIN."""
        self.choose_name(name)
        self.type_pin()
        self.page.locator("body.someone").wait_for()

    def names(self) -> Locator:
        """Everybody on the list, who comes next first."""
        return self.page.locator("[data-cases] .name, [data-next-case] .name")

    def respondents(self) -> list[str]:
        """Their names, once the list is drawn into its place."""
        self.page.locator("[data-next-case] .name").wait_for()
        return [" ".join(name.split()) for name in self.names().all_text_contents()]

    def open_next(self) -> str:
        """Opens the interview that the app proposes; gives its UUID."""
        self.page.locator("[data-next-case] [data-open]").click()
        return self.wait_for_form()

    def open_unlisted(self) -> str:
        """Opens an interview with somebody on no list; gives its UUID."""
        self.page.locator("#unit").select_option(index=1)
        self.page.locator("[data-unlisted] button").click()
        return self.wait_for_form()

    def wait_for_form(self) -> str:
        """Waits until an interview stands on the screen; gives its UUID."""
        self.visitor.wait_until_ready()
        return str(self.page.url).partition("#interview/")[2].split("/")[0]

    def wait_until_saved(self) -> None:
        """Waits until the app says that everything is on the disk."""
        expect(self.page.locator("[data-saved].is-saved")).to_be_visible()

    def finish(self) -> None:
        """Finishes the interview; the list comes back."""
        self.page.locator("[data-send]").click()
        self.place("next-case").or_(self.place("none")).first.wait_for(state="attached")
        expect(self.place("notice")).to_contain_text("✓")

    def leave(self) -> None:
        """Goes back to the list from an unfinished interview."""
        self.place("leave").click()
        self.place("next-case").wait_for()

    def interview(self, answers: Mapping[str, object]) -> str:
        """A whole interview with whoever comes next; gives its UUID."""
        uuid = self.open_next()
        self.visitor.fill(answers)
        self.finish()
        return uuid

    def wait_until_sent(self, uuid: str) -> None:
        """The receipt of the server is here; just after an interview it may not have gone yet."""
        given_up_at = time.monotonic() + SENT_TIMEOUT_S
        while self.outbox().get(uuid) != "sent":
            assert time.monotonic() < given_up_at, f"{uuid} is not sent: {self.outbox()}"
            time.sleep(0.05)

    def look_at_outbox(self) -> None:
        """Opens the screen of what was sent and what waits."""
        self.page.evaluate("location.hash = '#outbox'")
        self.place("send-now").wait_for()

    def send(self) -> None:
        """Taps "Send now", once nothing is being sent by itself."""
        expect(self.place("send-now")).to_be_enabled()
        self.place("send-now").click()

    def lock(self) -> None:
        """Puts the tablet away."""
        self.place("lock").click()
        self.page.locator(".people").wait_for()

    def kept(self, store: str) -> list[dict[str, Any]]:
        """What the tablet's own storage holds, read past the app."""
        records: list[dict[str, Any]] = self.page.evaluate(READ_STORE, store)
        return records

    def outbox(self) -> Mapping[str, str]:
        """UUID and state of everything finished."""
        return {item["uuid"]: item["state"] for item in self.kept("outbox")}

    def cached(self) -> list[str]:
        """The versions of the app that the tablet holds."""
        names: list[str] = self.page.evaluate("caches.keys()")
        return [name.removeprefix("hai-long ") for name in names]

    def version(self) -> str:
        """The version of the app on the screen."""
        return str(self.page.locator("html").get_attribute("data-version"))

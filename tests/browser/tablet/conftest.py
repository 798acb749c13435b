"""Tablets in front of a server process: what comes between them is the test's decision."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.quick_pins import make_pins_quick
from tests.browser.server_process import Server, free_port
from tests.browser.tablet.enumerator import Enumerator
from tests.browser.tablet.tablet import Tablet

NO_NETWORK = (
    "net::ERR_INTERNET_DISCONNECTED",
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_CONNECTION_RESET",
    "net::ERR_EMPTY_RESPONSE",
    "net::ERR_NETWORK_CHANGED",
)
NOT_SIGNED_IN = ("401",)


@pytest.fixture(name="free_port")
def free_port_fixture() -> Callable[[], int]:
    """Ports of the loopback that nobody listens on."""
    return free_port


@pytest.fixture
def enumerators(visitors: Callable[..., Any]) -> Callable[..., Enumerator]:
    """Puts a tablet with an empty storage, or an open page of one, into somebody's hands.

    in_earnest: its PINs cost what they cost.
    """

    def hand(
        address: str, size: str = "tablet", *, page: Page | None = None, in_earnest: bool = False
    ) -> Enumerator:
        visitor = visitors(address, size, page=page)
        if not in_earnest:
            make_pins_quick(visitor.page.context)
        visitor.allow(*NO_NETWORK, *NOT_SIGNED_IN)
        return Enumerator(visitor=visitor, page=visitor.page)

    return hand


@pytest.fixture
def enumerator(server: Server, enumerators: Callable[..., Enumerator]) -> Enumerator:
    """The person to try, with a tablet that was never used."""
    return enumerators(server.address)


@pytest.fixture
def tablet(
    chromium: Browser,
    server: Server,
    enumerators: Callable[..., Enumerator],
    tmp_path: Path,
) -> Iterator[Tablet]:
    """A tablet that can be switched off and on."""
    tablet = Tablet(
        chromium=chromium, profile=tmp_path / "profile", address=server.address, hand=enumerators
    )
    yield tablet
    tablet.switch_off()

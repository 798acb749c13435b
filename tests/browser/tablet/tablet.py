"""A tablet that can be switched off, switched on again and killed."""

import os
import shutil
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from tests.browser.tablet.enumerator import Enumerator

CHROMIUM_ARGUMENTS = ("--disable-gpu", "--disable-quic", "--no-first-run")


@dataclass
class Tablet:
    """A browser whose storage outlives it, as that of a real tablet.

    It is the whole Chromium, which also keeps what it had open, and writes that to the disk.
    """

    chromium: Browser
    profile: Path
    address: str
    hand: Callable[..., Enumerator]
    context: BrowserContext | None = None

    def switch_on(self) -> Enumerator:
        """Starts the browser; the app is not open yet."""
        self.context = self.chromium.browser_type.launch_persistent_context(
            self.profile,
            executable_path=shutil.which("chromium"),
            chromium_sandbox=False,
            args=CHROMIUM_ARGUMENTS,
            viewport={"width": 800, "height": 1280},
            locale="vi-VN",
        )
        self.context.set_default_timeout(45_000)
        return self.hand(self.address, page=self.context.pages[0])

    def switch_off(self) -> None:
        """Closes the browser in an orderly way."""
        if self.context is not None:
            self.context.close()
            self.context = None

    def kill(self) -> None:
        """Kills the browser with all its processes, in the middle of whatever they do."""
        assert self.context is not None
        closed = threading.Event()
        self.context.on("close", lambda _: closed.set())
        for process in self._processes():
            os.kill(process, signal.SIGKILL)
        while not closed.is_set():
            self._turn()
        self.context = None

    def _turn(self) -> None:
        """Lets what happened to the other browser be noticed."""
        self.chromium.new_context().close()

    def _processes(self) -> list[int]:
        """The processes that were started with this profile, which nobody else uses."""
        mark = f"--user-data-dir={self.profile}".encode()
        return [
            int(folder.name)
            for folder in Path("/proc").iterdir()
            if folder.name.isdigit() and mark in _command_of(folder).split(b"\0")
        ]


def _command_of(folder: Path) -> bytes:
    try:
        return (folder / "cmdline").read_bytes()
    except OSError:
        return b""  # it has ended meanwhile

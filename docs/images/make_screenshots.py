"""Takes the pictures of the README and the guides from a running demo (`make demo`), in Vietnamese.

.venv/bin/python docs/images/make_screenshots.py http://127.0.0.1:8000
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from survey_app.demo.accounts import DEMO_ACCOUNTS

FOLDER = Path(__file__).parent
PASSWORDS = {account.username: account.password for account in DEMO_ACCOUNTS}
DESK: ViewportSize = {"width": 1280, "height": 1080}
TABLET: ViewportSize = {"width": 800, "height": 1280}
GUIDE: ViewportSize = {"width": 480, "height": 860}
OFFICE: ViewportSize = {"width": 1000, "height": 800}


def signed_in(browser: Browser, address: str, username: str, *, size: ViewportSize) -> Page:
    """A window of this size, on the home page of this person."""
    page = browser.new_context(viewport=size, locale="vi-VN").new_page()
    page.goto(f"{address}/sign-in")
    page.locator("#username").fill(username)
    page.locator("#password").fill(PASSWORDS[username])
    page.locator("main button").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def take_index(browser: Browser, address: str) -> None:
    """The index table of Hà Nam 2022, down to the first dozen units."""
    page = signed_in(browser, address, "sonoivu", size=DESK)
    page.goto(f"{address}/results/rounds/ha-nam-2022")
    page.screenshot(path=FOLDER / "index.png")


def take_interview(browser: Browser, address: str) -> None:
    """One factor on a tablet, with some answers chosen."""
    page = signed_in(browser, address, "dieutravien", size=TABLET)
    page.locator("select[name=unit]").select_option("SYT")
    page.locator("form.start button").click()
    page.locator("#interview.stepped").wait_for()
    for code in ("k1", "k2", "a4"):
        page.locator(f"[name={code}]").first.check()
        if code != "k1":
            page.locator("[data-next]").click()
    page.locator("[data-next]").click()
    for code, level in (("q11", 4), ("q12", 5), ("q13", 3)):
        page.locator(f'[name={code}][value="{level}"]').check()
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    page.screenshot(path=FOLDER / "interview.png")


def take_tablet(browser: Browser, address: str) -> None:
    """The tablet app: my work, one factor, and the outbox while there is no network."""
    page = browser.new_context(viewport=GUIDE, locale="vi-VN").new_page()
    page.goto(f"{address}/tablet/")
    page.locator("[data-sign-in]").click()
    page.locator("#username").fill("dieutravien")
    page.locator("#password").fill(PASSWORDS["dieutravien"])
    page.locator("main button").click()
    for field in ("#new-pin", "#same-pin"):
        page.locator(field).fill("275931")
    page.locator("main button[type=submit]").click()
    page.locator("[data-cases] li").first.wait_for()
    page.locator("[data-state].is-ready").wait_for()
    page.screenshot(path=FOLDER / "tablet-work.png")
    page.context.set_offline(offline=True)
    page.locator("[data-cases] [data-open]").first.click()
    for code in ("k1", "k2", "a4"):
        page.locator(f"[name={code}]").first.check()
        if code != "k1":
            page.locator("[data-next]").click()
    page.locator("[data-next]").click()
    for code, level in (("q11", 4), ("q12", 5)):
        page.locator(f'[name={code}][value="{level}"]').check()
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    page.locator(".is-saved").wait_for()
    page.screenshot(path=FOLDER / "tablet-interview.png")
    page.goto(f"{address}/tablet/#stop")
    page.locator("[data-cases] [data-outcome]").first.click()
    page.locator("[name=disposition]").first.check()
    page.locator("[data-attempt] button").click()
    page.locator("[data-notice] button").wait_for()
    page.locator("[data-state]").click()
    page.locator("[data-items] li").wait_for()
    page.screenshot(path=FOLDER / "tablet-sending.png")


def take_manager(browser: Browser, address: str) -> None:
    """What the field manager reads in the evening: progress, signs to look at, one interview."""
    page = signed_in(browser, address, "buudien", size=OFFICE)
    page.goto(f"{address}/field/rounds/ha-nam-2022")
    page.screenshot(path=FOLDER / "manager-progress.png")
    page.goto(f"{address}/field/rounds/ha-nam-2022/quality/")
    page.locator("main form button").first.click()
    page.locator("main table").first.wait_for()
    page.screenshot(path=FOLDER / "manager-quality.png")
    page.goto(f"{address}/field/rounds/ha-nam-2022/interviews")
    page.locator("main table a").first.click()
    page.locator("#f-comment").scroll_into_view_if_needed()
    page.screenshot(path=FOLDER / "manager-interview.png")


def main(address: str) -> None:
    """Writes the pictures beside this file."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), chromium_sandbox=False
        )
        take_index(browser, address)
        take_interview(browser, address)
        take_tablet(browser, address)
        take_manager(browser, address)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))

"""The demo behind a server that really listens, and visitors who come to it."""

import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from questionnaires import shipped_definition
from survey_app.clock import system_clock
from survey_app.db import migrate
from survey_app.db.engine import connect, transaction
from survey_app.demo.load import load_demo
from tests.browser.rendered_forms import Forms, rendered
from tests.browser.running_demo import SECRET
from tests.browser.server_process import Server, free_port
from tests.browser.site import Site, serving
from tests.browser.visitor import Visitor

expect.set_options(timeout=45_000)  # a machine that does other things too is no failure

ONE_IN = 20
SIZES = {
    "phone": {"width": 360, "height": 740},
    "tablet": {"width": 800, "height": 1280},
    "desk": {"width": 1280, "height": 900},
}
Open = Callable[..., Visitor]
HAS_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Lets fixtures know how the test went."""
    report = yield
    if call.when == "call":
        item.stash[HAS_FAILED] = report.failed
    return report


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


@pytest.fixture(scope="session")
def forms(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Forms:
    """The forms of the demo; a server of its own would render them for its first tablet."""
    return rendered(
        Path(shutil.copy(demo_template, tmp_path_factory.mktemp("forms") / "demo.sqlite3"))
    )


@pytest.fixture
def database_file(demo_template: Path, tmp_path: Path) -> Path:
    """A database of this test alone."""
    return Path(shutil.copy(demo_template, tmp_path / "hailong.sqlite3"))


@pytest.fixture
def site(database_file: Path) -> Iterator[Site]:
    """The application on a free port of the loopback, with a database of this test alone."""
    with serving(database_file) as site:
        yield site


@pytest.fixture
def office(database_file: Path, forms: Forms) -> Iterator[Server]:
    """The server as an office runs it, in a process of its own; a test starts and kills it."""
    engine = connect(f"sqlite:///{database_file}")
    office = Server(database=database_file, port=free_port(), engine=engine, forms=forms)
    yield office
    office.kill()
    engine.dispose()


@pytest.fixture
def server(office: Server) -> Server:
    """The same, running."""
    office.start()
    return office


@pytest.fixture(scope="session")
def sign_ins() -> dict[str, Any]:
    """The cookies of those who have signed in by hand once; all copies know them."""
    return {}


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
        context.set_default_timeout(45_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def visitors(
    request: pytest.FixtureRequest,
    contexts: Callable[..., BrowserContext],
    sign_ins: dict[str, Any],
) -> Iterator[Callable[..., Visitor]]:
    """Sends visitors to an address; fails the test on any complaint that it did not allow.

    Whatever else fails it: what they saw last is printed.
    """
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
    if request.node.stash.get(HAS_FAILED, False):
        sys.stdout.writelines(visitor.last_seen() for visitor in sent)
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


@pytest.fixture
def full(least: dict[str, object]) -> dict[str, object]:
    """The least, and the procedure in the words of the respondent."""
    return least | {"a3": "Đổi giấy phép lái xe"}

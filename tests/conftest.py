"""What the whole suite shares: a PostgreSQL server, a browser, and how properties are searched."""

import gc
import html
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import hypothesis.configuration
import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright
from psycopg import sql
from sqlalchemy.engine import URL, make_url

ROOT = Path(__file__).parents[1]
GIVEN_SERVER = "HAILONG_TEST_POSTGRES"
DEBIAN_BINARIES = "/usr/lib/postgresql"
START_TIMEOUT_S = 60
BROWSERS = ("chromium-headless-shell", "chromium")
"""The same engine twice, of the same packages; the first has no windows, which nobody looks at and
which take two fifths of the processor time.
"""
# Memory that looks like a folder: a test's copy of a database takes 17 ms there and 290 on a disk.
IN_MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder with a name by chance is made in it
ROOM_IN_MEMORY = 3 * 1024**3
"""Bytes that have to be free there: the log of a server may grow to one gigabyte."""
# Nothing of the cluster outlives the tests, so nothing needs to reach the disk.
FORGETFUL = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
CHROMIUM_ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

OUTLINE_PARTS = re.compile(r'<(/?)outline>|<item page="(\d+)">(.*?)</item>')
GARBAGE_THRESHOLDS = (20_000, 10, 5)
"""So many new objects before the youngest are searched, and how often the older ones are."""

# Commands speak the language of the machine; the tests read English.
os.environ["HAILONG_LANGUAGE"] = "en"

hypothesis.configuration.set_hypothesis_home_dir(ROOT / ".venv/.cache/hypothesis")
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("quick", deadline=None, max_examples=20)
hypothesis.settings.load_profile(
    os.environ.get("HAILONG_TEST_EXAMPLES") or ("ci" if os.environ.get("CI") else "local")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A running private server; it listens on a socket inside its own folder only."""

    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """The address of its database `postgres`."""
        address = URL.create(
            "postgresql+psycopg",
            username="postgres",
            database="postgres",
            query={"host": str(self.folder)},
        )
        return address.render_as_string(hide_password=False)

    def stop(self) -> None:
        """Stops the server and removes all it wrote."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=START_TIMEOUT_S)
        shutil.rmtree(self.folder)


CLUSTER = pytest.StashKey[Cluster]()


def start_cluster(*, durable: bool = False) -> Cluster:
    """Starts a new server from Debian's binaries; raises RuntimeError saying what is missing.

    A durable one reaches the disk at every commit, as in production; only benchmarks need that.
    """
    found = sorted(Path(DEBIAN_BINARIES).glob("*/bin"), key=lambda path: float(path.parent.name))
    if not found:
        raise RuntimeError(
            f"There is no PostgreSQL in {DEBIAN_BINARIES}: run `make test`, which installs it, or"
            f" `apt-get install postgresql`, or name a server in {GIVEN_SERVER}."
        )
    folder = Path(tempfile.mkdtemp(prefix="hailong-postgres-", dir=_place(durable=durable)))
    try:
        return _serve_from(folder, binaries=found[-1], settings=() if durable else FORGETFUL)
    except BaseException:
        shutil.rmtree(folder)
        raise


def _place(*, durable: bool) -> Path | None:
    """Where the server keeps its data; None for wherever temporary files go."""
    is_there = IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK)
    if durable or not is_there or shutil.disk_usage(IN_MEMORY).free < ROOM_IN_MEMORY:
        return None
    return IN_MEMORY


def _serve_from(folder: Path, *, binaries: Path, settings: tuple[str, ...]) -> Cluster:
    # It ends with the process that started it, however that ends; and it refuses to run as root.
    as_user = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() == 0:
        shutil.chown(folder, user="postgres", group="postgres")
        as_user += ["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
    data = str(folder / "data")
    make = [str(binaries / "initdb"), "--pgdata", data, "--username", "postgres", "--no-sync"]
    choices = ["--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]
    subprocess.run([*as_user, *make, *choices], check=True, stdout=subprocess.DEVNULL, cwd=folder)
    serve = [str(binaries / "postgres"), "-D", data, "-k", str(folder), "-h", "", *settings]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*as_user, *serve], stdout=log, stderr=log, cwd=folder)
    cluster = Cluster(folder=folder, process=process)
    _wait_until_answering(cluster)
    return cluster


def _wait_until_answering(cluster: Cluster) -> None:
    given_up_at = time.monotonic() + START_TIMEOUT_S
    while True:
        try:
            psycopg.connect(_libpq_url(make_url(cluster.url))).close()
        except psycopg.OperationalError as refused:
            if cluster.process.poll() is not None or time.monotonic() > given_up_at:
                cluster.process.kill()
                said = (cluster.folder / "log").read_text()
                raise RuntimeError(f"PostgreSQL did not start:\n{said}") from refused
            time.sleep(0.05)
        else:
            return


def _libpq_url(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def pytest_configure(config: pytest.Config) -> None:
    """Starts one server for all workers, in the process that outlives them; tells them where."""
    starts_workers = bool(config.getoption("numprocesses", None))
    if not starts_workers or "not postgres" in config.getoption("markexpr"):
        return
    if GIVEN_SERVER in os.environ:
        return
    try:
        cluster = start_cluster()
    except RuntimeError:
        return  # the tests that need it say why there is none
    config.stash[CLUSTER] = cluster
    os.environ[GIVEN_SERVER] = cluster.url


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stops the server that pytest_configure started."""
    if CLUSTER in config.stash:
        del os.environ[GIVEN_SERVER]
        config.stash[CLUSTER].stop()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what uses the browser, the server or a database of its own, so that nobody has to
    remember it.

    The longest come first: begun late, they keep one worker busy while the others have ended.
    """
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "chromium" in fixtures:
            item.add_marker(pytest.mark.browser)
        if "postgres_url" in fixtures:
            item.add_marker(pytest.mark.postgres)
        if "engine" in fixtures:
            item.add_marker(pytest.mark.own_database)
        if {"calculated", "copied_text", "outline"} & set(fixtures):
            item.add_marker(pytest.mark.office)
    items.sort(key=lambda item: item.get_closest_marker("journey") is None)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """Spares the search for garbage what stays to the end: modules and collected tests.

    Before, it took a quarter of the processor time of the tests.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GARBAGE_THRESHOLDS)
        gc.enable()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server where databases may be created."""
    if given := os.environ.get(GIVEN_SERVER):
        yield given
        return
    cluster = start_cluster()
    yield cluster.url
    cluster.stop()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The SQLAlchemy address of an empty database that belongs to this test process alone.

    A test that asks for the address by `getfixturevalue` marks itself with `postgres`.
    """
    server = make_url(postgres_server)
    name = f"hailong_test_{uuid.uuid4().hex}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
    with psycopg.connect(_libpq_url(server), autocommit=True) as connection:
        connection.execute(create.format(sql.Identifier(name)))
        own = server.set(drivername="postgresql+psycopg", database=name)
        yield own.render_as_string(hide_password=False)
        connection.execute(drop.format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window; each test opens a context of its own in it."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise RuntimeError(
            "There is no Chromium: run `make test`, which installs it, or"
            " `apt-get install chromium`."
        )
    with sync_playwright() as playwright:
        # Its sandbox needs rights that containers do not give; it only ever opens our own pages.
        browser = playwright.chromium.launch(
            executable_path=program, chromium_sandbox=False, args=CHROMIUM_ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Has LibreOffice open a workbook, compute its formulas and write it anew as another file."""
    program = shutil.which("soffice")
    if program is None:
        raise RuntimeError(
            "There is no LibreOffice: run `make test`, which installs it, or"
            " `apt-get install libreoffice-calc`."
        )
    settings = tmp_path_factory.mktemp("office")

    def calculate(workbook: Path) -> Path:
        folder = tmp_path_factory.mktemp("calculated")
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={settings.as_uri()}",
                "--headless",
                "--convert-to",
                "xlsx",
                "--outdir",
                folder,
                workbook,
            ],
            check=True,
            capture_output=True,
        )
        return folder / workbook.name

    return calculate


def _poppler(name: str) -> str:
    program = shutil.which(name)
    if program is None:
        raise RuntimeError(
            f"There is no {name}: run `make test`, which installs it, or"
            " `apt-get install poppler-utils`."
        )
    return program


@pytest.fixture(scope="session")
def copied_text() -> Callable[[bytes], str]:
    """What `pdftotext` of poppler reads in a PDF, line by line as it is laid out."""
    program = _poppler("pdftotext")

    def read(pdf: bytes) -> str:
        words = [program, "-layout", "-enc", "UTF-8", "-", "-"]
        return subprocess.run(words, input=pdf, check=True, capture_output=True).stdout.decode()

    return read


@pytest.fixture(scope="session")
def outline() -> Callable[[Path], list[tuple[int, str, int]]]:
    """What a viewer lists beside a PDF, as poppler reads it: level from 0, words and page."""
    program = _poppler("pdftohtml")

    def read(pdf: Path) -> list[tuple[int, str, int]]:
        words = [program, "-xml", "-i", "-stdout", str(pdf)]
        found = subprocess.run(words, check=True, capture_output=True).stdout.decode()
        _, _, listed = found.partition("<outline>")
        entries, level = [], 0
        for end, page, title in OUTLINE_PARTS.findall(listed):
            if title:
                entries.append((level, html.unescape(title), int(page)))
            else:
                level += -1 if end else 1
        return entries

    return read

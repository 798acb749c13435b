"""A small province, on both databases: one round, three units, a fixed cast of people."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from questionnaires import shipped_definition, version_id
from survey_app.access import passwords
from survey_app.access.policy import Role
from survey_app.db import accounts, migrate, rounds, setting_up
from survey_app.db.engine import connect, transaction
from survey_app.fieldwork.round_keys import new_round_key
from survey_app.settings import Settings
from survey_app.web.app import create_app
from survey_app.web.packed import PackedFile
from survey_app.web.tablet_form import KEPT as KEPT_FORMS
from tests import compiled_once  # noqa: F401 -- holds by being imported
from tests.survey_app.beginnings import Beginnings, InFiles, OnServer

START = datetime(2022, 10, 3, 1, 0, tzinfo=UTC)
SECRET = "only-for-tests-only-for-tests-only-for-tests"
PASSWORD = "mot-mat-khau-dai"
# A hash says itself how costly it is: this one is checked at once, by the same code.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD_HASH, QUICK_DECOY = QUICK.hash(PASSWORD), QUICK.hash("no account has this password")
CAST = {
    "an": (Role.ENUMERATOR, None),
    "binh": (Role.ENUMERATOR, None),
    "quanly": (Role.FIELD_MANAGER, None),
    "giamsat": (Role.SUPERVISOR, None),
    "noivu": (Role.HOME_AFFAIRS, None),
    "donvi": (Role.UNIT, "SXD"),
    "quantri": (Role.ADMINISTRATOR, None),
}
"""An and Bình interview; Bình has no listed case. Nobody is who does not sign in."""

UNITS = (
    ("SXD", "Sở Xây dựng", 3, False, "100", "85.75"),
    ("STP", "Sở Tư pháp", 2, False, "100", "78.20"),
    ("TTRA", "Thanh tra tỉnh", 0, True, "60", "56.25"),
)
"""Code, name, quota, exempt, maximum points, appraised points."""


CRITERIA = tuple(item.code for item in shipped_definition("sipas-22").index_items)
COMPLETE: dict[str, object] = {
    "k1": "1",
    "k2": "2",
    "a3": "Cấp giấy phép xây dựng",
    "a4": "1",
    "a5": "1",
    "a6": "1",
    "b1": "1",
    "b2": "1",
    "b3": "1",
    "b4": "2",
    "b5": "2",
    "b6": "2",
    **{code: "4" for code in CRITERIA if not code.startswith("q5")},
    "b10": "2",
    "d1": ["2", "3"],
    "d2": "Không có góp ý",
    "e1": "1",
    "e2": "3",
    "e3": "5",
    "e4": "4",
    "e5": "1",
    "z5": "2",
}
"""A whole interview as a browser sends it: no feedback was given, so q51 to q54 are skipped."""


@dataclass
class Clock:
    """The time of a test; moved on by hand."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def move(self, step: timedelta) -> None:
        self.now += step


@dataclass
class Client:
    """A browser without a window, that can sign in and send forms with their token."""

    http: FlaskClient
    _token: str | None = field(default=None)

    def get(self, path: str) -> TestResponse:
        return self.http.get(path, buffered=True)

    def post(self, path: str, answers: Mapping[str, object] | None = None) -> TestResponse:
        """Sends a form of this site: these fields and the token."""
        data = {"csrf_token": self.token(), **(answers or {})}
        return self.http.post(path, data=data, buffered=True)

    def token(self) -> str:
        """The token of this browser's session."""
        if self._token is None:
            page = self.http.get("/sign-in", follow_redirects=True).text
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
            assert found is not None
            self._token = found.group(1)
        return self._token

    def sign_in(
        self, username: str, password: str = PASSWORD, *, leads_to: str = "/"
    ) -> TestResponse:
        """Through the form, as a person does; the session and its token are new afterwards."""
        fields = {"username": username, "password": password, "next": leads_to}
        answer = self.post("/sign-in", fields)
        self._token = None
        return answer

    @property
    def cookie(self) -> str:
        """What this browser keeps of its session."""
        found = self.http.get_cookie("session")
        assert found is not None
        return found.value


class Page(HTMLParser):
    """A page as a person has it before them: rows of tables, fields, links, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.fields: list[dict[str, str]] = []
        self.links: set[str] = set()
        self.classes: list[str] = []
        self.places: set[str] = set()
        self._text: list[str] = []
        self._cell: list[str] | None = None
        self._field: dict[str, str] | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.classes += values.get("class", "").split()
        self.places.add(values.get("id", ""))
        self.links |= {values[name] for name in ("href", "action") if name in values}
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self._cell = []
        elif tag in {"input", "textarea", "button", "option"}:
            self._field = {"tag": tag, "text": "", **values}
            self.fields.append(self._field)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._cell is not None:
            self.rows[-1].append(" ".join("".join(self._cell).split()))
            self._cell = None
        if tag in {"textarea", "button", "option"}:
            self._field = None

    def handle_data(self, data: str) -> None:
        self._text.append(data)
        if self._cell is not None:
            self._cell.append(data)
        if self._field is not None:
            self._field["text"] += data

    @property
    def text(self) -> str:
        """All that is written on the page, spaces as one reads them."""
        return " ".join("".join(self._text).split())

    def row(self, name: str) -> list[str]:
        """The cells of the first row that names this."""
        return next(row for row in self.rows if any(cell.startswith(name) for cell in row))

    def named(self, name: str) -> list[dict[str, str]]:
        """The fields of this name."""
        return [field for field in self.fields if field.get("name") == name]

    def chosen(self, name: str) -> list[str]:
        """What is ticked, or typed, in the fields of this name."""
        fields = self.named(name)
        if any(field.get("type") in {"radio", "checkbox"} for field in fields):
            return [field["value"] for field in fields if "checked" in field]
        return [field.get("value", field["text"].strip()) for field in fields]


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords hashed with less work; what they cost in earnest is tested where it is chosen."""
    _hash_quickly(monkeypatch)


def _hash_quickly(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(passwords, "_hasher", QUICK)
    patch.setattr(passwords, "_DECOY", QUICK_DECOY)


@pytest.fixture
def read() -> Callable[[TestResponse], Page]:
    """Reads a page."""
    return lambda answer: Page(answer.text)


SignedIn = Mapping[str, tuple[str, str]]
"""Session and token of each person of the cast."""


@dataclass(frozen=True)
class World:
    """What a test can do with the small province."""

    engine: Engine
    app: Flask
    clock: Clock
    case_uuid: UUID
    signed_in: SignedIn

    def client(self, username: str | None = None) -> Client:
        """A new browser, signed in since START as one of the cast, or as somebody whom the test
        gave an account, or nobody's."""
        client = Client(self.app.test_client())
        if username in self.signed_in:
            cookie, client._token = self.signed_in[username]
            client.http.set_cookie("session", cookie)
        elif username is not None:
            assert client.sign_in(username).status_code == 303
        return client

    def begin(self, client: Client) -> str:
        """Opens the listed case of An, and gives the address of its form."""
        form = f"/interviews/{self.case_uuid}"
        assert client.post(f"{form}/open").location == form
        return form

    def start(self, client: Client, *, unit: str = "SXD") -> str:
        """Starts an interview with somebody on no list, and gives the address of its form."""
        answer = client.post("/interviews/", {"round": "thu-2022", "unit": unit})
        assert answer.status_code == 303
        return answer.location

    def interview(self, *interviews: Mapping[str, object], unit: str = "SXD") -> None:
        """Sends interviews of An; each gives these answers beside the usual ones."""
        an = self.client("an")
        for answers in interviews:
            form = self.start(an, unit=unit)
            assert an.post(form, {**COMPLETE, **answers}).status_code == 303

    def rows(self, statement: str, **values: object) -> list[tuple[object, ...]]:
        """What the database holds, read past the application."""
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement), values)]

    def one(self, statement: str, **values: object) -> object:
        """One value."""
        return self.rows(statement, **values)[0][0]

    def change(self, statement: str, **values: object) -> None:
        """Changes the database past the application, as time or another person would."""
        with self.engine.begin() as connection:
            connection.execute(text(statement), values)

    def wait_until_it_waits(self, acting: Future[Any]) -> None:
        """Until what somebody else does waits for a lock; on PostgreSQL. Fails if it ends first."""
        while not acting.done():
            if self.one(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            ):
                return
        pytest.fail(f"it waits for nobody: {acting.result()}")

    def actions(self) -> list[object]:
        """What the audit log says was done, the oldest first."""
        return [row[0] for row in self.rows("SELECT action FROM audit_event ORDER BY id")]

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """Collects the statements that the database is sent meanwhile."""
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith("BEGIN"):
                sent.append(statement)

        event.listen(self.engine, "before_cursor_execute", note)
        with pytest.MonkeyPatch.context() as patch:
            # Some statements go past SQLAlchemy.
            patch.setattr(psycopg.Connection, "execute", _noting(sent, psycopg.Connection.execute))
            yield sent
        event.remove(self.engine, "before_cursor_execute", note)


def _noting(sent: list[str], execute: Callable[..., object]) -> Callable[..., object]:
    def noted(connection: object, statement: object, *rest: object) -> object:
        sent.append(str(statement))
        return execute(connection, statement, *rest)

    return noted


def _fill(engine: Engine) -> None:
    definition = shipped_definition("sipas-22")
    with transaction(engine) as session:
        setting_up.add_questionnaire_version(session, definition, at=START)
        groups = setting_up.add_groups(session, [("department", "Sở, ban, ngành", "Departments")])
        round_units = setting_up.add_round(
            session,
            setting_up.NewRound(
                code="thu-2022",
                name_vi="Đợt thử 2022",
                name_en="Trial round 2022",
                year=2022,
                state="open",
                questionnaire_version_id=version_id(definition),
                index_plan="ha-nam-2022",
                period_start=date(2022, 1, 1),
                period_end=date(2022, 9, 30),
                controller="Sở Nội vụ",
                contact="Phòng CCHC",
                erase_days=90,
                is_simulated=True,
            ),
            units=[
                setting_up.NewRoundUnit(
                    code=code,
                    name=name,
                    group="department",
                    quota=quota,
                    is_exempt=exempt,
                    maximum_points=Decimal(maximum),
                    component_maximum=Decimal(0 if exempt else 10),
                )
                for code, name, quota, exempt, maximum, _ in UNITS
            ],
            groups=groups,
            key=new_round_key(secret_key=SECRET, at=START),
        )
        setting_up.add_appraised_points(
            session,
            {round_units[code]: Decimal(points) for code, *_, points in UNITS},
            source="Thử nghiệm",
        )
        people = {name: _account(session, name) for name in CAST}
        setting_up.add_cases(
            session,
            [
                setting_up.NewCase(
                    interview_uuid=CASE_UUID,
                    round_unit_id=round_units["SXD"],
                    enumerator_id=people["an"],
                    assigned_at=START,
                    full_name="Người mô phỏng 1",
                    phone="0000 000 001",
                    address="Địa chỉ mô phỏng",
                    file_code="MP-1",
                    procedure="Thủ tục mô phỏng",
                    returned_on=date(2022, 9, 1),
                    is_simulated=True,
                )
            ],
        )


CASE_UUID = UUID("11111111-1111-4111-8111-111111111111")


def _account(session: Session, name: str) -> int:
    role, unit = CAST[name]
    new = accounts.NewAccount(
        username=name,
        display_name=name.capitalize(),
        organisation="Bưu điện tỉnh",
        role=role.value,
        unit_id=None if unit is None else rounds.unit_id_coded(session, unit),
        password_hash=PASSWORD_HASH,
        is_simulated=True,
        session_mark=f"mark-of-{name}",
        created_at=START,
    )
    return accounts.add_account(session, new)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled SQLite database that tests copy."""
    file = tmp_path_factory.mktemp("template") / "world.sqlite3"
    engine = connect(f"sqlite:///{file}", durable=False)
    migrate.upgrade(engine)
    _fill(engine)
    engine.dispose()  # the last connection writes everything into the one file
    return file


@dataclass(frozen=True)
class Copies:
    """A PostgreSQL server with a filled database that tests copy."""

    server: Engine
    template: URL

    def make(self, name: str, *, of: str | None = None) -> URL:
        """Makes a copy, where the server can by its files: half the work of doing it by its log.

        of: another database than the template, to which nobody is connected.
        """
        with self.server.connect() as connection:
            by_files = self.server.dialect.server_version_info >= (15,)
            how = " STRATEGY FILE_COPY" if by_files else ""
            source = of or self.template.database
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{source}"{how}'))
        return self.template.set(database=name)

    def drop(self, name: str) -> None:
        """Removes a database, whoever is still connected to it."""
        with self.server.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture(scope="session")
def postgres_copies(postgres_server: str) -> Iterator[Copies]:
    """The small province on PostgreSQL, to be copied."""
    server = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    name = f"template_{uuid4().hex}"
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING UTF8'))
    template = server.url.set(drivername="postgresql+psycopg", database=name)
    engine = connect(template.render_as_string(hide_password=False))
    migrate.upgrade(engine)
    _fill(engine)
    engine.dispose()
    copies = Copies(server=server, template=template)
    yield copies
    copies.drop(name)
    server.dispose()


def _sqlite(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    file = tmp_path / "world.sqlite3"
    shutil.copy(request.getfixturevalue("sqlite_template"), file)
    engine = connect(f"sqlite:///{file}", durable=False)
    yield engine
    engine.dispose()


def _postgresql(request: pytest.FixtureRequest, _tmp_path: Path) -> Iterator[Engine]:
    copies: Copies = request.getfixturevalue("postgres_copies")
    name = f"world_{uuid4().hex}"
    engine = connect(copies.make(name).render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    copies.drop(name)


MAKERS: dict[str, Callable[[pytest.FixtureRequest, Path], Iterator[Engine]]] = {
    "sqlite": _sqlite,
    "postgresql": _postgresql,
}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """The small province on SQLite, and again on PostgreSQL."""
    yield from MAKERS[request.param](request, tmp_path)


@pytest.fixture
def clock() -> Clock:
    """The time of the test."""
    return Clock()


FORMS: dict[object, PackedFile] = {}
"""Rendered forms of all provinces of a test process: what one is like says the round they are of,
with the hash of its questionnaire."""


@pytest.fixture(scope="session")
def signed_in(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> SignedIn:
    """The cast, signed in on a copy that no test sees: every other has the same accounts."""
    file = tmp_path_factory.mktemp("signed_in") / "world.sqlite3"
    shutil.copy(sqlite_template, file)
    engine = connect(f"sqlite:///{file}", durable=False)
    with pytest.MonkeyPatch.context() as patch:
        _hash_quickly(patch)
        world = _world(engine, Clock(), signed_in={})
        found = {name: _session(world.client(name)) for name in CAST}
    engine.dispose()
    return found


def _session(client: Client) -> tuple[str, str]:
    token = client.token()  # made on a page, and kept in the cookie
    return client.cookie, token


def _world(engine: Engine, clock: Clock, *, signed_in: SignedIn) -> World:
    settings = Settings(
        secret_key=SECRET,
        database_url=engine.url.render_as_string(hide_password=False),
        secure_cookies=False,
        sign_in_limit="1000 per minute",
        api_limit="100000 per minute",
    )
    app = create_app(settings, now=clock, engine=engine)
    app.extensions[KEPT_FORMS] = FORMS
    return World(engine=engine, app=app, clock=clock, case_uuid=CASE_UUID, signed_in=signed_in)


@pytest.fixture
def world(engine: Engine, clock: Clock, signed_in: SignedIn) -> World:
    """The small province behind the real application."""
    return _world(engine, clock, signed_in=signed_in)


@pytest.fixture(scope="session")
def sqlite_beginnings(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Beginnings]:
    """Where tests on SQLite begin."""
    beginnings = Beginnings(InFiles(sqlite_template, tmp_path_factory.mktemp("begun")))
    yield beginnings
    beginnings.forget()


@pytest.fixture(scope="session")
def postgresql_beginnings(postgres_copies: Copies) -> Iterator[Beginnings]:
    """Where tests on PostgreSQL begin."""
    beginnings = Beginnings(OnServer(postgres_copies))
    yield beginnings
    beginnings.forget()


@pytest.fixture
def begin(request: pytest.FixtureRequest, world: World) -> Callable[..., Any]:
    """Brings the small province, as it was made, to where this function brings it when it is called
    with these arguments. It runs for the first test only, the others have a copy of what it made.
    """
    name = f"{world.engine.dialect.name}_beginnings"
    beginnings: Beginnings = request.getfixturevalue(name)
    return partial(beginnings.begin, world)


@pytest.fixture(scope="module")
def still_world(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, signed_in: SignedIn
) -> Iterator[World]:
    """The small province for tests that only look: one copy for a whole file."""
    file = tmp_path_factory.mktemp("still") / "world.sqlite3"
    shutil.copy(sqlite_template, file)
    engine = connect(f"sqlite:///{file}", durable=False)
    yield _world(engine, Clock(), signed_in=signed_in)
    engine.dispose()


@pytest.fixture
def interviewed(world: World) -> Callable[..., None]:
    """Sends interviews of An through the form; each gives these answers beside the usual ones."""
    return world.interview


@pytest.fixture
def complete() -> dict[str, object]:
    """A whole interview as a browser sends it, to be changed by the test."""
    return dict(COMPLETE)

"""How fast documents of tablets are received: DESIGN's first promise, measured at the socket."""

import random
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select, text

from survey_app.db.engine import connect
from survey_app.db.tables import AuditEvent, Interview, answer
from tests.bench import documents, province
from tests.bench.measuring import HEAD, Run, line, measure
from tests.bench.served import (
    BARE_ROWS,
    Served,
    bare_inserts_per_second,
    children_of,
    serving,
    serving_bare,
)

RUNS = 3
WARMING_UP = 400
"""Interviews before each measurement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A way of sending: documents a request, documents a run."""

    name: str
    size: int
    count: int
    compressed: bool


KINDS = (
    Kind(name="one a request", size=1, count=2000, compressed=False),
    Kind(name="50 a request", size=50, count=8000, compressed=False),
    Kind(name="50 a request, gzip", size=50, count=8000, compressed=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A database to send into."""

    name: str
    url: str
    engine: Engine
    server: int | None

    def processes(self) -> list[int]:
        """The processes of the database server; none of SQLite, which works in ours."""
        return [] if self.server is None else [self.server, *children_of(self.server)]

    def counts(self) -> tuple[int, ...]:
        """Rows that one accepted interview has each: itself, its answers, its place in the log."""
        rows = (
            select(func.count()).select_from(Interview),
            select(func.count()).select_from(answer),
            select(func.count()).where(AuditEvent.action == "interview.received"),
        )
        with self.engine.connect() as connection:
            return tuple(connection.execute(one).scalar_one() for one in rows)


@pytest.fixture(params=["postgresql", "sqlite"])
def target(request: pytest.FixtureRequest):
    """The durable databases, one after the other."""
    if request.param == "postgresql":
        url, server = request.getfixturevalue("durable_postgres")
    else:
        url, server = request.getfixturevalue("durable_sqlite"), None
    engine = connect(url)
    yield Target(name=request.param, url=url, engine=engine, server=server)
    engine.dispose()


def requests_of(
    target: Target,
    here: province.Province,
    *,
    count: int,
    size: int,
    compressed: bool,
    chance: random.Random,
) -> list[bytes]:
    """So many new interviews, half of listed cases, half with people on no list.

    Each request comes from the tablet of one enumerator and holds only their work.
    """
    owners = [here.enumerators[place // size % len(here.enumerators)] for place in range(count)]
    owned = [(UUID(int=chance.getrandbits(128), version=4), owner) for owner in owners]
    is_unlisted = [(place + place // size) % 2 == 1 for place in range(count)]
    listed = [one for one, unlisted in zip(owned, is_unlisted, strict=True) if not unlisted]
    province.add_cases(target.engine, here, listed)
    made = [
        documents.document(uuid, enumerator=owner, unlisted=unlisted, chance=chance)
        for (uuid, owner), unlisted in zip(owned, is_unlisted, strict=True)
    ]
    return [
        documents.request(
            made[start : start + size],
            credential=here.credentials[owners[start]],
            compressed=compressed,
        )
        for start in range(0, count, size)
    ]


def _measured(
    served: Served, target: Target, here: province.Province, kind: Kind, *, chance: random.Random
) -> list[Run]:
    """The runs after one that warms the server up; every document of each was accepted."""
    runs = []
    for count in (WARMING_UP, *[kind.count] * RUNS):
        bodies = requests_of(
            target, here, count=count, size=kind.size, compressed=kind.compressed, chance=chance
        )
        run = measure(bodies, served=served, database=target.processes)
        assert run.accepted == count
        runs.append(run)
    return runs[1:]


def test_receiving__many_documents__each_is_a_row(target):
    here = province.set_up(target.engine)
    chance = random.Random(22)
    lines = []

    with serving(target.url) as served:
        for kind in KINDS:
            runs = _measured(served, target, here, kind, chance=chance)
            lines.append(line(f"{target.name}, {kind.name}", runs))

    sent = sum(WARMING_UP + RUNS * kind.count for kind in KINDS)
    assert target.counts() == (sent, sent, sent)
    print("\n" + "\n".join((HEAD, *lines)))


@pytest.mark.parametrize("target", ["postgresql"], indirect=True)
def test_bare_server__same_documents__says_what_the_ground_allows(target):
    here = province.set_up(target.engine)
    chance = random.Random(23)
    lines = []

    with serving_bare(target.url) as served:
        for kind in KINDS[:2]:
            runs = _measured(served, target, here, kind, chance=chance)
            lines.append(line(f"Flask and one bare insert, {kind.name}", runs))
    alone = {size: bare_inserts_per_second(target.url, size=size) for size in (1, 50)}

    print("\n" + "\n".join((HEAD, *lines)))
    for size, rate in alone.items():
        print(f"psycopg alone, {size} rows a transaction: {rate:.0f} rows a second")
    with target.engine.connect() as connection:
        stored = connection.execute(text("SELECT count(*) FROM bare")).scalar_one()
    served_rows = sum(WARMING_UP + RUNS * kind.count for kind in KINDS[:2])
    assert stored == served_rows + len(alone) * 2 * BARE_ROWS

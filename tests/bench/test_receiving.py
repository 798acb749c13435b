"""How fast documents of tablets are received: DESIGN's first promise, measured at the socket."""

import random
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select

from survey_app.db.engine import connect
from survey_app.db.tables import AuditEvent, Interview, answer
from tests.bench import documents, province
from tests.bench.measuring import HEAD, Run, line, measure
from tests.bench.served import children_of, serving

RUNS = 3
WARMING_UP = 400
"""Interviews before each measurement."""
KINDS = (
    ("one interview a request", 1, 1500, False),
    ("50 a request", 50, 6000, False),
    ("50 a request, gzip", 50, 6000, True),
)
"""Name, documents a request, documents a run, compressed."""


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


def test_receiving__many_documents__each_is_a_row(target):
    here = province.set_up(target.engine)
    chance = random.Random(22)
    sent = 0

    lines = []
    with serving(target.url) as served:
        for name, size, count, compressed in KINDS:
            runs: list[Run] = []
            for repeat in range(RUNS + 1):
                wanted = count if repeat else WARMING_UP
                bodies = requests_of(
                    target, here, count=wanted, size=size, compressed=compressed, chance=chance
                )
                run = measure(bodies, served=served, database=target.processes)
                assert run.accepted == wanted
                sent += wanted
                runs += [run] if repeat else []
            lines.append(line(f"{target.name}, {name}, {len(bodies[0])} B", runs))

    print("\n" + "\n".join((HEAD, *lines)))
    assert target.counts() == (sent, sent, sent)

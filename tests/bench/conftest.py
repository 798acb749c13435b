"""Databases that reach the disk at every commit, as in production."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tests.conftest import start_cluster


@pytest.fixture
def durable_postgres() -> Iterator[tuple[str, int]]:
    """The address of an empty database of a durable server, and the server's process."""
    cluster = start_cluster(durable=True)
    name = f"bench_{uuid4().hex}"
    server = create_engine(cluster.url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING UTF8'))
    server.dispose()
    url = make_url(cluster.url).set(database=name)
    yield url.render_as_string(hide_password=False), cluster.process.pid
    cluster.stop()


@pytest.fixture
def durable_sqlite(tmp_path: Path) -> str:
    """The address of an empty SQLite file."""
    return f"sqlite:///{tmp_path / 'bench.sqlite3'}"

"""The PostgreSQL server of the suite: real, and for each test process an empty database."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    engine = create_engine(postgres_url)
    yield engine
    engine.dispose()


def one(engine: Engine, query: str) -> object:
    with engine.connect() as connection:
        return connection.execute(text(query)).scalar_one()


def test_postgres_url__asked__leads_to_an_empty_database_of_its_own(engine: Engine) -> None:
    name = one(engine, "SELECT current_database()")

    assert str(name).startswith("hailong_test_")
    assert one(engine, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0


def test_postgres_url__vietnamese_text__comes_back_unchanged(engine: Engine) -> None:
    answered = one(engine, "SELECT 'Nguyễn Thị Hài Lòng'")

    assert answered == "Nguyễn Thị Hài Lòng"
    assert one(engine, "SHOW server_encoding") == "UTF8"

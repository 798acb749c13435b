"""What the operator's monitor asks."""

import json

import pytest
from sqlalchemy import create_engine

from survey_app.db import migrate
from survey_app.settings import Settings
from survey_app.web.app import create_app

SETTINGS = Settings(secret_key="s" * 40)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_healthz__anybody__answers_without_the_database(world):
    client = world.client()

    with world.statements() as sent:
        answer = client.get("/healthz")

    assert (answer.status_code, json.loads(answer.text)) == (200, {"status": "ok"})
    assert sent == []


def test_readyz__migrated_database__is_ready(world):
    answer = world.client().get("/readyz")

    assert (answer.status_code, json.loads(answer.text)) == (200, {"status": "ready"})


def test_readyz__older_database__is_not_ready(world):
    world.change("UPDATE alembic_version SET version_num = '0000'")

    answer = world.client().get("/readyz")

    assert answer.status_code == 503
    assert json.loads(answer.text)["code"] == "database_not_migrated"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_readyz__empty_database__is_not_ready(world):
    migrate.downgrade(world.engine)

    answer = world.client().get("/readyz")

    assert answer.status_code == 503


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////khong/co/thu/muc.sqlite3",
        "postgresql+psycopg://postgres:mat-khau-bi-mat@127.0.0.1:9/khong-co",
    ],
)
def test_readyz__no_database__is_not_ready_and_tells_no_password(url):
    engine = create_engine(url, connect_args={"connect_timeout": 2} if "psycopg" in url else {})
    client = create_app(SETTINGS, engine=engine).test_client()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.mimetype == "application/problem+json"
    assert json.loads(answer.text)["code"] == "database_unreachable"
    assert "mat-khau-bi-mat" not in answer.text

"""SQLite changes a table by making it anew: from what it says itself, and with its references."""

import re

import pytest
from sqlalchemy import inspect

from survey_app.db import migrate

READ = re.compile(r'PRAGMA main\.foreign_key_list\("(\w+)"\)')
CHANGED = {
    "api_token",
    "claim_draw",
    "index_publication",
    "publication",
    "webhook",
    "webhook_delivery",
    "webhook_message",
}
"""The tables that 0040 makes anew; they refer to rounds, accounts and people, and these to more."""


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_upgrade__tables_made_anew__are_read_and_not_those_they_refer_to(engine, world):
    migrate.downgrade(engine, to="0039")

    with world.statements() as sent:
        migrate.upgrade(engine, to="0040")

    assert {table for said in sent for table in READ.findall(said)} == CHANGED


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_upgrade__tables_made_anew__refer_to_the_same_as_before(engine):
    before = _references(engine)

    migrate.downgrade(engine, to="0039")
    migrate.upgrade(engine)

    assert _references(engine) == before


def _references(engine):
    inspector = inspect(engine)
    found = {table: inspector.get_foreign_keys(table) for table in CHANGED}
    return {table: sorted(keys, key=lambda key: key["name"]) for table, keys in found.items()}

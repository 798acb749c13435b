"""Migrations go up, down and up again, and make the tables of the code, on both databases."""

import pytest
from sqlalchemy import inspect, text

from survey_app.db import migrate
from survey_app.db.tables import Table


def test_migrations__down_and_up_again__leave_nothing_and_make_all(engine):
    migrate.downgrade(engine)
    left = set(inspect(engine).get_table_names())

    migrate.upgrade(engine)

    assert left == {"alembic_version"}
    made = set(inspect(engine).get_table_names()) - {"alembic_version"}
    assert made == set(Table.metadata.tables)
    assert migrate.is_current(engine)


def test_migrations__made_tables__are_those_of_the_code(engine):
    assert migrate.differences(engine) == ()


def test_differences__table_changed_by_hand__are_said(engine):
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE unit ADD COLUMN by_hand INTEGER"))

    found = migrate.differences(engine)

    assert len(found) == 1
    assert "by_hand" in found[0]


def test_upgrade__again__changes_nothing(engine):
    migrate.upgrade(engine)

    assert migrate.is_current(engine)
    assert migrate.differences(engine) == ()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_upgrade__filled_database__keeps_its_rows(engine):
    with engine.connect() as connection:
        before = connection.execute(text("SELECT count(*) FROM account")).scalar_one()

    migrate.upgrade(engine)

    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM account")).scalar_one() == before == 7


def test_head_file__names__the_newest_migration():
    named = (migrate.FOLDER / "HEAD").read_text(encoding="utf-8").strip()

    assert named == migrate.newest()


def test_constraints__all__have_names_of_the_convention(engine):
    inspector = inspect(engine)

    for table in set(inspector.get_table_names()) - {"alembic_version"}:
        assert inspector.get_pk_constraint(table)["name"] == f"pk_{table}"
        for key in inspector.get_foreign_keys(table):
            assert key["name"].startswith(f"fk_{table}_")
        for unique in inspector.get_unique_constraints(table):
            assert unique["name"].startswith(f"uq_{table}_")
        for check in inspector.get_check_constraints(table):
            assert check["name"].startswith(f"ck_{table}_")

"""Which version a database has to be at is a matter of the program that runs."""

import shutil

from survey_app.db import schema_version


def test_newest__program_replaced_while_it_runs__is_that_of_the_running_one(tmp_path, monkeypatch):
    own = tmp_path / "migrations"
    shutil.copytree(schema_version.FOLDER, own, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema_version, "FOLDER", own)
    head = schema_version.newest()

    (own / "HEAD").write_text("9999\n", encoding="utf-8")

    assert schema_version.newest() == head

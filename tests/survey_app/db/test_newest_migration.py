"""Which version a database has to be at is a matter of the program that runs."""

import shutil

from survey_app.db import migrate

NEXT = '''"""Of the next version of the program."""

revision = "9999"
down_revision = "{head}"
branch_labels = None
depends_on = None
'''


def test_newest__program_replaced_while_it_runs__is_that_of_the_running_one(tmp_path, monkeypatch):
    own = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, own, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrate, "FOLDER", own)
    head = migrate.newest()

    (own / "versions/9999_next.py").write_text(NEXT.format(head=head), encoding="utf-8")

    assert migrate.newest() == head

"""How fast the interviews of a large round are written as files, and how much memory that takes."""

import json
import os
import subprocess
import sys

import pytest

from survey_app.access.people import person_named
from survey_app.access.policy import Role
from survey_app.db import accounts, round_writes
from survey_app.db.engine import connect, transaction
from survey_app.publication.publishing import PublishRequest, publish
from survey_app.results.tally_folding import fold_changes
from tests.bench import province
from tests.bench.documents import BEGAN
from tests.bench.many_interviews import add_interviews
from tests.bench.served import ROOT

MOST = int(os.environ.get("HAILONG_BENCH_INTERVIEWS", "1_000_000"))
KINDS = ("csv", "json", "sav", "dta")


def published(engine, *, count):
    """A round with so many interviews, public."""
    add_interviews(engine, province.set_up(engine), count=count)
    sum(fold_changes(engine))
    with transaction(engine) as session:
        accounts.add_account(
            session,
            accounts.NewAccount(
                username="noivu",
                display_name="Nội vụ",
                organisation="",
                role=Role.HOME_AFFAIRS,
                unit_id=None,
                password_hash="x",
                is_simulated=True,
                session_mark="noivu",
                created_at=BEGAN,
            ),
        )
        round_writes.move_round(session, 1, start="open", end="closed")
    with transaction(engine) as session:
        request = PublishRequest(by=person_named(session, "noivu"), at=BEGAN, reason="", seen=None)
        assert publish(session, 1, request).faults == ()


def written(url, kind, file, *, is_full):
    command = [sys.executable, "-m", "tests.bench.exporting_process", url, kind, str(file)]
    done = subprocess.run(
        [*command, "full" if is_full else "guarded"], stdout=subprocess.PIPE, check=True, cwd=ROOT
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_export__a_million_interviews__is_written_in_flat_memory(database, request, tmp_path):
    url = request.getfixturevalue(f"durable_{'postgres' if database == 'postgresql' else database}")
    url = url if database == "sqlite" else url[0]
    engine = connect(url)
    published(engine, count=MOST)
    engine.dispose()
    lines = [
        f"{'':<24} {'seconds':>9} {'rows/s':>9} {'MB before':>10} {'MB most':>9} {'MB file':>9}"
    ]

    for is_full in (False, True):
        for kind in KINDS:
            found = written(url, kind, tmp_path / f"phieu.{kind}", is_full=is_full)
            name = f"{database}, {kind}{', full' if is_full else ''}"
            lines.append(
                f"{name:<24} {found['s']:>9.1f} {MOST / found['s']:>9,.0f}"
                f" {found['before_mb']:>10.0f} {found['memory_mb']:>9.0f} {found['mb']:>9.0f}"
            )
            assert found["mb"] > 0
            (tmp_path / f"phieu.{kind}").unlink()

    print("\n" + "\n".join(lines))

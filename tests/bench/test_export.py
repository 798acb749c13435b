"""How fast the interviews of a large round are written as files, and how much memory that takes."""

import json
import os
import random
import re
import subprocess
import sys

import pytest
from sqlalchemy import text

from survey_app.access.people import person_named
from survey_app.access.policy import Role
from survey_app.db import accounts, round_writes
from survey_app.db.engine import connect, transaction
from survey_app.publication.publishing import PublishRequest, publish
from survey_app.results.tally_folding import fold_changes
from tests.bench import province
from tests.bench.documents import BEGAN, DEFINITION, ROUND, answers
from tests.bench.many_interviews import add_interviews
from tests.bench.served import ROOT

MOST = int(os.environ.get("HAILONG_BENCH_INTERVIEWS", "1_000_000"))
KINDS = os.environ.get("HAILONG_BENCH_KINDS", "csv json sav dta").split()
LINES = {"csv": rb"[0-9a-f]{8}-", "json": rb'\{"response_uuid"'}
"""How a line with an interview begins, in files of lines."""
WAYS = 5_000
"""So many different sets of answers to the questions that are no criteria."""


HEAD = (
    f"{'':<24} {'s':>7} {'CPU s':>7} {'rows/CPU s':>11}"
    f" {'MB before':>10} {'MB most':>7} {'MB file':>7}"
)


def published(engine, *, count):
    """A round with so many interviews, public."""
    add_interviews(engine, province.set_up(engine), count=count)
    say_others(engine)
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


def say_others(engine):
    """Everybody answers the other questions in one of many ways, as tablets send them."""
    chance = random.Random(7)
    of_index = set(DEFINITION.index_codes)
    ways = [
        {"number": number, "content": json.dumps(given, ensure_ascii=False)}
        for number in range(WAYS)
        for given in [{k: v for k, v in answers(chance).items() if k not in of_index}]
    ]
    with transaction(engine) as session:
        session.execute(text("CREATE TEMPORARY TABLE way (number INTEGER, content JSON)"))
        session.execute(text("INSERT INTO way VALUES (:number, :content)"), ways)
        session.execute(
            text(
                "UPDATE answer SET other = way.content FROM way"
                f" WHERE way.number = answer.interview_id % {WAYS}"
            )
        )
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE answer"))


def written(url, kind, file, *, is_full):
    """By the command, in a process of its own; the last line says what that took."""
    command = [sys.executable, "-m", "tests.bench.exporting_process", ROUND]
    full = ["--full", "--by", "noivu", "--reason", "benchmark"] if is_full else []
    done = subprocess.run(
        [*command, "--format", kind, "-o", str(file), *full],
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
    )
    found = json.loads(done.stdout.splitlines()[-1])
    return found | {"mb": file.stat().st_size / 1e6}


def interviews_in(file, *, line):
    with file.open("rb") as lines:
        return sum(re.match(line, one) is not None for one in lines)


@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_export__a_million_interviews__are_all_written(database, request, tmp_path):
    url = request.getfixturevalue(f"durable_{'postgres' if database == 'postgresql' else database}")
    url = url if database == "sqlite" else url[0]
    engine = connect(url)
    published(engine, count=MOST)
    engine.dispose()
    lines = [HEAD]

    for is_full in (False, True):
        for kind in KINDS:
            found = written(url, kind, tmp_path / f"phieu.{kind}", is_full=is_full)
            name = f"{database}, {kind}{', full' if is_full else ''}"
            lines.append(
                f"{name:<24} {found['s']:>7.1f} {found['cpu_s']:>7.1f}"
                f" {MOST / found['cpu_s']:>11,.0f}"
                f" {found['before_mb']:>10.0f} {found['memory_mb']:>7.0f} {found['mb']:>7.0f}"
            )
            assert found["mb"] > 0
            if kind in LINES:
                assert interviews_in(tmp_path / f"phieu.{kind}", line=LINES[kind]) == MOST
            (tmp_path / f"phieu.{kind}").unlink()

    print("\n" + "\n".join(lines))

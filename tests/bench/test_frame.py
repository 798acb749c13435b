"""How long the list of a whole province takes to import, by the command, and in how much memory."""

import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select

from survey_app.db.engine import connect
from survey_app.db.tables import FrameCase, FrameImport, Person
from tests.bench import frame_files, province
from tests.bench.documents import ROUND, UNITS
from tests.bench.served import ROOT

RUNS = 3
FILES = 200_000
RULES = (
    '{"excludes_organisations": true, "caps": [{"procedure": "Thủ tục mô phỏng số 0*",'
    ' "at_most": 500}], "seed": "mo-phong"}'
)
WRITERS = {"csv": frame_files.as_csv, "xlsx": frame_files.as_workbook}
HEAD = f"{'':<36} {'median s':>9} {'best s':>7} {'rows/s':>8} {'peak MB':>8} {'cases':>8}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the command."""

    elapsed_s: float
    memory_mb: float


def _run(words: list[str], *, url: str) -> Run:
    """The command in a process of its own: its wall time and the most memory that it had."""
    code = (
        "import resource, runpy, sys, time\n"
        "start = time.monotonic()\n"
        "try:\n"
        "    runpy.run_module('survey_app', run_name='__main__')\n"
        "except SystemExit as ended:\n"
        "    assert not ended.code, ended.code\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
        "print(time.monotonic() - start, peak)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**os.environ, "DATABASE_URL": url, "HAILONG_LANGUAGE": "en"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
    )
    elapsed, memory = done.stdout.splitlines()[-1].split()
    return Run(elapsed_s=float(elapsed), memory_mb=float(memory))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_frame__list_of_a_province__is_all_stored(request, tmp_path: Path, kind, database):
    given = request.getfixturevalue(
        f"durable_{'postgres' if database == 'postgresql' else database}"
    )
    url = given[0] if database == "postgresql" else given
    file, rules = tmp_path / f"frame.{kind}", tmp_path / "rules.json"
    file.write_bytes(WRITERS[kind](frame_files.rows(FILES, seed=4, units=UNITS)))
    rules.write_text(RULES, encoding="utf-8")
    engine = connect(url)
    province.set_up(engine)
    runs = []

    for _ in range(RUNS):
        with engine.begin() as connection:
            for table in (FrameCase, Person, FrameImport):
                connection.execute(delete(table))
        words = ["frame", "import", str(file), "--round", ROUND, "--rules", str(rules)]
        runs.append(_run(words, url=url))

    with engine.connect() as connection:
        stored = connection.execute(select(func.count()).select_from(FrameCase)).scalar_one()
        people = connection.execute(select(func.count()).select_from(Person)).scalar_one()
        said = connection.execute(select(FrameImport.files, FrameImport.cases)).one()
    engine.dispose()
    assert tuple(said) == (FILES, stored)
    assert people == stored > FILES / 4
    times = [run.elapsed_s for run in runs]
    middle = statistics.median(times)
    memory = max(run.memory_mb for run in runs)
    print(
        f"\n{HEAD}\n{f'frame of {FILES}, {kind}, {database}':<36} {middle:>9.1f} {min(times):>7.1f}"
        f" {FILES / middle:>8.0f} {memory:>8.0f} {stored:>8}"
    )

"""How long a score takes, from 2,124 interviews to millions, and how much memory Python needs."""

import json
import os
import statistics
import subprocess
import sys
import time

import pytest
from sqlalchemy import text

from survey_app.db.engine import connect
from survey_app.results.tally_folding import fold_changes
from survey_app.web.folding import EVERY
from tests.bench import province
from tests.bench.many_interviews import add_interviews
from tests.bench.served import ROOT

SIZES = [2_124, 10_000, 100_000, 1_000_000]
MOST = int(os.environ.get("HAILONG_BENCH_INTERVIEWS", SIZES[-1]))
"""10,000,000 are asked for by name: making them takes half an hour and 10 GB."""
RUNS = 7


def scored(url: str, *, runs: int) -> dict[str, float]:
    """Seconds of the first and of the later scores, processor seconds, people, megabytes."""
    command = [sys.executable, "-m", "tests.bench.scoring_process", url, str(runs)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=ROOT)
    found = json.loads(done.stdout)
    later = slice(1, None) if runs > 1 else slice(0, 1)
    return {
        "first": found["times_s"][0],
        "median": statistics.median(found["times_s"][later]),
        "cpu": statistics.median(found["cpu_s"][later]),
        "people": found["people"],
        "mb": found["memory_mb"],
    }


def row(what: str, count: int, found: dict[str, float]) -> str:
    return (
        f"{what:<36} {count:>10,} {1000 * found['first']:>9.0f} {1000 * found['median']:>9.0f}"
        f" {1000 * found['cpu']:>8.0f} {found['mb']:>6.0f}"
    )


HEAD = f"{'':<36} {'interviews':>10} {'first ms':>9} {'later ms':>9} {'cpu ms':>8} {'MB':>6}"


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_score__more_and_more_interviews__every_one_is_in_it(kind, request):
    url = request.getfixturevalue(f"durable_{'postgres' if kind == 'postgresql' else kind}")
    url = url if kind == "sqlite" else url[0]
    engine = connect(url)
    here = province.set_up(engine)
    lines, there = [], 0
    sizes = [*SIZES, *([MOST] if SIZES[-1] < MOST and kind == "postgresql" else [])]

    for size in [one for one in sizes if one <= MOST]:
        add_interviews(engine, here, count=size - there)
        if size <= SIZES[2]:
            waiting = scored(url, runs=2)
            assert waiting["people"] == size
            lines.append(row(f"{kind}, {size - there:,} not added yet", size, waiting))
        began = time.perf_counter()
        added = sum(fold_changes(engine))
        lines.append(f"{'  adding them':<36} {added:>10,} {time.perf_counter() - began:>9.2f} s")
        added_up = scored(url, runs=RUNS)
        assert added_up["people"] == size
        lines.append(row(f"{kind}, all added", size, added_up))
        there = size
    add_interviews(engine, here, count=EVERY)
    with_some = scored(url, runs=RUNS)
    assert with_some["people"] == there + EVERY
    lines.append(row(f"{kind}, {EVERY:,} not added yet", there + EVERY, with_some))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM tally_change")).scalar_one() == EVERY
    engine.dispose()

    print("\n" + "\n".join((HEAD, *lines)))

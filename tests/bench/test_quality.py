"""How long a look at the interviews of a round takes, and in how much memory."""

import os
import statistics
import subprocess
import sys

import numpy as np
import pytest

from tests.bench.served import ROOT

RUNS = 3
HEAD = f"{'':<34} {'median s':>9} {'best s':>7} {'processor s':>12} {'peak MB':>8}"
# Answers of a latent-normal model, times of working days; nothing of it is real.
PROGRAM = """
import resource, sys, time
from tests.scoring.quality.campaign import RULE, many
from scoring.quality.examination import examine
from scoring.quality.rules import quality_rules
from tests.scoring.quality.small import changed

interviews = many(int(sys.argv[1]), enumerators=int(sys.argv[2]))
rules = changed(matching={"whole_up_to": int(sys.argv[3])})
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
wall, processor = time.monotonic(), time.process_time()
found = examine(interviews, rule=RULE, rules=rules)
assert found.interviews == len(interviews)
print(time.monotonic() - wall, time.process_time() - processor, before / 1024,
      resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


@pytest.mark.parametrize(
    ("interviews", "enumerators", "whole_up_to"),
    [(2_124, 18, 20_000), (20_000, 170, 20_000), (20_000, 170, 5_000), (100_000, 850, 20_000)],
)
def test_look__at_many_interviews__is_done(interviews, enumerators, whole_up_to):
    words = [str(interviews), str(enumerators), str(whole_up_to)]
    runs = []

    for _ in range(RUNS):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, *words],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=ROOT,
        )
        runs.append([float(word) for word in done.stdout.split()])

    times = [run[0] for run in runs]
    assert np.isfinite(times).all()
    way = "all with all" if interviews <= whole_up_to else "inside units"
    print(
        f"\n{HEAD}\n{f'{interviews} interviews, {way}':<34} {statistics.median(times):>9.2f}"
        f" {min(times):>7.2f} {statistics.median(run[1] for run in runs):>12.2f}"
        f" {max(run[3] for run in runs):>8.0f}"
    )

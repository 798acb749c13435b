"""How long the tally of many interviews takes from columns in memory, with all cross-products."""

import json
import os
import subprocess
import sys

from tests.bench.served import ROOT

MOST = int(os.environ.get("HAILONG_BENCH_PEOPLE", "10000000"))


def test_tally_frame__ten_million_interviews__everybody_is_in_it():
    lines = []
    for size in (MOST // 100, MOST // 10, MOST):
        for units, order in ((22, "sorted"), (22, "any"), (500, "any")):
            command = [sys.executable, "-m", "tests.bench.tallying_process", str(size)]
            done = subprocess.run(
                [*command, str(units), order], stdout=subprocess.PIPE, check=True, cwd=ROOT
            )
            found = json.loads(done.stdout)
            assert found["people"] == size
            lines.append(
                f"{size:>12,} {units:>6} {order:>8} {found['seconds']:>8.2f} {found['cpu_s']:>8.2f}"
                f" {found['held_mb']:>8.0f} {found['most_mb']:>8.0f}"
            )

    head = f"{'interviews':>12} {'units':>6} {'rows':>8} {'seconds':>8} {'cpu s':>8}"
    print("\n" + "\n".join((f"{head} {'MB held':>8} {'MB most':>8}", *lines)))

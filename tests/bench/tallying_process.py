"""Tallies interviews by chance from int8 columns in a process of its own; prints JSON."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from scoring.frame_tally import tally_frame
from scoring.rule import rule_of
from tests.bench.documents import DEFINITION

LIKELY = np.array([5, 5, 5, 5, 5, 4, 4, 4, 4, 3, 2, 1, 9, -1, 5, 4], dtype=np.int8)


def memory_kb(name: str) -> int:
    """A figure of this process as the system tells it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def main() -> None:
    """Takes how many interviews, in how many units, and whether their rows are in that order."""
    size, units, is_sorted = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "sorted"
    rule, chance = rule_of(DEFINITION), np.random.default_rng(5)
    unit = chance.integers(0, units, size=size, dtype=np.int16)
    if is_sorted:
        unit.sort()
    labels = [f"DV{number:03d}" for number in range(units)]
    frame = pd.DataFrame(
        {item: LIKELY[chance.integers(0, 16, size=size, dtype=np.int8)] for item in rule.items}
    )
    frame["unit_code"] = pd.Categorical.from_codes(unit, labels)
    nowhere = np.zeros(size, dtype=np.int8)
    frame["stratum"] = frame["cluster"] = pd.Categorical.from_codes(nowhere, [""])
    held = memory_kb("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    began, busy = time.perf_counter(), time.process_time()
    tally = tally_frame(frame, rule=rule)
    found = {
        "seconds": time.perf_counter() - began,
        "cpu_s": time.process_time() - busy,
        "people": int(tally.interviews.sum()),
        "held_mb": held / 1024,
        "most_mb": memory_kb("VmHWM") / 1024,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()

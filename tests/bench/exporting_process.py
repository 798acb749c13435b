"""Runs `hailong export` for one kind of file, and prints time and memory of this very process."""

import json
import sys
import time
from pathlib import Path

from survey_app.cli import export_responses, main


def most_memory_mb() -> float:
    """The most this process has had so far; `getrusage` would count what its parent had."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def export(*words: str) -> None:
    """Takes the words after `hailong export`; the database is that of DATABASE_URL."""
    assert export_responses.export_responses  # what the command reads, before anything is counted
    before = most_memory_mb()
    began, cpu_began = time.perf_counter(), time.process_time()
    main(["export", *words], standalone_mode=False)
    elapsed, cpu = time.perf_counter() - began, time.process_time() - cpu_began
    found = {"s": elapsed, "cpu_s": cpu, "before_mb": before, "memory_mb": most_memory_mb()}
    print(json.dumps(found))


if __name__ == "__main__":
    export(*sys.argv[1:])

"""Writes the interviews of a published round as one kind of file, and prints time and memory."""

import json
import sys
import time
from pathlib import Path

from survey_app.db import rounds
from survey_app.db.engine import connect, transaction
from survey_app.publication.official_report import VIETNAMESE
from survey_app.publication.report.reading import reported_run
from survey_app.publication.responses.reading import responses_of
from survey_app.publication.responses.writing import write_responses
from tests.bench.documents import ROUND

KEY = b"k" * 32


def most_memory_mb() -> float:
    """The most this process has had so far; `getrusage` would count what its parent had."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main() -> None:
    """Takes the address of the database, the kind, the file, and whether it is the full one."""
    url, kind, file, is_full = sys.argv[1:]
    engine = connect(url)
    path = Path(file)
    before = most_memory_mb()
    began, cpu_began = time.perf_counter(), time.process_time()
    with transaction(engine, writes=False, at_one_moment=True) as session:
        found = rounds.round_coded(session, ROUND)
        assert found is not None
        reported = reported_run(session, found)
        key = None if is_full == "full" else KEY
        responses = responses_of(session, reported, key=key, speech=VIETNAMESE)
        write_responses(session, path, kind=kind, responses=responses, of=reported)
    elapsed, cpu = time.perf_counter() - began, time.process_time() - cpu_began
    found_here = {
        "s": elapsed,
        "cpu_s": cpu,
        "before_mb": before,
        "memory_mb": most_memory_mb(),
        "mb": path.stat().st_size / 1e6,
    }
    print(json.dumps(found_here))


if __name__ == "__main__":
    main()
